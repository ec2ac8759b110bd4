"""The demo's script, acted out through the actions that people use, with the clock set for each."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from ashi.apps.billing.actions import take_payment
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit, mark_no_show
from ashi.apps.bookings.actions.holding import confirm_visit, hold_visit
from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.models import Visit
from ashi.apps.demo.happening import CLOSE_INCIDENT, DESK, PAY, READY, TAKE_BELL, Act
from ashi.apps.demo.house import House
from ashi.apps.demo.newcomers import Newcomer
from ashi.apps.demo.promises import Guest, Promise
from ashi.apps.demo.recording import WRITTEN_AFTER
from ashi.apps.demo.storing import CONFIRMS_AFTER
from ashi.apps.encounters.actions.bells import take_bell
from ashi.apps.encounters.actions.incidents import close_incident
from ashi.apps.encounters.actions.rooms import mark_ready
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.models import Bell, NeedleIncident
from ashi.apps.patients.actions import create_patient
from ashi.apps.patients.models import Contact, Patient

Clock = Callable[[datetime], None]
Deed = tuple[datetime, int, Callable[[], None]]


class ByHand:
    """Acts a script out."""

    def __init__(self, house: House, clock: Clock, methods: dict[int, str]) -> None:
        self.house, self.clock, self.methods = house, clock, methods
        self.people: list[Patient] = []
        self.visits: dict[int, Visit] = {}

    def greet(self, newcomers: Sequence[Newcomer], came: Sequence[datetime]) -> None:
        """Make the patients."""
        for one, when in zip(newcomers, came, strict=True):
            self.clock(when)
            speaker = None
            if one.speaker is not None:
                speaker = Contact.objects.get(links__patient=self.people[one.speaker])
            patient = create_patient(
                by=self.house.desk,
                given_name=one.given,
                family_name=one.family,
                birth_date=one.birth_date,
                sex=one.sex,
                language=one.language,
                email=one.email,
                phone=one.phone_as_typed,
                contact=speaker,
                relation=one.relation,
                wishes=one.wishes,
                not_left_alone=one.not_left_alone,
                desk_note=one.note,
            )
            self.people.append(patient)

    def act_out(self, script: Sequence[tuple[Promise, list[list[Act]]]], place: dict) -> None:
        """Do everything in the order of time; ``place`` gives a patient's place by id."""
        deeds: list[Deed] = []
        for promise, courses in script:
            for guest, acts in zip(promise.guests, courses, strict=True):
                deeds += self._deeds(promise, guest, acts, place[guest.patient.id])
        for when, _, deed in sorted(deeds, key=lambda one: one[:2]):
            self.clock(when)
            deed()

    def _deeds(self, promise: Promise, guest: Guest, acts: list[Act], who: int) -> Iterator[Deed]:
        booked = moment(guest.booked_at)
        yield booked, 0, lambda: self._book(promise, guest, who)
        if not guest.stands:
            yield moment(guest.ended_at), 1, lambda: self._end(guest)
        for at, act in enumerate(acts):
            yield act.at + WRITTEN_AFTER, 2 + at, lambda act=act: self._do(promise, guest, act)

    def _book(self, promise: Promise, guest: Guest, who: int) -> None:
        service, start = promise.what.service, moment(promise.start)
        if guest.online:
            held = hold_visit(
                by=self.house.public, service=service, starts_at=start, roles=promise.roles
            )
            self.clock(moment(guest.booked_at) + CONFIRMS_AFTER)
            visit = confirm_visit(
                by=self.house.public,
                visit_id=held.pk,
                patient=self.people[who],
                terms_version=service.centre.terms_version,
                form_missing=guest.form_missing,
            )
        else:
            visit = book_visit(
                by=self.house.desk,
                service=service,
                starts_at=start,
                roles=promise.roles,
                patient=self.people[who],
                channel="walk-in" if guest.walk_in else "desk",
                form_missing=guest.form_missing,
            )
        self.visits[id(guest)] = visit

    def _end(self, guest: Guest) -> None:
        visit_id = self.visits[id(guest)].pk
        if guest.status == Visit.Status.NO_SHOW:
            mark_no_show(by=self.house.desk, visit_id=visit_id)
        else:
            cancel_visit(by=self.house.desk, visit_id=visit_id, reason="patient")

    def _do(self, promise: Promise, guest: Guest, act: Act) -> None:
        visit, desk = self.visits[id(guest)], self.house.desk
        by = desk if act.by == DESK else self.house.behind(promise.roles.get(act.by), desk)
        if act.what == TAKE_BELL:
            take_bell(by=by, bell_id=Bell.objects.get(visit=visit, closed_at=None).pk)
        elif act.what == READY:
            mark_ready(by=by, resource_id=act.resource, step_id=uuid4())
        elif act.what == PAY:
            insured = visit.payer != "private"
            take_payment(
                by=by,
                payment_id=uuid4(),
                visit_id=visit.pk,
                amount=visit.price,
                method=self.methods[id(guest)],
                payer="private",
                is_co_payment=insured,
            )
        elif act.what == CLOSE_INCIDENT:
            incident = NeedleIncident.objects.get(visit=visit, closed_at=None)
            close_incident(by=by, incident_id=incident.pk, resolution=act.text)
        else:
            record_step(
                by=by,
                step_id=uuid4(),
                visit_id=visit.pk,
                kind=act.what,
                occurred_at=act.at,
                needles=act.needles,
                minutes=act.minutes,
            )


def since(promises: Sequence[Promise]) -> dict[int, datetime]:
    """Return when each patient (by id) was first heard of."""
    first: dict[int, datetime] = {}
    for promise in promises:
        for guest in promise.guests:
            when = moment(guest.booked_at) - timedelta(minutes=6)
            first[guest.patient.id] = min(first.get(guest.patient.id, when), when)
    return first
