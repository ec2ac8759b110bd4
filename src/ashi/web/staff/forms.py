"""What is typed about the team, at a tablet, and before a closed record opens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.apps.accounts.roles import STAFF_ROLES, Role
from ashi.web.accounts.wording import ROLE_WORDS

INPUT = {"class": "input", "autocomplete": "off"}
DAY = {**INPUT, "type": "date", "data-w": "date"}
ROLES = [(role.value, ROLE_WORDS[role]) for role in STAFF_ROLES]
MOST = 2**62  # an id that PostgreSQL's bigint can hold


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(DAY, "%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class InviteForm(forms.Form):
    """Somebody new, or somebody who comes back."""

    full_name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(INPUT))
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(INPUT))
    role = forms.TypedChoiceField(
        label=_("Role"), choices=ROLES, coerce=Role, widget=forms.Select({"class": "input"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("en", "English"), ("el", "Ελληνικά")],
        widget=forms.Select({"class": "input"}),
    )
    starts_on = _day(_("First day"), _("Empty: from today"))
    ends_on = _day(_("Last day"), _("For a locum always; for others when it is known"))


class RoleForm(forms.Form):
    """Another role, and until when."""

    role = forms.TypedChoiceField(
        label=_("Role"), choices=ROLES, coerce=Role, widget=forms.Select({"class": "input"})
    )
    ends_on = _day(_("Last day"), _("For a locum always; for others when it is known"))


class EndForm(forms.Form):
    """The last day."""

    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(DAY, "%Y-%m-%d"))


class TabletForm(forms.Form):
    """A name for the device in one's hand."""

    name = forms.CharField(
        label=_("What this tablet is called"),
        max_length=60,
        help_text=_("For example where it stands: Room 2"),
        widget=forms.TextInput(INPUT),
    )


class PinForm(forms.Form):
    """A new PIN, twice."""

    pin = forms.CharField(
        label=_("New PIN"),
        max_length=12,
        help_text=_("4 to 6 digits, for changing the person at a tablet of the centre"),
        widget=forms.PasswordInput({**INPUT, "inputmode": "numeric", "data-w": "code"}),
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=12,
        widget=forms.PasswordInput({**INPUT, "inputmode": "numeric", "data-w": "code"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        cleaned = super().clean() or self.cleaned_data
        if "again" in cleaned and cleaned.get("pin") != cleaned["again"]:
            self.add_error("again", _("The two PINs differ."))
        return cleaned


class SwitchForm(forms.Form):
    """Who takes the tablet over."""

    person = forms.IntegerField(
        min_value=1,
        max_value=MOST,
        error_messages={"required": _("Please tap your name first.")},
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        widget=forms.PasswordInput(
            {**INPUT, "inputmode": "numeric", "data-w": "code", "autocomplete": "one-time-code"}
        ),
    )


class ReasonForm(forms.Form):
    """Why a closed record must be opened."""

    reason = forms.CharField(
        label=_("Why do you need it?"),
        max_length=500,
        help_text=_("The owner reads this. It stays in the trail."),
        widget=forms.Textarea({**INPUT, "rows": 3}),
    )
