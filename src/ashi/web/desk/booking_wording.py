"""What is said when the diary refuses."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ashi.core.kernel.errors import AshiError


def _nearest(error: AshiError) -> str:
    """Return the nearest other times, as many as were found."""
    found: Any = error.fields.get("nearest") or []
    starts: list[datetime] = [one.start for one in found]
    if not starts:
        return ""
    day = localtime(starts[0]).date()
    same = [localtime(one).strftime("%H:%M") for one in starts if localtime(one).date() == day]
    if day == localtime().date():
        return " " + _("Nearest free: %(times)s.") % {"times": ", ".join(same)}
    named = {"day": day.strftime("%d.%m."), "times": ", ".join(same)}
    return " " + _("Nearest free: %(day)s %(times)s.") % named


def _rule(error: AshiError) -> str:
    words = {
        "past": _("This time is past."),
        "lead": _("This time is too soon to be booked."),
        "horizon": _("This day is too far ahead to be booked yet."),
        "not_online": _("This service is not booked online."),
        "new": _("New patients are booked by phone."),
        "fee_not_agreed": _(
            "It is too late to cancel this free. Read below what it costs, and tick it."
        ),
        "too_late": _("It is too late to change this online. Please call the centre."),
    }
    return words.get(str(error.fields.get("rule")), _("The centre's rules do not allow this time."))


def _not_open(error: AshiError) -> str:
    words = {
        "cancelled": _("This visit is cancelled."),
        "no-show": _("This visit is marked as not having come."),
        "held": _("This visit is held, and not booked yet."),
        "expired": _("This time was held, and is so no longer."),
        "booked": _("This visit is booked."),
    }
    return words[str(error.fields["status"])]


WORDINGS = {
    "bookings.error": lambda error: _("The diary does not allow this."),
    "bookings.slot_taken": lambda error: _("This time is not free any more.") + _nearest(error),
    "bookings.hold_expired": lambda error: (
        _("The time was held for you and is taken now.") + _nearest(error)
    ),
    "bookings.visit_changed": lambda error: _(
        "Somebody has changed this visit meanwhile. Look at it again."
    ),
    "bookings.visit_not_open": _not_open,
    "bookings.visit_ahead": lambda error: _(
        "This visit has not begun, so nobody missed it. Cancel it instead."
    ),
    "bookings.outside_rules": _rule,
    "bookings.series_clash": lambda error: _(
        "Some of these times are not free any more, so nothing is booked. Choose again."
    ),
    "bookings.series_unknown": lambda error: _("There is no such series here."),
    "bookings.phase_rule": lambda error: _("A phase would be shorter than the centre allows."),
    "bookings.no_permit": lambda error: _(
        "This person may not do this on that day: registration or insurance is missing."
    ),
    "bookings.remover_busy": lambda error: _(
        "This person is not free when the needles come out. Choose somebody else."
    ),
    "bookings.override_reason": lambda error: _("Say why this time is to be booked twice."),
    "bookings.unknown_role": lambda error: _("This person or room is not right for the service."),
}
