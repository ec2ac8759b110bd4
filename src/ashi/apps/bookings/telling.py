"""Tell a visit's patient (or who acts for them) what became of it, in the same transaction."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from ashi.apps.bookings.links import manage_link
from ashi.apps.bookings.models import Visit
from ashi.apps.messages.actions import queue
from ashi.apps.patients.models import ContactLink


def tell(visit: Visit, kind: str) -> None:
    """Queue one message for each contact who gets messages and has an e-mail address.

    Nothing is told of visits that are over, or that came in with an import.
    """
    session = visit.session
    if visit.channel == Visit.Channel.IMPORT or session.starts_at < timezone.now():
        return
    links = ContactLink.objects.filter(patient=visit.patient_id, gets_messages=True).select_related(
        "contact"
    )
    for link in links:
        if not link.contact.email:
            continue
        queue(
            kind=kind,
            to=link.contact.email,
            language=_language(visit),
            context=values_of(visit, link.contact.name),
            dedupe_key=f"{kind}:{visit.pk}:{visit.version}:{link.contact_id}",
            patient_id=visit.patient_id,
            visit_id=visit.pk,
            centre_id=session.centre_id,
        )


def tell_late(visit: Visit, about: datetime) -> int:
    """Queue one note of a later start for each contact who has an e-mail address.

    Returns
    -------
    int
        To how many it goes; 0 means that somebody must call.
    """
    links = ContactLink.objects.filter(patient=visit.patient_id, gets_messages=True).select_related(
        "contact"
    )
    reached = [link.contact for link in links if link.contact.email]
    for contact in reached:
        queue(
            kind="visit-late",
            to=contact.email,
            language=_language(visit),
            context=values_of(visit, contact.name) | {"about": about.isoformat()},
            dedupe_key=f"visit-late:{visit.pk}:{int(about.timestamp())}:{contact.pk}",
            patient_id=visit.patient_id,
            visit_id=visit.pk,
            centre_id=visit.session.centre_id,
        )
    return len(reached)


def tell_needles_out(visit: Visit) -> int:
    """Queue one note on the day on which the needles left in at a visit are to come out.

    Returns
    -------
    int
        To how many it goes; 0 means that somebody must call.
    """
    links = ContactLink.objects.filter(patient=visit.patient_id, gets_messages=True).select_related(
        "contact"
    )
    reached = [link.contact for link in links if link.contact.email]
    for contact in reached:
        queue(
            kind="needles-out",
            to=contact.email,
            language=_language(visit),
            context=values_of(visit, contact.name),
            dedupe_key=f"needles-out:{visit.pk}:{contact.pk}",
            patient_id=visit.patient_id,
            visit_id=visit.pk,
            centre_id=visit.session.centre_id,
        )
    return len(reached)


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
        "hours": centre.cancel_limit_h,
        "link": manage_link(visit),
        "home": settings.BASE_URL,
    }
