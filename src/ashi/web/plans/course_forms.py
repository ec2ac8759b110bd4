"""What is searched for a course of visits, and what is sent once it was previewed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.centres.models import Resource, Service
from ashi.apps.plans.referrals import Standing
from ashi.web.plans.forms import DAY, INPUT, SELECT, count

AHEAD = timedelta(days=365)
HOURS = {"": None, "morning": (0, 720), "afternoon": (720, 1020), "evening": (1020, 1440)}
HOUR_WORDS = [
    ("", gettext_lazy("any hour")),
    ("morning", gettext_lazy("mornings first")),
    ("afternoon", gettext_lazy("afternoons first")),
    ("evening", gettext_lazy("evenings first")),
]


class CourseForm(forms.Form):
    """What is searched: a service, from when, with whom, how many, how far apart."""

    service = forms.ModelChoiceField(
        label=gettext_lazy("Service"), queryset=Service.objects.none(), widget=forms.Select(SELECT)
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("With"),
        queryset=Resource.objects.none(),
        required=False,
        empty_label=gettext_lazy("Anyone"),
        widget=forms.Select(SELECT),
    )
    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
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
        mine = {"centre": centre_id, "active": True}
        self.fields["service"].queryset = Service.objects.filter(**mine).order_by("position", "id")
        people = Resource.objects.filter(**mine, kind="practitioner")
        self.fields["person"].queryset = people.order_by("position", "id")

    def clean_first(self) -> date:
        """Return the first day: not gone by, within a year."""
        first: date = self.cleaned_data["first"]
        today = timezone.localdate()
        if not today <= first <= today + AHEAD:
            raise forms.ValidationError(_("Write a day from today on, within a year."))
        return first

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
