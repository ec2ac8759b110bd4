"""Write the visits of a judged file: promises ahead into the diary, what was as history.

A visit ahead takes its time like any booking: who is taken, away or not open is in the way, and
the line is refused with that. What is over is kept as it was; where two overlapped then, both
stay and neither guards anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Occupancy, Session, Visit
from ashi.apps.bookings.occupying import Taking, occupy, takings, with_parts
from ashi.apps.bookings.offers import Offer, PlannedPhase, offer_of
from ashi.apps.bookings.openings import asked_for
from ashi.apps.bookings.placing import Wanted, attempt, fill_roles, open_session, secure
from ashi.apps.centres.models import ROOMS, Centre, Service
from ashi.apps.encounters.models import Step, StepKind
from ashi.apps.imports.judged import Fate, Note
from ashi.apps.imports.models import ImportedRef
from ashi.apps.imports.people import Directory
from ashi.apps.imports.people_written import write_person
from ashi.apps.imports.visits import State, VisitLine
from ashi.apps.patients.models import Patient
from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.names import latin


@dataclass(frozen=True, slots=True)
class Target:
    """Where visits go: the centre, its services by every name, and this moment."""

    centre: Centre
    source: str
    services: Mapping[str, Service]
    now: datetime

    def service(self, named: str) -> Service | None:
        """Return the service a source calls so."""
        return self.services.get(named) or self.services.get(latin(named))


def write_visits(
    *, by: Actor, target: Target, judged: Iterable[VisitLine], keep: bool = True
) -> list[VisitLine]:
    """Write all that can be in one transaction; return the lines with what became of each.

    Without ``keep`` all is tried and taken back: the answer is the same, and nothing is written.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.DIARY_WRITE, centre_id=target.centre.pk)
    done: list[VisitLine] = []
    newcomers, people = Directory(), dict[int, int]()
    with transaction.atomic():
        for one in judged:
            written = one
            if one.fate is Fate.CREATE:
                written = _write(by, target, _known(by, target, one, newcomers, people))
            done.append(written)
        counts = {str(fate): sum(one.fate is fate for one in done) for fate in Fate}
        record(by=by, action="visits.import", subject=("centre", target.centre.pk), detail=counts)
        if not keep:
            transaction.set_rollback(True)
    return done


def _known(
    by: Actor, target: Target, one: VisitLine, newcomers: Directory, people: dict[int, int]
) -> VisitLine:
    """Give a line its patient: known, met above in this file, or made now."""
    if one.patient is not None or one.person is None or target.service(one.service) is None:
        return one
    if same := newcomers.same(one.person):
        return replace(one, patient=people[same[0]])
    try:
        with transaction.atomic():
            patient = write_person(by=by, centre=target.centre, person=one.person)
    except AshiError as error:
        return one.refused("not-kept", code=error.code)
    newcomers.add(one.person.record(one.number))
    people[one.number] = patient.pk
    return replace(one, patient=patient.pk)


def _write(by: Actor, target: Target, one: VisitLine) -> VisitLine:
    service = target.service(one.service)
    if one.fate is not Fate.CREATE:
        return one
    if service is None:
        return one.refused("unknown-service", text=one.service)
    if one.start is None or one.end is None or one.patient is None:
        return one.refused("incomplete")
    ref = one.ref or ref_of(one)
    if ImportedRef.objects.filter(source=target.source, ref=ref, visit__isnull=False).exists():
        return replace(one, fate=Fate.KNOWN, notes=(*one.notes, Note("imported-before")))
    patient = Patient.objects.select_related("resource").get(pk=one.patient)
    visit = Visit(patient=patient, channel=Visit.Channel.IMPORT, created_by_id=by.user_id)
    visit.note, visit.payer = one.note[:500], service.payer
    visit.price = price_of(one.price, service.price)
    minutes = int((one.end - one.start).total_seconds() // 60)
    ahead = one.end > target.now and one.state in (State.BOOKED, State.CAME)
    offer = offer_for_length(service, minutes) if ahead else as_it_was(service, minutes)
    day = one.start.astimezone(ZoneInfo(target.centre.zone)).date()
    wanted = Wanted(
        offer,
        asked_for(target.centre, day, day, patient=patient),
        one.start,
        {staff_role(offer): int(one.practitioner)},
    )
    try:
        with transaction.atomic():
            _put(target, one, visit, wanted, service)
    except SlotTakenError:
        return one.refused("no-place")
    ImportedRef.objects.create(source=target.source, ref=ref, visit=visit)
    record(by=by, action="visit.import", subject=("visit", visit.pk), patient_id=patient.pk)
    return one


def _put(target: Target, one: VisitLine, visit: Visit, wanted: Wanted, service: Service) -> None:
    if one.state in (State.CANCELLED, State.NO_SHOW):
        _put_ended(target, one, visit, wanted, service)
    elif wanted.end <= target.now:
        _put_past(one, visit, wanted, service)
    else:
        attempt(lambda: _put_ahead(visit, wanted, service))


def _session(wanted: Wanted, service: Service, visit: Visit) -> Session:
    session = open_session(wanted, service, visit.created_by_id)
    visit.pk, visit.session = None, session
    return session


def _put_ahead(visit: Visit, wanted: Wanted, service: Service) -> None:
    place = secure(wanted)
    session = _session(wanted, service, visit)
    fill_roles(session, place.roles)
    visit.status = Visit.Status.BOOKED
    visit.save(force_insert=True)
    occupy(session, place.things)
    occupy(session, place.patient, visit=visit)


def _put_past(one: VisitLine, visit: Visit, wanted: Wanted, service: Service) -> None:
    session = _session(wanted, service, visit)
    visit.status = Visit.Status.BOOKED
    roles = dict(wanted.roles)
    fill_roles(session, roles)
    visit.save(force_insert=True)
    things = takings(wanted.offer, wanted.start, roles, with_parts(set(roles.values())))
    for taken, whose in ((things, None), (wanted.own(), visit)):
        _take_past(session, taken, whose)
    if one.state is State.CAME:
        Step.objects.bulk_create(
            Step(visit=visit, kind=kind, occurred_at=at, note="import")
            for kind, at in ((StepKind.ARRIVE, wanted.start), (StepKind.LEAVE, wanted.end))
        )


def _take_past(session: Session, taken: Sequence[Taking], visit: Visit | None) -> None:
    """Keep what was taken; where it overlapped in the old system it guards nothing."""
    try:
        with transaction.atomic():
            occupy(session, taken, visit=visit)
    except IntegrityError:
        Occupancy.objects.bulk_create(
            Occupancy(
                resource_id=one.resource_id,
                session=session,
                visit=visit,
                during=one.during,
                phases=list(one.phases),
                live=False,
            )
            for one in taken
        )


def _put_ended(
    target: Target, one: VisitLine, visit: Visit, wanted: Wanted, service: Service
) -> None:
    session = _session(wanted, service, visit)
    fill_roles(session, wanted.roles)
    ended = min(wanted.start, target.now)
    Session.objects.filter(pk=session.pk).update(cancelled_at=ended)
    cancelled = one.state is State.CANCELLED
    visit.status = Visit.Status.CANCELLED if cancelled else Visit.Status.NO_SHOW
    visit.cancelled_at = ended
    visit.save(force_insert=True)


def offer_for_length(service: Service, minutes: int) -> Offer:
    """Return the service's own phases where they fit the length; else one, as long as it was."""
    offer = offer_of(service)
    with_patient = sum(phase.minutes for phase in offer.phases if phase.patient)
    if minutes in (offer.minutes, with_patient):
        return offer
    return _in_one(service, offer, minutes, ROOMS)


def as_it_was(service: Service, minutes: int) -> Offer:
    """Return what the old system knew of a visit that is over: who and how long, no more."""
    return _in_one(service, offer_of(service), minutes, frozenset())


def _in_one(service: Service, offer: Offer, minutes: int, also: frozenset[str]) -> Offer:
    """Return an offer of one phase, for its practitioner and those kinds of things ``also``."""
    staff = staff_role(offer)
    needs = tuple(need for need in offer.needs if need.key == staff or need.kinds <= also)
    keys = tuple(need.key for need in needs)
    whole = PlannedPhase(
        "visit", "with", service.name, service.name_el, minutes, 0, keys, patient=True
    )
    return replace(offer, needs=needs, phases=(whole,))


def staff_role(offer: Offer) -> str:
    """Return the role that the visit's practitioner fills: the first that only people fill."""
    return next(need.key for need in offer.needs if need.is_person)


def price_of(text: str, usual: Decimal) -> Decimal:
    """Read a price however it is written; the service's own where it cannot be read."""
    digits = "".join(sign for sign in text if sign.isdecimal() or sign in ".,").replace(",", ".")
    try:
        price = Decimal(digits).quantize(Decimal("0.01"))
    except InvalidOperation:
        return usual
    return price if 0 <= price < 10**6 else usual


def ref_of(one: VisitLine) -> str:
    """Return what stands for a number where the source gives none."""
    who = one.patient
    key = f"{one.start} {one.end} {one.practitioner} {who}"
    return sha256(key.encode()).hexdigest()
