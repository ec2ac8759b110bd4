"""What is searched for a course of visits, and what is sent once it was previewed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.plans.referrals import Standing
from ashi.web.plans.forms import INPUT, SELECT, count
from ashi.web.visits_form import VisitsForm

HOURS = {"": None, "morning": (0, 720), "afternoon": (720, 1020), "evening": (1020, 1440)}
HOUR_WORDS = [
    ("", gettext_lazy("any hour")),
    ("morning", gettext_lazy("mornings first")),
    ("afternoon", gettext_lazy("afternoons first")),
    ("evening", gettext_lazy("evenings first")),
]


class CourseForm(VisitsForm):
    """What is searched: a service, from when, with whom, how many, how far apart."""

    visits = count(gettext_lazy("Visits"), 24, least=1)
    min_days = count(gettext_lazy("Days apart, at least"), 90, least=1)
    max_days = count(gettext_lazy("Days apart, at most"), 90, least=1)
    referral = forms.TypedChoiceField(
        label=gettext_lazy("On which referral"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(SELECT),
    )
    hours = forms.ChoiceField(
        label=gettext_lazy("Hours"),
        choices=HOUR_WORDS,
        required=False,
        widget=forms.Select(SELECT),
    )

    def __init__(
        self, *args: Any, centre_id: int, standing: Sequence[Standing], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(one.referral.pk, one.referral.number) for one in standing]
        self.fields["referral"].choices = [("", _("none: private")), *numbers]
        self.offer_of(centre_id)

    def clean(self) -> dict[str, Any]:
        """See that the least days are not more than the most."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("min_days", 0) > said.get("max_days", 90):
            self.add_error("min_days", _("The least days apart are more than the most, or none."))
        return said


class TimesForm(forms.Form):
    """The times that were previewed, and who allows what no referral covers."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    at = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    allowed_by = forms.CharField(
        label=gettext_lazy("Who allows visits without a referral"),
        required=False,
        max_length=120,
        widget=forms.TextInput(INPUT),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=300, widget=forms.TextInput(INPUT)
    )

    def clean_at(self) -> list[datetime]:
        """Return the instants, each with its zone."""
        try:
            found = [datetime.fromisoformat(one) for one in self.cleaned_data["at"].split()]
        except ValueError as error:
            raise forms.ValidationError(_("Choose the times again.")) from error
        if not found or any(one.tzinfo is None for one in found):
            raise forms.ValidationError(_("Choose the times again."))
        return found
