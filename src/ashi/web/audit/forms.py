"""What somebody looks for in the trail."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.audit.queries import Mark, Wanted
from ashi.web.audit.words import ACTION_WORDS, PURPOSE_WORDS

INPUT = {"class": "input", "autocomplete": "off"}
DAY = {**INPUT, "type": "date", "data-w": "date"}
MOST = 2**62  # an id that PostgreSQL's bigint can hold
ANY = ("", gettext_lazy("any"))


def _by_word(words: dict[str, Any]) -> list[tuple[str, Any]]:
    return [ANY, *sorted(words.items(), key=lambda pair: str(pair[1]))]


class TrailForm(forms.Form):
    """The filters of the trail. ``people`` are (id, name) of who works or worked here."""

    person = forms.TypedChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.Select({"class": "input"}),
    )
    who = forms.CharField(
        label=gettext_lazy("Patient"),
        max_length=120,
        required=False,
        widget=forms.TextInput(INPUT),
    )
    patient = forms.IntegerField(
        required=False, min_value=1, max_value=MOST, widget=forms.HiddenInput
    )
    action = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Why"), required=False, widget=forms.Select({"class": "input"})
    )
    first = forms.DateField(
        label=gettext_lazy("From day"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("To day"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    refused = forms.BooleanField(label=gettext_lazy("Refusals only"), required=False)
    glass = forms.BooleanField(label=gettext_lazy("Closed records opened only"), required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [ANY, *people]
        self.fields["action"].choices = _by_word(ACTION_WORDS)
        self.fields["purpose"].choices = _by_word(PURPOSE_WORDS)

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", ValidationError(_("This day is before the first one.")))
        return cleaned

    def wanted(self) -> Wanted:
        """Return the filters; days are whole days of the centre."""
        values = self.cleaned_data
        last = values["last"]
        return Wanted(
            actor_id=values["person"],
            patient_id=values["patient"],
            action=values["action"],
            purpose=values["purpose"],
            first=_midnight(values["first"]),
            until=_midnight(last + timedelta(days=1)) if last and last < date.max else None,
            refused=values["refused"],
            glass=values["glass"],
        )


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


class MarkForm(forms.Form):
    """From where a page goes on: the last event of the page before."""

    at = forms.CharField(max_length=40, validators=[ProhibitNullCharactersValidator()])
    event = forms.UUIDField()

    def clean_at(self) -> datetime:
        """Read the instant as the link wrote it."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["at"])
        except ValueError as error:
            raise ValidationError(_("This page of the trail is not there.")) from error
        if timezone.is_naive(at):
            raise ValidationError(_("This page of the trail is not there."))
        return at

    def mark(self) -> Mark:
        """Return the place."""
        event: UUID = self.cleaned_data["event"]
        return Mark(self.cleaned_data["at"], event)
