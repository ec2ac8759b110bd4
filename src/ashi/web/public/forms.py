"""What the public may send."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.apps.centres.models import Resource
from ashi.web.templatetags.frame import in_language

LANGUAGES = [("en", "English"), ("el", "Ελληνικά")]


class PersonForm(forms.Form):
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
    language = forms.ChoiceField(
        label=_("We write to you in"),
        choices=LANGUAGES,
        widget=forms.Select(attrs={"class": "input"}),
    )


class DetailsForm(PersonForm):
    """Who comes to a visit that is held, and that they agree."""

    birth_date = forms.DateField(
        label=_("Birth date, if you like"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"],
        help_text=_("Day, month, year: 14/3/1979"),
        widget=forms.DateInput(
            attrs={"class": "input", "data-w": "date", "autocomplete": "bday"}, format="%d/%m/%Y"
        ),
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


DAYS = [
    ("0", _("Mondays")),
    ("1", _("Tuesdays")),
    ("2", _("Wednesdays")),
    ("3", _("Thursdays")),
    ("4", _("Fridays")),
    ("5", _("Saturdays")),
]
HOURS = [
    ("", _("Any time")),
    ("0-720", _("In the morning, before 12")),
    ("720-960", _("Early afternoon, 12 to 4")),
    ("960-1440", _("After 4")),
]


class WaitForm(PersonForm):
    """What somebody wants who found no time, and how to reach them."""

    person = forms.ChoiceField(
        label=_("With whom"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Days that suit"),
        choices=DAYS,
        required=False,
        help_text=_("None ticked means any day"),
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.ChoiceField(
        label=_("Hours that suit"),
        choices=HOURS,
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    not_before = forms.DateField(
        label=_("The first day that suits"),
        required=False,
        help_text=_("Empty means as soon as may be"),
        widget=forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("Anything the front desk should know"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Resource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), in_language(one, "name")) for one in people]
        self.fields["person"].choices = [("", _("Anyone")), *named]
        self.fields["key"].initial = uuid4()

    def for_session(self) -> dict[str, Any]:
        """Return the cleaned values as a session can keep them."""
        values = dict(self.cleaned_data)
        start, _dash, end = values.pop("hours").partition("-")
        return values | {
            "key": values["key"].hex,
            "from_min": int(start) if start else None,
            "to_min": int(end) if end else None,
            "not_before": values["not_before"] and values["not_before"].isoformat(),
        }


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
