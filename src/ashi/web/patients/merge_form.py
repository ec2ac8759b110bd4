"""What stands after a merge: for each thing in which two records differ, which of the two."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ashi.apps.patients.merging import CHOICES, LONGEST_REASON
from ashi.apps.patients.models import FactValue, Patient, Sex
from ashi.web.letters.wording import LANGUAGES

KEPT, OTHER = "kept", "other"
LABELS: dict[str, Any] = {
    "name": _("Name"),
    "birth_date": _("Birth date"),
    "sex": _("Sex"),
    "language": _("Language of letters"),
    "desk_note": _("Note of the desk"),
    "wishes": _("Wishes"),
    "not_left_alone": _("Not left alone"),
}
FACTS: dict[str, Any] = {
    FactValue.YES: _("Yes"),
    FactValue.NO: _("No"),
    FactValue.UNKNOWN: _("not asked"),
}
SEXES: dict[str, Any] = {Sex.FEMALE: _("female"), Sex.MALE: _("male"), Sex.OTHER: _("other")}
EMPTY = _("nothing")


class MergeForm(forms.Form):
    """A choice for each difference, and how one knows that it is one person."""

    reason = forms.CharField(
        label=_("How do you know that it is one person?"), max_length=LONGEST_REASON
    )

    def __init__(self, *args: Any, kept: Patient, other: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, columns in CHOICES.items():
            if all(getattr(kept, one) == getattr(other, one) for one in columns):
                continue
            empty = not any(getattr(kept, one) for one in columns)
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=[(KEPT, _told(kept, name)), (OTHER, _told(other, name))],
                initial=OTHER if empty else KEPT,
                widget=forms.RadioSelect,
            )
        self.order_fields([*CHOICES, "reason"])

    def taken(self) -> list[str]:
        """Return what stands as the other record has it."""
        return [name for name in CHOICES if self.cleaned_data.get(name) == OTHER]


def _told(patient: Patient, name: str) -> str:
    """Return a thing of a record in words."""
    value = patient.full_name if name == "name" else getattr(patient, name)
    if name == "birth_date" and value:
        return date_format(value, "j E Y")
    if name == "not_left_alone":
        return str(FACTS[value])
    if name == "sex" and value:
        return str(SEXES[value])
    if name == "language":
        return str(dict(LANGUAGES).get(value, value))
    if name == "wishes":
        value = ", ".join(value)
    return str(value or EMPTY)
