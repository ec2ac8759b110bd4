"""What a patient reads and ticks who cancels late by the link."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ashi.apps.billing.absences import Agreed
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.terms import free_until_of, is_late_cancel, late_online_cents
from ashi.apps.messages.sums import cents_in_words

MOST_VERSION = 2**31 - 1


class LateCancelForm(forms.Form):
    """The tick that the fee is owed, for the visit as it was shown."""

    version = forms.IntegerField(
        min_value=1, max_value=MOST_VERSION, widget=forms.HiddenInput, required=False
    )
    owed = forms.BooleanField(required=True)

    def __init__(self, visit: Visit, data: Any = None) -> None:
        """Name the sum in the tick's label."""
        super().__init__(data, initial={"version": visit.version})
        self.cents = late_online_cents(visit)
        self.rule = rule_of(visit)
        tick = self.fields["owed"]
        tick.label = _("I cancel all the same, and I owe %(sum)s") % {
            "sum": cents_in_words(self.cents)
        }
        tick.error_messages["required"] = _("Tick this to cancel, or keep the visit.")

    def agreed(self) -> Agreed:
        """Return what was read and ticked."""
        label = str(self.fields["owed"].label)
        return Agreed(self.cents, f"{self.rule} {label}.", get_language() or "en")


def rule_of(visit: Visit) -> str:
    """Return the rule and the sum of a visit that is given up late."""
    free, start = localtime(free_until_of(visit)), localtime(visit.session.starts_at)
    return _(
        "Your visit on %(day)s at %(at)s was free to cancel until %(free_day)s, %(free_at)s."
        " Cancelling now costs %(sum)s, as was said when it was booked."
    ) % {
        "day": date_format(start, "l j E"),
        "at": f"{start:%H:%M}",
        "free_day": date_format(free, "l j E"),
        "free_at": f"{free:%H:%M}",
        "sum": cents_in_words(late_online_cents(visit)),
    }


def late_form(visit: Visit, now: datetime, data: Any = None) -> LateCancelForm | None:
    """Return the form of a booked visit that may be cancelled late by its link; else None."""
    late = visit.status == Visit.Status.BOOKED and is_late_cancel(visit, now)
    ahead = visit.session.starts_at > now
    return LateCancelForm(visit, data) if late and ahead and late_online_cents(visit) else None
