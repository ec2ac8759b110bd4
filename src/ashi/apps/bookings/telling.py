"""Tell a visit's patient (or who acts for them) what became of it, in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils import timezone

from ashi.apps.bookings.links import manage_link
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.terms import agreed_terms, fee_of, free_until_of
from ashi.apps.messages.actions import queue
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import SMS_KINDS
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.patients.phones import is_mobile

NOTHING: Mapping[str, Any] = MappingProxyType({})


def tell(visit: Visit, kind: str, more: Mapping[str, Any] = NOTHING) -> int:
    """Queue one message for each contact who gets messages and can be reached.

    Nothing is told of visits that are over, or that came in with an import.

    Returns
    -------
    int
        To how many it goes.
    """
    if visit.channel == Visit.Channel.IMPORT or visit.session.starts_at < timezone.now():
        return 0
    return _tell_each(visit, kind, once=str(visit.version), more=more)


def tell_standing(visit: Visit) -> int:
    """Queue what stands of a visit just made: asked for, waiting for the forms, or booked."""
    if visit.awaits_approval:
        return tell(visit, "visit-asked", {"until": _instant(visit.hold_expires_at)})
    if visit.forms_due_at is not None:
        return tell(visit, "visit-forms", {"until": _instant(visit.forms_due_at)})
    return tell(visit, "visit-booked")


def tell_lapsed(visit_ids: Collection[int]) -> None:
    """Queue, for each who asked for a visit, that nobody answered in time."""
    if visit_ids:
        related = ("session__centre", "session__service", "patient")
        for visit in Visit.objects.filter(pk__in=visit_ids).select_related(*related):
            tell(visit, "visit-lapsed")


def _instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def tell_many(
    visits: Sequence[Visit],
    kind: str,
    *,
    once: str,
    was: Mapping[int, datetime] | None = None,
) -> int:
    """Queue one message about all of some visits of one patient, for each contact as ``tell``.

    Parameters
    ----------
    was : when visits that were moved began before, by id

    Returns
    -------
    int
        To how many it goes.
    """
    ahead = [
        one
        for one in sorted(visits, key=lambda one: one.session.starts_at)
        if one.channel != Visit.Channel.IMPORT and one.session.starts_at >= timezone.now()
    ]
    if not ahead:
        return 0
    listed = [_listed(one, (was or {}).get(one.pk)) for one in ahead]
    return _tell_each(ahead[0], kind, once=once, more={"visits": listed})


def _listed(visit: Visit, was: datetime | None) -> dict[str, Any]:
    """Return one visit of a message about many, as plain values."""
    return {
        "uuid": str(visit.uuid),
        "version": visit.version,
        "starts_at": visit.session.starts_at.isoformat(),
        "ends_at": visit.session.ends_at.isoformat(),
        "cancelled": visit.status == Visit.Status.CANCELLED,
        "fee_cents": fee_of(visit),
        "was": was.isoformat() if was else None,
    }


def tell_late(visit: Visit, about: datetime) -> int:
    """Queue one note of a later start for each contact who can be reached.

    Returns
    -------
    int
        To how many it goes; 0 means that somebody must call.
    """
    more = {"about": about.isoformat()}
    return _tell_each(visit, "visit-late", once=str(int(about.timestamp())), more=more)


def tell_needles_out(visit: Visit) -> int:
    """Queue one note on the day on which the needles left in at a visit are to come out.

    Returns
    -------
    int
        To how many it goes; 0 means that somebody must call.
    """
    return _tell_each(visit, "needles-out", once="all")


def _tell_each(visit: Visit, kind: str, *, once: str, more: Mapping[str, Any] = NOTHING) -> int:
    """Queue a message for each contact who gets messages and can be reached.

    Parameters
    ----------
    once : with the same word again nothing is queued
    more : values beside those of the visit

    Returns
    -------
    int
        To how many it goes.
    """
    reached = contacts_of(visit.patient_id, kind)
    for contact in reached:
        write_to(contact, visit, kind, once=once, more=more)
    return len(reached)


def contacts_of(patient_id: int | None, kind: str) -> list[Contact]:
    """Return who gets messages about a patient and can be reached by one of this kind."""
    links = ContactLink.objects.filter(patient=patient_id, gets_messages=True)
    return [link.contact for link in links.select_related("contact") if way_to(link.contact, kind)]


def way_to(contact: Contact, kind: str) -> tuple[str, str] | None:
    """Return by which channel a message of a kind goes and to where: by e-mail if there is an
    address, else as a text message if there is a mobile phone, a gateway, and words so short.
    """
    if contact.email:
        return Message.Channel.EMAIL, contact.email
    if settings.SMS_GATEWAY and kind in SMS_KINDS and is_mobile(contact.phone):
        return Message.Channel.SMS, contact.phone
    return None


def write_to(
    contact: Contact,
    visit: Visit,
    kind: str,
    *,
    once: str,
    more: Mapping[str, Any] = NOTHING,
    **when: Any,
) -> None:
    """Queue one message about a visit to one contact; ``when`` as ``queue`` takes it.

    Nothing is queued for one who cannot be reached.
    """
    way = way_to(contact, kind)
    if way is None:
        return
    queue(
        kind=kind,
        channel=way[0],
        to=way[1],
        language=_language(visit),
        context=values_of(visit, contact.name) | dict(more),
        dedupe_key=f"{kind}:{visit.pk}:{once}:{contact.pk}",
        patient_id=visit.patient_id,
        visit_id=visit.pk,
        centre_id=visit.session.centre_id,
        **when,
    )


def _language(visit: Visit) -> str:
    return visit.patient.language if visit.patient else "en"


def values_of(visit: Visit, name: str) -> dict[str, str | int]:
    """Return what the message's template and calendar file need, as plain values."""
    session, centre = visit.session, visit.session.centre
    greek = _language(visit) == "el"
    return {
        "name": name or (visit.patient.given_name if visit.patient else ""),
        "uuid": str(visit.uuid),
        "version": visit.version,
        "told_at": timezone.now().isoformat(),
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "zone": centre.zone,
        "service": (greek and session.service.name_el) or session.service.name,
        "centre": (greek and centre.name_el) or centre.name,
        "address": (greek and centre.address_el) or centre.address,
        "phone": centre.phone,
        **_terms(visit),
        "link": manage_link(visit),
        "home": settings.BASE_URL,
    }


def _terms(visit: Visit) -> dict[str, str | int]:
    """Return until when the visit is free to give up, and what it costs after that."""
    terms = agreed_terms(visit)
    return {
        "hours": terms.notice_h,
        "free_until": free_until_of(visit).isoformat(),
        "late_cents": terms.late_cents,
        "no_show_cents": terms.no_show_cents,
    }
