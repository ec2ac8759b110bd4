"""What is answered and decided before a visit."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.screening.actions.answering import Said
from ashi.apps.screening.known import Known
from ashi.apps.screening.models import Consent, Decision, FlagDecision
from ashi.core.safety.facts import FactKind, fact_kinds
from ashi.web.screening.wording import AREA_WORDS, SIDE_WORDS, question_of

TEXT = {"class": "input", "autocomplete": "off"}
VALUES = [
    ("yes", pgettext_lazy("answer", "Yes")),
    ("no", pgettext_lazy("answer", "No")),
    ("unknown", _("Not asked")),
]


class AnswersForm(forms.Form):
    """Questions of one group; each has a field by the fact's name, some a place or a number."""

    def __init__(self, data: Any, names: Iterable[str], known: Known, **more: Any) -> None:
        super().__init__(data, **more)
        self.names = list(names)
        for name in self.names:
            self._add(fact_kinds()[name], known)

    def _add(self, kind: FactKind, known: Known) -> None:
        answer = known.answers.get(kind.name)
        label = question_of(kind)
        if kind.number:
            self.fields[f"n-{kind.name}"] = forms.FloatField(
                label=label,
                required=False,
                min_value=kind.least,
                max_value=kind.most,
                widget=forms.NumberInput({**TEXT, "inputmode": "decimal", "data-w": "number"}),
            )
            return
        still = answer is not None and kind.name not in known.unanswered
        self.fields[f"a-{kind.name}"] = forms.ChoiceField(
            label=label,
            choices=VALUES,
            required=False,
            initial=answer.value if answer is not None and still else "unknown",
            widget=forms.RadioSelect,
        )
        if kind.located:
            self._add_place(kind, answer.sites if answer is not None else [])

    def _add_place(self, kind: FactKind, sites: list[list[str | None]]) -> None:
        region, side = sites[0] if sites else ("", "")
        for letter, label, words, value in (
            ("w", _("Where"), AREA_WORDS, region),
            ("s", _("Side"), SIDE_WORDS, side),
        ):
            self.fields[f"{letter}-{kind.name}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("not said")), *words.items()],
                required=False,
                initial=value or "",
                widget=forms.Select({"class": "input"}),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each question with its fields, as the page draws them."""
        return [
            {
                "kind": fact_kinds()[name],
                "answer": self[f"a-{name}"] if f"a-{name}" in self.fields else None,
                "number": self[f"n-{name}"] if f"n-{name}" in self.fields else None,
                "where": self[f"w-{name}"] if f"w-{name}" in self.fields else None,
                "side": self[f"s-{name}"] if f"s-{name}" in self.fields else None,
            }
            for name in self.names
        ]

    def said(self, *, rest: str = "") -> dict[str, Said]:
        """Return what was answered; ``rest`` answers every question left at "not asked"."""
        found = {}
        for name in self.names:
            number = self.cleaned_data.get(f"n-{name}")
            value = self.cleaned_data.get(f"a-{name}") or "unknown"
            if fact_kinds()[name].number:
                if number is not None:
                    found[name] = Said(number=number)
                continue
            if value == "unknown" and rest:
                value = rest
            if value != "unknown" or f"a-{name}" in self.changed_data:
                found[name] = Said(value, sites=self._sites(name, value))
        return found

    def _sites(self, name: str, value: str) -> tuple[tuple[str, str | None], ...]:
        region = self.cleaned_data.get(f"w-{name}")
        if value != "yes" or not region:
            return ()
        return ((region, self.cleaned_data.get(f"s-{name}") or None),)


class ComplaintForm(forms.Form):
    """What somebody comes with, and where."""

    words = forms.CharField(
        label=_("What brings the patient"), max_length=300, widget=forms.TextInput(TEXT)
    )
    area = forms.ChoiceField(
        label=_("Where"),
        choices=[("", _("everywhere, or not said")), *AREA_WORDS.items()],
        required=False,
        widget=forms.Select({"class": "input"}),
    )


class DecisionForm(forms.Form):
    """What is done about a finding, and why."""

    key = forms.CharField(max_length=8000, widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Decision.Choice.OTHERWISE, _("Done otherwise")),
            (Decision.Choice.WENT_AHEAD, _("Went ahead")),
            (Decision.Choice.NOT_DONE, _("Not done")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Because"), max_length=500, required=False, widget=forms.TextInput(TEXT)
    )


class FlagForm(forms.Form):
    """What a clinician decides on a red flag, and why."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (FlagDecision.Choice.REFER, _("Referred")),
            (FlagDecision.Choice.MONITOR, _("Watched")),
            (FlagDecision.Choice.NO_ACTION, _("Nothing further")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Because"), max_length=500, widget=forms.TextInput(TEXT))


class LeaveForm(forms.Form):
    """Why the rest is not asked."""

    reason = forms.CharField(
        label=_("Not asked because"), max_length=500, widget=forms.TextInput(TEXT)
    )


class ConsentForm(forms.Form):
    """A consent, signed with a name under a text that was read."""

    version = forms.CharField(max_length=12, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label=_("How"),
        choices=[
            (Consent.Way.SCREEN, _("read here and signed below")),
            (Consent.Way.PAPER, _("signed on paper, which we keep")),
            (Consent.Way.ALOUD, _("said aloud")),
        ],
        initial=Consent.Way.SCREEN,
    )
    signed_name = forms.CharField(
        label=_("Name of who signs"), max_length=120, widget=forms.TextInput(TEXT)
    )
    speaks_for = forms.CharField(
        label=_("Signs for the patient as"),
        help_text=_("Mother, guardian; empty where the patient signs"),
        max_length=120,
        required=False,
        widget=forms.TextInput(TEXT),
    )


class WithdrawForm(forms.Form):
    """Why a consent is withdrawn, if somebody says it."""

    why = forms.CharField(
        label=_("Why, if it was said"),
        max_length=300,
        required=False,
        widget=forms.TextInput(TEXT),
    )
