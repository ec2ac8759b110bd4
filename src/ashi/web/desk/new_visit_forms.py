"""What is sent when a visit is booked from the board."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.bookings.models import Wish
from ashi.apps.centres.models import PEOPLE, Resource, Service
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.web.walltime import InstantField


class ChoiceForm(forms.Form):
    """What narrows the offered times; nothing is compulsory yet."""

    q = forms.CharField(required=False, max_length=120)
    patient = forms.ModelChoiceField(queryset=Patient.objects.none(), required=False)
    service = forms.ModelChoiceField(queryset=Service.objects.none(), required=False)
    person = forms.ModelChoiceField(queryset=Resource.objects.none(), required=False)
    then = forms.ModelChoiceField(queryset=Resource.objects.none(), required=False)
    out = forms.ModelChoiceField(queryset=Resource.objects.none(), required=False)
    day = forms.DateField(required=False)
    wish = forms.ModelChoiceField(queryset=Wish.objects.none(), required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centre = request.centre
        self.fields["patient"].queryset = patients_for(request.actor)
        self.fields["service"].queryset = Service.objects.filter(centre=centre, active=True)
        self.fields["person"].queryset = Resource.objects.filter(
            centre=centre, kind="practitioner", active=True
        )
        people = Resource.objects.filter(centre=centre, kind__in=PEOPLE, active=True)
        self.fields["then"].queryset = self.fields["out"].queryset = people
        self.fields["wish"].queryset = Wish.objects.filter(centre=centre, state=Wish.State.OPEN)

    @property
    def gone(self) -> bool:
        """Tell whether something was chosen that is not, or no longer, there."""
        return bool({"patient", "service", "person", "then", "out", "wish"} & set(self.errors))


class BookForm(forms.Form):
    """The visit itself."""

    key = forms.UUIDField()
    at = InstantField(required=False)
    given_name = forms.CharField(label=gettext_lazy("First name"), required=False, max_length=80)
    family_name = forms.CharField(label=gettext_lazy("Family name"), required=False, max_length=80)
    phone = forms.CharField(label=gettext_lazy("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)
    companion = forms.CharField(
        label=gettext_lazy("Who stays with the patient"), required=False, max_length=120
    )
    new_all_the_same = forms.BooleanField(required=False)
    walk_in = forms.BooleanField(required=False)
    at_time = forms.TimeField(label=gettext_lazy("Time"), required=False)
    override_reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Ask for a time, and for a reason where a time was typed."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("at") and not cleaned.get("at_time"):
            self.add_error("at", ValidationError(_("Choose a time.")))
        if cleaned.get("at_time") and not cleaned.get("override_reason"):
            self.add_error("override_reason", ValidationError(_("Say why this time is taken.")))
        return cleaned
