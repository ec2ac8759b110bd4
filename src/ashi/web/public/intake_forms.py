"""What a patient answers and writes at home."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.screening.actions.answering import Said
from ashi.apps.screening.actions.intake import LONGEST
from ashi.apps.screening.models import Answer, Intake
from ashi.web.screening.wording import AREA_WORDS

TEXT = {"class": "input"}
VALUES = [
    ("yes", pgettext_lazy("answer", "Yes")),
    ("no", pgettext_lazy("answer", "No")),
    ("unknown", pgettext_lazy("answer", "No answer")),
]


def _text(name: str, label: Any, help_text: Any = "", *, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea({**TEXT, "rows": rows}) if rows else forms.TextInput(TEXT)
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST[name],
        widget=widget,
    )


class StoryForm(forms.Form):
    """What brings the patient, and what we should know, in their own words."""

    words = _text("words", _("What brings you?"), _("For example: pain low in the back"))
    area = forms.ChoiceField(
        label=_("Where is it worst?"),
        choices=[("", _("several places, or hard to say")), *AREA_WORDS.items()],
        required=False,
        widget=forms.Select(TEXT),
    )
    since = _text("since", _("Since when?"))
    goals = _text("goals", _("What would you like to do again?"), rows=2)
    medicines = _text(
        "medicines",
        _("Medicines you take"),
        _("One on each line, with the dose if you know it"),
        rows=3,
    )
    history = _text("history", _("Illnesses and operations you have had"), rows=3)

    @staticmethod
    def initial_of(intake: Intake | None) -> dict[str, str]:
        """Return what was typed so far."""
        if intake is None:
            return {}
        return {name: getattr(intake, name) for name in ("area", *LONGEST)}

    def texts(self) -> dict[str, str]:
        """Return the texts as typed."""
        return {name: self.cleaned_data[name] for name in LONGEST}


class HomeAnswersForm(forms.Form):
    """Questions with three answers; ``asked`` holds (fact, question)."""

    def __init__(
        self, data: Any, asked: Iterable[tuple[str, str]], answers: Mapping[str, Answer]
    ) -> None:
        super().__init__(data)
        for fact, question in asked:
            answer = answers.get(fact)
            self.fields[fact] = forms.ChoiceField(
                label=question,
                choices=VALUES,
                required=False,
                initial=answer.value if answer else "unknown",
                widget=forms.RadioSelect,
            )

    def said(self) -> dict[str, Said]:
        """Return the answers, those not given as unknown."""
        return {name: Said(self.cleaned_data.get(name) or "unknown") for name in self.fields}


class SendForm(forms.Form):
    """The end of the intake; a name under the text consents to it, none does not."""

    version = forms.CharField(max_length=12, widget=forms.HiddenInput)
    signed_name = forms.CharField(
        label=_("Your name, if you consent"),
        help_text=_("Leave it empty to talk about it first: nothing is done without your consent"),
        max_length=120,
        required=False,
        widget=forms.TextInput({**TEXT, "autocomplete": "name"}),
    )
    speaks_for = forms.CharField(
        label=_("If you sign for somebody else: as what?"),
        help_text=_("Mother, guardian"),
        max_length=120,
        required=False,
        widget=forms.TextInput(TEXT),
    )
