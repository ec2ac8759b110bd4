"""What the desk answers to who asked for a first visit, and what becomes of forms that lack."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import VisitNotOpenError
from ashi.apps.bookings.first_visits import forms_due, hold_until
from ashi.apps.bookings.freed import note_freed
from ashi.apps.bookings.models import LIVE, Session, Visit
from ashi.apps.bookings.occupying import free, lock_resources, lock_visits
from ashi.apps.bookings.placing import attempt
from ashi.apps.bookings.telling import tell, tell_standing

DECLINED = "declined:"  # before the reason, as a cancelled visit keeps it
REASONS = ("full", "other-service", "elsewhere", "phone", "other")


def approve_visit(*, by: Actor, visit_id: int) -> Visit:
    """Make a request a booking, or one that waits for the forms.

    Raises
    ------
    NotAllowedError
    VisitNotOpenError
        It was answered, cancelled, or has lapsed.
    """

    def change(visit: Visit) -> None:
        now = timezone.now()
        visit.status, visit.hold_expires_at = Visit.Status.BOOKED, None
        visit.forms_due_at = forms_due(visit, now) if visit.session.starts_at > now else None
        hold_until(visit, None)

    def after(visit: Visit) -> None:
        tell_standing(visit)

    return _answer(by, visit_id, "visit.approve", change, after)


def decline_visit(
    *, by: Actor, visit_id: int, reason: str, words: str = "", waits: bool = False
) -> Visit:
    """Decline a request; the patient is told why, in their language.

    Parameters
    ----------
    reason : one of ``REASONS``
    words : told as they were typed
    waits : told, too, that they are on the waiting list, on which the caller puts them

    Raises
    ------
    NotAllowedError
    VisitNotOpenError
        It was answered, cancelled, or has lapsed.
    """

    def change(visit: Visit) -> None:
        visit.status, visit.cancelled_at = Visit.Status.CANCELLED, timezone.now()
        visit.cancelled_by_id, visit.cancel_reason = by.user_id, f"{DECLINED}{reason}"

    def after(visit: Visit) -> None:
        session = visit.session
        free(session, visit)
        if not session.visits.filter(status__in=LIVE).exists():
            free(session)
            Session.objects.filter(pk=session.pk).update(cancelled_at=timezone.now())
        note_freed(session, session.starts_at, session.ends_at)
        more = {"reason": reason, "words": words.strip(), "waits": waits}
        tell(visit, "visit-declined", more)

    return _answer(by, visit_id, "visit.decline", change, after)


def _answer(
    by: Actor,
    visit_id: int,
    action: str,
    change: Callable[[Visit], None],
    after: Callable[[Visit], None],
) -> Visit:
    """Change a request under the locks of what it holds: of two answers, or an answer and the
    clock, the first counts.
    """

    def once() -> Visit:
        session = Session.objects.select_related("centre").get(visits=visit_id)
        require(by, Permission.DIARY_WRITE, centre_id=session.centre_id)
        lock_resources(session.occupancies.filter(live=True).values_list("resource_id", flat=True))
        [visit] = lock_visits([visit_id])
        if not visit.awaits_approval:
            raise VisitNotOpenError(status=visit.status)
        change(visit)
        visit.version += 1
        visit.save()
        record(by=by, action=action, subject=("visit", visit.pk), patient_id=visit.patient_id)
        after(visit)
        return visit

    return attempt(once)


@transaction.atomic
def forms_came(*, by: Actor, visit: Visit) -> None:
    """Note that the answers from home came; a booking that waited for them is confirmed."""
    [row] = lock_visits([visit.pk])
    waited = row.forms_due_at is not None and row.status == Visit.Status.BOOKED
    if not waited and not row.form_missing:
        return
    row.form_missing, row.forms_due_at, row.forms_told_at = False, None, None
    row.version += 1
    row.save(update_fields=["form_missing", "forms_due_at", "forms_told_at", "version"])
    if waited:
        _confirmed(by, row)


@transaction.atomic
def keep_without_forms(*, by: Actor, visit_id: int) -> Visit:
    """Confirm a booking although its forms have not come.

    Raises
    ------
    NotAllowedError
    VisitNotOpenError
        It does not wait for forms.
    """
    [row] = lock_visits([visit_id])
    require(by, Permission.DIARY_WRITE, centre_id=row.session.centre_id)
    if row.status != Visit.Status.BOOKED or row.forms_due_at is None:
        raise VisitNotOpenError(status=row.status)
    row.forms_due_at, row.forms_told_at = None, None
    row.version += 1
    row.save(update_fields=["forms_due_at", "forms_told_at", "version"])
    _confirmed(by, row)
    return row


def _confirmed(by: Actor, visit: Visit) -> None:
    record(by=by, action="visit.confirm", subject=("visit", visit.pk), patient_id=visit.patient_id)
    tell(visit, "visit-booked")


def tell_forms_missing(*, now: datetime) -> int:
    """Tell each patient once that the answers did not come in time; the visit stays booked."""
    due = Visit.objects.filter(
        status=Visit.Status.BOOKED,
        forms_due_at__lte=now,
        forms_told_at=None,
        session__starts_at__gt=now,
    )
    told = 0
    for visit_id in due.order_by("pk").values_list("pk", flat=True)[:200]:
        with transaction.atomic():
            [visit] = lock_visits([visit_id])
            if visit.forms_due_at is None or visit.forms_told_at is not None:
                continue
            Visit.objects.filter(pk=visit.pk).update(forms_told_at=now, version=F("version") + 1)
            visit.refresh_from_db(fields=["version"])
            tell(visit, "forms-missing")
            told += 1
    return told
