"""From a kind and its values to subject, text and calendar file, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from ashi.apps.messages.calendar_file import calendar_of

KINDS = (
    "booking-code",
    "visit-booked",
    "visit-moved",
    "visit-cancelled",
    "visit-late",
    "visit-reminder",
    "needles-out",
    "wish-kept",
    "questions-asked",
    "questions-reminder",
    "home-programme",
    "staff-invited",
    "account",
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to send; ``calendar`` is empty where there is none."""

    subject: str
    body: str
    calendar: str = ""


def render(kind: str, language: str, context: dict[str, Any]) -> Rendered:
    """Render a message; the first line of its template is the subject."""
    with translation.override(language):
        values = dict(context)
        if "starts_at" in values:
            start = datetime.fromisoformat(values["starts_at"]).astimezone(ZoneInfo(values["zone"]))
            values |= {"day": date_format(start, "l j E"), "clock": f"{start:%H:%M}"}
        if "about" in values:
            about = datetime.fromisoformat(values["about"]).astimezone(ZoneInfo(values["zone"]))
            values["about_clock"] = f"{about:%H:%M}"
        text = render_to_string(f"messages/{kind}.txt", values).strip()
    subject, _, body = text.partition("\n")
    return Rendered(subject.strip(), body.strip() + "\n", calendar_of(kind, context))
