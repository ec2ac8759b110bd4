"""From a kind and its values to subject, text and calendar file, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from ashi.apps.messages.calendar_file import calendar_of
from ashi.apps.messages.sums import cents_in_words

KINDS = (
    "booking-code",
    "visit-booked",
    "visits-booked",
    "visits-changed",
    "visit-moved",
    "visit-cancelled",
    "visit-asked",
    "visit-declined",
    "visit-lapsed",
    "visit-forms",
    "forms-missing",
    "visit-late",
    "visit-reminder",
    "needles-out",
    "wish-kept",
    "freed-time",
    "questions-asked",
    "questions-reminder",
    "home-programme",
    "staff-invited",
    "account",
)

SMS_KINDS = (
    "visit-booked",
    "visits-booked",
    "visits-changed",
    "visit-moved",
    "visit-cancelled",
    "visit-late",
    "visit-reminder",
    "freed-time",
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
        text = render_to_string(f"messages/{kind}.txt", _worded(context)).strip()
    subject, _, body = text.partition("\n")
    return Rendered(subject.strip(), body.strip() + "\n", calendar_of(kind, context))


def render_sms(kind: str, language: str, context: dict[str, Any]) -> str:
    """Render a message of one of ``SMS_KINDS`` as one line of text."""
    with translation.override(language):
        return render_to_string(f"messages/sms/{kind}.txt", _worded(context)).strip()


def _worded(context: dict[str, Any]) -> dict[str, Any]:
    """Return the values with day and clock as they are read at the centre, in the language set."""
    values = dict(context)
    if "starts_at" in values:
        start = _at_centre(values, "starts_at")
        values |= {"day": date_format(start, "l j E"), "clock": f"{start:%H:%M}"}
    if "until" in values:
        until = _at_centre(values, "until")
        values |= {"until_day": date_format(until, "l j E"), "until_clock": f"{until:%H:%M}"}
    if "visits" in values:
        values |= _fees(values["visits"])
        values["visits"] = [_listed(one, values["zone"]) for one in values["visits"]]
    if "free_until" in values:
        values |= _terms(values)
    if "about" in values:
        values["about_clock"] = f"{_at_centre(values, 'about'):%H:%M}"
    return values


def _listed(one: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return one of several visits with its day and clock."""
    start = datetime.fromisoformat(one["starts_at"]).astimezone(ZoneInfo(zone))
    values = one | {"day": date_format(start, "l j E"), "clock": f"{start:%H:%M}"}
    if was := one.get("was"):
        before = datetime.fromisoformat(was).astimezone(ZoneInfo(zone))
        values |= {"was_day": date_format(before, "l j E"), "was_clock": f"{before:%H:%M}"}
    if fee := one.get("fee_cents"):
        values["fee_sum"] = cents_in_words(fee)
    return values


def _fees(visits: list[dict[str, Any]]) -> dict[str, str]:
    """Return what is owed for several visits together, where something is."""
    cents = sum(one.get("fee_cents", 0) for one in visits)
    return {"fees_sum": cents_in_words(cents)} if cents else {}


def _terms(values: dict[str, Any]) -> dict[str, str]:
    """Return until when a visit is free to give up, the sums asked after that, and a fee due."""
    until = _at_centre(values, "free_until")
    sums = {name: values.get(f"{name}_cents", 0) for name in ("late", "no_show", "fee")}
    return {
        "free_day": date_format(until, "l j E"),
        "free_clock": f"{until:%H:%M}",
        **{f"{name}_sum": cents_in_words(cents) for name, cents in sums.items() if cents},
    }


def _at_centre(values: dict[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(values[name]).astimezone(ZoneInfo(values["zone"]))
