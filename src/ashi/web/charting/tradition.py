"""Tongue, pulse and pattern: for those who switched them on, and wherever they are on record."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.tradition import switch_tradition
from ashi.apps.charting.models import Note, TonguePulse
from ashi.apps.charting.tradition import last_tongue_pulse, looks_at_tongue, tongue_pulse_of
from ashi.core.knowledge.codes import pattern_codes
from ashi.core.knowledge.tradition.signs import (
    BODY,
    COAT,
    COAT_COLOUR,
    POSITIONS,
    PULSE,
    SHAPE,
    read_pulse,
    signs_of,
)
from ashi.web.policy import allow
from ashi.web.templatetags.frame import in_language

PLACE_WORDS = {
    "pulse": pgettext_lazy("pulse", "On the whole"),
    "left_cun": pgettext_lazy("pulse", "Left cun"),
    "left_guan": pgettext_lazy("pulse", "Left guan"),
    "left_chi": pgettext_lazy("pulse", "Left chi"),
    "right_cun": pgettext_lazy("pulse", "Right cun"),
    "right_guan": pgettext_lazy("pulse", "Right guan"),
    "right_chi": pgettext_lazy("pulse", "Right chi"),
}
TONGUE_WORDS = {
    "tongue_body": gettext_lazy("Tongue body"),
    "tongue_shape": gettext_lazy("Tongue shape"),
    "coat_colour": gettext_lazy("Coating, colour"),
    "coat": gettext_lazy("Coating"),
}
GROUP_OF = {"tongue_body": BODY, "tongue_shape": SHAPE, "coat_colour": COAT_COLOUR, "coat": COAT}
SHORT = {"class": "input", "autocomplete": "off", "list": "pulse-signs", "data-suggests": ","}


class Signed(NamedTuple):
    """One line of tongue or pulse: of what, and what was seen or felt."""

    name: str
    words: str


def words_of(group: str, codes: list[str]) -> str:
    """Return signs in the reader's language; a code that nothing has any more as it is."""
    known = signs_of(group)
    return ", ".join(
        str(in_language(known[code], "name")) if code in known else code for code in codes
    )


def lines_of(row: TonguePulse | None) -> list[Signed]:
    """Return what was seen of the tongue and felt of the pulse; what was not is left out."""
    if row is None:
        return []
    lines = []
    for name, label in TONGUE_WORDS.items():
        said = getattr(row, name)
        codes = [said] if isinstance(said, str) else said
        lines.append(Signed(str(label), words_of(GROUP_OF[name], list(filter(None, codes)))))
    for name, label in PLACE_WORDS.items():
        lines.append(
            Signed(
                _("Pulse, %(place)s") % {"place": str(label).lower()},
                words_of(PULSE, getattr(row, name)),
            )
        )
    lines.append(Signed(_("In words"), row.words))
    return [line for line in lines if line.words]


def _choices(group: str, *, empty: bool = False) -> list[tuple[str, str]]:
    named = [(one.code, str(in_language(one, "name"))) for one in signs_of(group).values()]
    return [("", _("not looked at")), *named] if empty else named


class PulseField(forms.CharField):
    """Qualities of a pulse in words; cleaned to their codes."""

    def clean(self, value: Any) -> Any:
        """Return codes.

        Raises
        ------
        ValidationError
            Names the words that nothing has.
        """
        felt = read_pulse(super().clean(value))
        if felt.unknown:
            given = ", ".join(felt.unknown)
            raise ValidationError(_("%(given)s: there is no such sign") % {"given": given})
        return list(felt.codes)


class TonguePulseForm(forms.Form):
    """Tongue and pulse."""

    tongue_body = forms.ChoiceField(
        label=TONGUE_WORDS["tongue_body"],
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    tongue_shape = forms.MultipleChoiceField(
        label=TONGUE_WORDS["tongue_shape"], required=False, widget=forms.CheckboxSelectMultiple
    )
    coat_colour = forms.ChoiceField(
        label=TONGUE_WORDS["coat_colour"],
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    coat = forms.MultipleChoiceField(
        label=TONGUE_WORDS["coat"], required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, group in GROUP_OF.items():
            single = name in ("tongue_body", "coat_colour")
            self.fields[name].choices = _choices(group, empty=single)
        for name, label in PLACE_WORDS.items():
            self.fields[name] = PulseField(
                label=label, max_length=200, required=False, widget=forms.TextInput(SHORT)
            )

    @property
    def places(self) -> list[forms.BoundField]:
        """Return the fields of the six places."""
        return [self[name] for name in POSITIONS]

    @staticmethod
    def initial_of(row: TonguePulse | None) -> dict[str, Any]:
        """Return what stands on record, as it is typed."""
        if row is None:
            return {}
        seen = {name: getattr(row, name) for name in (*GROUP_OF, "words")}
        return seen | {name: words_of(PULSE, getattr(row, name)) for name in PLACE_WORDS}

    def signs(self) -> Mapping[str, list[str]]:
        """Return the codes that were said, by their column."""
        said = {name: self.cleaned_data[name] for name in (*GROUP_OF, *PLACE_WORDS)}
        return {name: [one] if isinstance(one, str) else one for name, one in said.items()}


def tradition_on(by: Actor, visit: Visit, note: Note | None, *, signed: bool) -> dict[str, Any]:
    """Return what a chart shows of tongue, pulse and pattern."""
    row = tongue_pulse_of(note)
    looks = not signed and looks_at_tongue(by)
    last = last_tongue_pulse(visit) if looks else None
    return {
        "tongue_form": TonguePulseForm(initial=TonguePulseForm.initial_of(row)) if looks else None,
        "tongue_lines": lines_of(row),
        "tongue_last": last,
        "tongue_last_lines": lines_of(last),
        "pulse_signs": [words_of(PULSE, [code]) for code in signs_of(PULSE)] if looks else [],
        "patterns": [one.written for one in pattern_codes()] if looks else [],
    }


@require_POST
@allow(Permission.CLINICAL_WRITE)
def switch(request: HttpRequest) -> HttpResponse:
    """Show tongue, pulse and pattern on one's own charts, or no longer."""
    switch_tradition(by=request.actor, on=request.POST.get("on") == "yes")
    return redirect("me")
