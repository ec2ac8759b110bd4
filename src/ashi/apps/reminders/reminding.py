"""Patients are reminded of their visits: each reminder once, by the time that holds when it goes.

The worker looks every minute which reminders have come. Each is seen to in a transaction of its
own that locks the visit, looks again, and writes a ``Reminder`` with the messages it queues; so
two workers, or one that was killed and began again, remind once. Between that and the wire the
visit may still be cancelled or moved: ``is_still_so`` is asked in the transaction that sends.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ashi.apps.bookings.models import ChangedVisit, Visit
from ashi.apps.bookings.telling import contacts_of, write_to
from ashi.apps.centres.models import Centre
from ashi.apps.messages.models import Message
from ashi.apps.messages.quiet import quiet_of
from ashi.apps.patients.models import ContactLink
from ashi.apps.reminders.links import stop_link
from ashi.apps.reminders.models import Reminder
from ashi.apps.reminders.queries import stopped_of
from ashi.core.scheduling.reminders import due_reminder, reminder_at

KIND = "visit-reminder"
TELL_THE_START = ("visit-booked", "visit-moved")
REACH = timedelta(days=1)  # quiet hours bring a reminder forward by less than this


def remind_due(now: datetime | None = None) -> int:
    """See to every reminder whose moment has come; return how many messages were queued."""
    now = now or timezone.now()
    return sum(_remind_at(centre, now) for centre in Centre.objects.order_by("pk"))


def _remind_at(centre: Centre, now: datetime) -> int:
    befores = {
        service.pk: service.reminded_min for service in centre.services.select_related("centre")
    }
    furthest = max((max(many) for many in befores.values() if many), default=0)
    zone, quiet = ZoneInfo(centre.zone), quiet_of(centre)
    if not furthest or quiet.holds(now, zone):
        return 0
    last = now + timedelta(minutes=furthest) + REACH
    rows = Visit.objects.filter(
        status=Visit.Status.BOOKED,
        session__centre=centre,
        session__starts_at__gt=now,
        session__starts_at__lte=last,
    ).order_by("session__starts_at", "pk")
    done = set(
        Reminder.objects.filter(starts_at__gt=now, starts_at__lte=last).values_list(
            "visit_id", "starts_at", "before_min"
        )
    )
    count = 0
    for pk, start, service in rows.values_list("pk", "session__starts_at", "session__service_id"):
        before = due_reminder(start, befores[service], now, quiet, zone)
        if before is not None and (pk, start, before) not in done:
            count += _remind(pk, start, before, now)
    return count


@transaction.atomic
def _remind(visit_id: int, start: datetime, before: int, now: datetime) -> int:
    """See to one reminder, unless somebody else has the visit in hand or did so before."""
    visit = (
        Visit.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .select_related("session__centre", "session__service", "patient")
        .filter(pk=visit_id, status=Visit.Status.BOOKED, session__starts_at=start)
        .first()
    )
    if visit is None or visit.patient_id is None:
        return 0
    reminder, made = Reminder.objects.get_or_create(
        visit=visit, starts_at=start, before_min=before, defaults={"at": now}
    )
    if not made or _was_told_since(visit, before):
        return 0
    known = contacts_of(visit.patient_id, KIND)
    stopped = stopped_of(visit.patient_id, [contact.pk for contact in known])
    reached = [contact for contact in known if contact.pk not in stopped]
    for contact in reached:
        write_to(
            contact,
            visit,
            KIND,
            once=f"{int(start.timestamp())}:{before}",
            more={"stop": stop_link(contact.pk, visit.patient_id), "contact": contact.pk},
            send_before=start,
            by_day=True,
        )
    Reminder.objects.filter(pk=reminder.pk).update(letters=len(reached))
    return len(reached)


def _was_told_since(visit: Visit, before: int) -> bool:
    """Tell whether the start was made known after the reminder's moment: it needs none then."""
    centre = visit.session.centre
    moment = reminder_at(visit.session.starts_at, before, quiet_of(centre), ZoneInfo(centre.zone))
    told = Message.objects.filter(visit_id=visit.pk, kind__in=TELL_THE_START, created_at__gt=moment)
    if visit.created_at > moment or told.exists():
        return True
    many = ChangedVisit.objects.filter(visit=visit, change__letters__gt=0, change__at__gt=moment)
    return many.exclude(to=F("was")).exists()


def is_still_so(message: Message) -> bool:
    """Tell whether a reminder may go: the visit stands at that start, and it is still wanted."""
    stands = Visit.objects.filter(
        pk=message.visit_id or 0,
        status=Visit.Status.BOOKED,
        session__starts_at=datetime.fromisoformat(message.context["starts_at"]),
    )
    contact = message.context["contact"]
    wanted = ContactLink.objects.filter(
        patient=message.patient_id, contact=contact, gets_messages=True
    )
    stopped = stopped_of(message.patient_id or 0, [contact])
    return not stopped and stands.exists() and wanted.exists()
