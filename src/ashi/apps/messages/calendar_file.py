"""The calendar file of a visit, or of several that were booked or changed at once (RFC 5545)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

METHODS = {
    "visit-booked": "PUBLISH",
    "visit-moved": "PUBLISH",
    "visit-cancelled": "CANCEL",
    "visits-booked": "PUBLISH",
    "visits-changed": "PUBLISH",
}


def calendar_of(kind: str, values: dict[str, Any]) -> str:
    """Return the file for a message about visits, or nothing for other messages.

    Several visits are published, also those that are cancelled: a CANCEL names one event alone
    (RFC 5546 3.2.5).
    """
    if kind not in METHODS:
        return ""
    calendar = Calendar()
    calendar.add("prodid", "-//Ashi//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", METHODS[kind])
    many = kind.startswith("visits-")
    for one in values["visits"] if many else [values]:
        cancelled = one["cancelled"] if many else kind == "visit-cancelled"
        calendar.add_component(_event(values | one, cancelled))
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()


def _event(values: dict[str, Any], cancelled: bool) -> Event:
    zone = ZoneInfo(values["zone"])
    event = Event()
    event.add("uid", f"{values['uuid']}@ashi")
    event.add("sequence", values["version"])
    event.add("dtstamp", datetime.fromisoformat(values["told_at"]))
    event.add("dtstart", datetime.fromisoformat(values["starts_at"]).astimezone(zone))
    event.add("dtend", datetime.fromisoformat(values["ends_at"]).astimezone(zone))
    event.add("summary", f"{values['service']}, {values['centre']}")
    event.add("location", values["address"])
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event
