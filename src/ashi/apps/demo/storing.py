"""Store seated visits in bulk, row for row as the actions would."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from ashi.apps.audit.actions import digest_of
from ashi.apps.audit.models import Event, Pending
from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.models import Occupancy, Session, SessionRole, Visit
from ashi.apps.bookings.occupying import patient_takings, takings
from ashi.apps.bookings.offers import Offer, plan_of
from ashi.apps.centres.models import Service
from ashi.apps.demo.days import House
from ashi.apps.patients.models import Patient

BATCH = 4000


@dataclass(frozen=True)
class Seated:
    """A visit that has its time; several patients make a class."""

    service: Service
    offer: Offer
    start: int
    roles: dict[str, int]
    patients: tuple[Patient, ...]
    status: str = Visit.Status.BOOKED


@transaction.atomic
def store(house: House, seated: Sequence[Seated], desk_id: int) -> list[Visit]:
    """Write sessions, roles, visits, occupancies and events; return the visits."""
    sessions = Session.objects.bulk_create(
        [_session(house, one, desk_id) for one in seated], batch_size=BATCH
    )
    SessionRole.objects.bulk_create(
        [
            SessionRole(session=session, key=key, resource_id=pk)
            for session, one in zip(sessions, seated, strict=True)
            for key, pk in one.roles.items()
        ],
        batch_size=BATCH,
    )
    visits = Visit.objects.bulk_create(
        [
            _visit(session, one, patient, desk_id)
            for session, one in zip(sessions, seated, strict=True)
            for patient in one.patients
        ],
        batch_size=BATCH,
    )
    by_session: dict[int, list[Visit]] = {}
    for visit in visits:
        by_session.setdefault(visit.session_id, []).append(visit)
    Occupancy.objects.bulk_create(
        [
            row
            for session, one in zip(sessions, seated, strict=True)
            if one.status == Visit.Status.BOOKED
            for row in _occupancies(house, session, one, by_session[session.pk])
        ],
        batch_size=BATCH,
    )
    events = [_event(house, visit, desk_id) for visit in visits]
    Event.objects.bulk_create(events, batch_size=BATCH)
    Pending.objects.bulk_create([Pending(event_id=one.pk) for one in events], batch_size=BATCH)
    return visits


def _session(house: House, one: Seated, desk_id: int) -> Session:
    start = moment(one.start)
    over = one.status != Visit.Status.BOOKED
    return Session(
        centre=house.centre,
        service=one.service,
        starts_at=start,
        ends_at=start + timedelta(minutes=one.offer.minutes),
        plan=plan_of(one.offer),
        places=one.offer.places,
        cancelled_at=start - timedelta(hours=30) if over else None,
        created_at=start - timedelta(days=6),
        created_by_id=desk_id,
    )


def _visit(session: Session, one: Seated, patient: Patient, desk_id: int) -> Visit:
    cancelled = one.status == Visit.Status.CANCELLED
    return Visit(
        session=session,
        patient=patient,
        status=one.status,
        price=one.service.price,
        payer=one.service.payer,
        cancelled_at=session.cancelled_at if cancelled else None,
        cancelled_by_id=desk_id if cancelled else None,
        cancel_reason="patient" if cancelled else "",
        version=1 if one.status == Visit.Status.BOOKED else 2,
        created_at=session.created_at,
        created_by_id=desk_id,
    )


def _occupancies(
    house: House, session: Session, one: Seated, visits: Iterable[Visit]
) -> Iterable[Occupancy]:
    for taking in takings(one.offer, session.starts_at, one.roles, house.inside):
        yield Occupancy(
            resource_id=taking.resource_id,
            session=session,
            during=taking.during,
            phases=list(taking.phases),
        )
    for visit, patient in zip(visits, one.patients, strict=True):
        for taking in patient_takings(one.offer, session.starts_at, patient.resource_id):
            yield Occupancy(
                resource_id=taking.resource_id,
                session=session,
                visit=visit,
                during=taking.during,
                phases=list(taking.phases),
            )


def _event(house: House, visit: Visit, desk_id: int) -> Event:
    event = Event(
        at=visit.created_at,
        actor_id=desk_id,
        role="desk",
        source="web",
        centre_id=house.centre.pk,
        action="visit.book",
        subject_type="visit",
        subject_id=str(visit.pk),
        patient_id=visit.patient_id,
        purpose="scheduling",
        detail={"session": visit.session_id, "service": visit.session.service_id},
    )
    event.digest = digest_of(event)
    return event


def taken_between(
    house: House, begin: datetime, end: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    """Return what is promised between two instants, by resource."""
    rows = Occupancy.objects.filter(
        live=True, session__centre=house.centre, during__overlap=(begin, end)
    ).values_list("resource_id", "during")
    taken: dict[int, list[tuple[datetime, datetime]]] = {}
    for resource_id, during in rows:
        taken.setdefault(resource_id, []).append((during.lower, during.upper))
    return taken
