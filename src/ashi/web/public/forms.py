"""What the public may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", "English"), ("el", "Ελληνικά")]


class DetailsForm(forms.Form):
    """Who comes, and how to reach them."""

    given_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "given-name"}),
    )
    family_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send a code to it, and your confirmation"),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=40,
        required=False,
        help_text=_("For the day itself, if something changes"),
        widget=forms.TextInput(
            attrs={"class": "input", "type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )
    birth_date = forms.DateField(
        label=_("Birth date, if you like"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"],
        help_text=_("Day, month, year: 14/3/1979"),
        widget=forms.DateInput(
            attrs={"class": "input", "data-w": "date", "autocomplete": "bday"}, format="%d/%m/%Y"
        ),
    )
    language = forms.ChoiceField(
        label=_("We write to you in"),
        choices=LANGUAGES,
        widget=forms.Select(attrs={"class": "input"}),
    )
    note = forms.CharField(
        label=_("Anything the front desk should know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    terms = forms.BooleanField(
        label=_("I have read these terms and agree"),
        error_messages={"required": _("Please tick this if you agree to the terms")},
    )

    def for_session(self) -> dict[str, Any]:
        """Return the cleaned values as a session can keep them."""
        kept = dict(self.cleaned_data)
        kept["birth_date"] = kept["birth_date"].isoformat() if kept["birth_date"] else None
        return kept


class CodeForm(forms.Form):
    """The code from the e-mail."""

    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=12,
        help_text=_("Six digits"),
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "data-w": "code",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
            }
        ),
    )
