"""The calendar file of a visit (RFC 5545)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

METHODS = {"visit-booked": "PUBLISH", "visit-moved": "PUBLISH", "visit-cancelled": "CANCEL"}


def calendar_of(kind: str, values: dict[str, Any]) -> str:
    """Return the file for a message about a visit, or nothing for other messages."""
    if kind not in METHODS:
        return ""
    zone = ZoneInfo(values["zone"])
    calendar = Calendar()
    calendar.add("prodid", "-//Ashi//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", METHODS[kind])
    event = Event()
    event.add("uid", f"{values['uuid']}@ashi")
    event.add("sequence", values["version"])
    event.add("dtstamp", datetime.fromisoformat(values["told_at"]))
    event.add("dtstart", datetime.fromisoformat(values["starts_at"]).astimezone(zone))
    event.add("dtend", datetime.fromisoformat(values["ends_at"]).astimezone(zone))
    event.add("summary", f"{values['service']}, {values['centre']}")
    event.add("location", values["address"])
    event.add("status", "CANCELLED" if kind == "visit-cancelled" else "CONFIRMED")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()
