"""What is typed about a patient."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.patients.birth_dates import parse_birth_date
from ashi.apps.patients.models import Patient

INPUT = {"class": "input", "autocomplete": "off"}
WISHES = [
    ("woman", gettext_lazy("A woman treats")),
    ("man", gettext_lazy("A man treats")),
    ("ground-floor", gettext_lazy("Ground floor")),
    ("lang:el", gettext_lazy("Speaks Greek")),
    ("lang:en", gettext_lazy("Speaks English")),
    ("lang:ru", gettext_lazy("Speaks Russian")),
]
ALONE = [
    ("unknown", gettext_lazy("Not asked")),
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
]


class IdentityForm(forms.Form):
    """Who a patient is, as the desk writes it."""

    given_name = forms.CharField(
        label=gettext_lazy("First name"), max_length=80, widget=forms.TextInput(INPUT)
    )
    family_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(INPUT),
    )
    birth_date = forms.CharField(
        label=gettext_lazy("Birth date"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Day, month, year, for example 14 3 1979"),
        widget=forms.TextInput({**INPUT, "data-w": "date", "inputmode": "numeric"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("en", "English"), ("el", "Ελληνικά")],
        widget=forms.Select({"class": "input"}),
    )
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("Standing wishes"),
        choices=WISHES,
        required=False,
        help_text=gettext_lazy("The search for times obeys them"),
        widget=forms.CheckboxSelectMultiple,
    )
    not_left_alone = forms.ChoiceField(
        label=gettext_lazy("Not to be left alone while the needles rest"),
        choices=ALONE,
        widget=forms.Select({"class": "input"}),
    )
    desk_note = forms.CharField(
        label=gettext_lazy("Note of the desk"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Nothing about health; that belongs into the clinical record"),
        widget=forms.Textarea({**INPUT, "rows": 2}),
    )

    def clean_birth_date(self) -> date | None:
        """Read the many ways people write a date."""
        typed = self.cleaned_data["birth_date"]
        if not typed:
            return None
        born = parse_birth_date(typed, timezone.localdate())
        if born is None:
            raise ValidationError(_("Write day, month and year, for example 14 3 1979."))
        if born > timezone.localdate():
            raise ValidationError(_("This birth date is in the future."))
        return born

    @staticmethod
    def initial_of(patient: Patient) -> dict[str, Any]:
        """Return the form's start for a known patient."""
        born = patient.birth_date
        return {
            "given_name": patient.given_name,
            "family_name": patient.family_name,
            "birth_date": f"{born.day}/{born.month}/{born.year}" if born else "",
            "language": patient.language,
            "wishes": patient.wishes,
            "not_left_alone": patient.not_left_alone,
            "desk_note": patient.desk_note,
        }


class NewPatientForm(IdentityForm):
    """A new patient: a name and one way to be reached."""

    phone = forms.CharField(
        label=gettext_lazy("Mobile phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For messages when a visit moves"),
        widget=forms.TextInput({**INPUT, "type": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(INPUT),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    anew = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ("given_name", "family_name", "birth_date", "phone", "email")
