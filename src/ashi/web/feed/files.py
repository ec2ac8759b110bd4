"""A diary as a calendar file (RFC 5545): times in UTC, names of patients never.

Whoever holds the address reads it, so it says what is booked, and for whom only by a link that asks
to sign in.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ashi.apps.bookings.links import manage_link
from ashi.apps.feed.models import FeedLink
from ashi.apps.feed.queries import Entry
from ashi.web.templatetags.frame import in_language

TYPE = "text/calendar; charset=utf-8"
EVERY = timedelta(minutes=15)  # how often a program is asked to look again


def file_of(link: FeedLink, entries: Sequence[Entry]) -> bytes:
    """Return the file in the language of the link."""
    with translation.override(link.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Ashi//Diary//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _name(link))
        calendar.add("x-wr-timezone", link.centre.zone)
        calendar.add("refresh-interval", EVERY)
        for entry in entries:
            calendar.add_component(_event(link, entry))
        return calendar.to_ical()


def _name(link: FeedLink) -> str:
    centre = in_language(link.centre, "name")
    if link.resource is None:
        return _("Visits, %(centre)s") % {"centre": centre}
    return f"{in_language(link.resource, 'name')}, {centre}"


def _event(link: FeedLink, entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.version)
    event.add("dtstamp", entry.session.created_at)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    service = in_language(entry.session.service, "name")
    event.add(
        "summary", _("Cancelled: %(what)s") % {"what": service} if entry.cancelled else service
    )
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    if link.resource_id is None:
        event.add("location", in_language(link.centre, "address"))
        if entry.visit is not None:
            event.add("url", manage_link(entry.visit))
    elif entry.visit is not None:
        path = reverse("visit", kwargs={"visit_id": entry.visit.pk})
        event.add("url", f"{settings.BASE_URL}{path}")
    return event
