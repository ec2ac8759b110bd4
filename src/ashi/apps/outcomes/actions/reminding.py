"""Patients are told that questions wait, and reminded once; not at night, nor twice a day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.messages.actions import queue
from ashi.apps.messages.quiet import polite
from ashi.apps.outcomes.links import address_of, make_link
from ashi.apps.outcomes.models import Asking, NoReminders
from ashi.apps.patients.models import ContactLink

BETWEEN = timedelta(hours=20)


def remind_all(now: datetime | None = None) -> int:
    """Tell and remind whoever has questions open; return how many letters were queued."""
    now = now or timezone.now()
    rows = Asking.objects.filter(
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
        opens_at__lte=now,
        closes_at__gt=now,
    ).order_by("closes_at", "pk")
    quiet = _lately_told(now)
    count = 0
    for row in rows.select_related("patient", "centre"):
        kind = _kind(row, now)
        if kind and row.patient_id not in quiet:
            quiet.add(row.patient_id)
            count += _tell(row, kind, now)
    return count


def _lately_told(now: datetime) -> set[int]:
    """Return whom nobody writes to now: told within a day, or wanting no letters of the kind."""
    since = now - BETWEEN
    told = Asking.objects.filter(told_at__gt=since).values_list("patient_id", flat=True)
    reminded = Asking.objects.filter(reminded_at__gt=since).values_list("patient_id", flat=True)
    stopped = NoReminders.objects.values_list("patient_id", flat=True)
    return {*told, *reminded, *stopped}


def _kind(row: Asking, now: datetime) -> str:
    """Return which letter is due: the first, or the one reminder half-way through the window."""
    if row.told_at is None:
        return "questions-asked"
    half = row.opens_at + (row.closes_at - row.opens_at) / 2
    return "questions-reminder" if row.reminded_at is None and now >= half else ""


@transaction.atomic
def _tell(row: Asking, kind: str, now: datetime) -> int:
    """Queue one letter for each contact who gets messages; mark the set told even where none."""
    patient, greek = row.patient, row.patient.language == "el"
    links = ContactLink.objects.filter(patient=patient, gets_messages=True).exclude(
        contact__email=""
    )
    count = 0
    for link in links.select_related("contact"):
        address = address_of(make_link(row))
        queue(
            kind=kind,
            to=link.contact.email,
            language=patient.language,
            context={
                "name": link.contact.name or patient.given_name,
                "starts_at": (row.closes_at - timedelta(minutes=1)).isoformat(),
                "zone": row.centre.zone,
                "centre": (greek and row.centre.name_el) or row.centre.name,
                "phone": row.centre.phone,
                "link": address,
            },
            dedupe_key=f"{kind}:{row.pk}:{link.contact_id}",
            patient_id=row.patient_id,
            centre_id=row.centre_id,
            send_after=polite(now, row.centre),
        )
        count += 1
    changed = "told_at" if kind == "questions-asked" else "reminded_at"
    setattr(row, changed, now)
    row.save(update_fields=[changed])
    return count


@transaction.atomic
def stop_reminders(*, by: Actor, asking: Asking) -> None:
    """Write to a patient about questions no more; they are still called where it must be."""
    _change(by, asking.patient_id, wanted=False, reason="")


@transaction.atomic
def change_letters_for(*, by: Actor, patient_id: int, wanted: bool, reason: str) -> None:
    """Keep at the desk whether a patient wants letters about questions, with the reason.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.IDENTITY_WRITE, centre_id=by.centre_id)
    _change(by, patient_id, wanted=wanted, reason=reason)


def _change(by: Actor, patient_id: int, *, wanted: bool, reason: str) -> None:
    if wanted:
        gone, _each = NoReminders.objects.filter(patient=patient_id).delete()
        changed = gone > 0
    else:
        _row, changed = NoReminders.objects.get_or_create(
            patient_id=patient_id, defaults={"at": timezone.now()}
        )
    if changed:
        record(
            by=by,
            action="reminders.again" if wanted else "reminders.stop",
            subject=("patient", patient_id),
            patient_id=patient_id,
            reason=reason,
        )
