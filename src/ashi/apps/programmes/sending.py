"""The link of a home programme goes to the patient by a message, by day."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.messages.actions import queue
from ashi.apps.messages.models import Message
from ashi.apps.messages.quiet import polite
from ashi.apps.messages.rendering import Rendered, render
from ashi.apps.patients.models import ContactLink
from ashi.apps.programmes.errors import NobodyToTellError, ProgrammeUnknownError
from ashi.apps.programmes.links import home_link
from ashi.apps.programmes.models import Programme

KIND = "home-programme"


@dataclass(frozen=True, slots=True)
class Letter:
    """What would go to whom; ``last`` is what went, or waits, before."""

    readers: tuple[str, ...]
    rendered: Rendered
    language: str
    last: Message | None


def letter_for(programme: Programme) -> Letter:
    """Return the letter as the patient would read it, and who gets it."""
    links, language = _links(programme), programme.patient.language
    name = (links[0].contact.name if links else "") or programme.patient.given_name
    return Letter(
        tuple(link.contact.email for link in links),
        render(KIND, language, _context(programme, name)),
        language,
        Message.objects.filter(kind=KIND, patient_id=programme.patient_id).order_by("pk").last(),
    )


@transaction.atomic
def send_home(*, by: Actor, patient_id: int) -> tuple[Message, ...]:
    """Put the link of the programme that holds now into the outbox, for whoever gets messages.

    The same version goes once a day to each, however often somebody presses; not at night.

    Raises
    ------
    NotAllowedError, ProgrammeUnknownError
    NobodyToTellError
        Nobody of the patient's gets messages by e-mail.
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    rows = Programme.objects.select_related("patient", "centre")
    programme = rows.filter(patient=patient_id, replaced_at=None, centre=by.centre_id).first()
    if programme is None:
        raise ProgrammeUnknownError(patient=patient_id)
    links, now = _links(programme), timezone.now()
    if not links:
        raise NobodyToTellError(patient=patient_id)
    day = timezone.localdate(now, ZoneInfo(programme.centre.zone)).isoformat()
    sent = tuple(
        queue(
            kind=KIND,
            to=link.contact.email,
            language=programme.patient.language,
            context=_context(programme, link.contact.name or programme.patient.given_name),
            dedupe_key=f"{KIND}:{programme.pk}:{link.contact_id}:{day}",
            patient_id=patient_id,
            centre_id=programme.centre_id,
            send_after=polite(now, programme.centre),
        )
        for link in links
    )
    record(
        by=by,
        action="programme.send",
        subject=("programme", programme.pk),
        patient_id=patient_id,
        detail={"version": programme.version, "letters": len(sent)},
    )
    return sent


def _links(programme: Programme) -> list[ContactLink]:
    links = ContactLink.objects.filter(patient=programme.patient_id, gets_messages=True)
    return list(links.exclude(contact__email="").select_related("contact").order_by("pk"))


def _context(programme: Programme, name: str) -> dict[str, Any]:
    centre, greek = programme.centre, programme.patient.language == "el"
    return {
        "name": name,
        "centre": (greek and centre.name_el) or centre.name,
        "phone": centre.phone,
        "link": home_link(programme),
    }
