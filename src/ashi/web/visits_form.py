"""What every form asks that books many visits: of what, with whom, from which day on."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.centres.models import Resource, Service

SELECT = {"class": "input"}
DAY = {"class": "input", "autocomplete": "off", "type": "date", "data-w": "date"}
AHEAD = timedelta(days=365)


class VisitsForm(forms.Form):
    """A service, perhaps somebody, and the first day: not gone by, within a year."""

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

    def offer_of(self, centre_id: int) -> None:
        """Let the services and people of a centre be chosen."""
        mine = {"centre": centre_id, "active": True}
        self.fields["service"].queryset = Service.objects.filter(**mine).order_by("position", "id")
        people = Resource.objects.filter(**mine, kind="practitioner")
        self.fields["person"].queryset = people.order_by("position", "id")

    def clean_first(self) -> date:
        """Return the first day."""
        first: date = self.cleaned_data["first"]
        today = timezone.localdate()
        if not today <= first <= today + AHEAD:
            raise forms.ValidationError(_("Write a day from today on, within a year."))
        return first
