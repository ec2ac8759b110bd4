"""Acts as rows, as the actions of ``encounters`` and ``billing`` would have left them.

Each step is folded with those before it, and bell, incident and rooms follow from the state, by
the same ``course_of_day`` that the actions use. A visit that has steps already goes on from them.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from ashi.apps.audit.actor import Actor
from ashi.apps.billing.models import Payment
from ashi.apps.demo.copying import Sheets, Table, numbers
from ashi.apps.demo.happening import CLOSE_INCIDENT, DESK, PAY, READY, TAKE_BELL, Act
from ashi.apps.demo.house import House
from ashi.apps.demo.trail import Trail
from ashi.apps.encounters.actions.settling import COUNTS_AGREE
from ashi.apps.encounters.course_of_day import Kind, Rest, StepFact, VisitState, state_of
from ashi.apps.encounters.models import Bell, NeedleIncident, RoomStep, Step

STEPS = Table(
    Step, "id visit_id kind occurred_at recorded_at by_id needles minutes visit_version note"
)
BELLS = Table(Bell, "id visit_id due_at taken_by_id taken_at closed_at")
INCIDENTS = Table(
    NeedleIncident,
    "id visit_id counted_in counted_out opened_at opened_by_id accounted_by_id resolution"
    " closed_at closed_by_id",
)
ROOM_STEPS = Table(RoomStep, "id resource_id visit_id kind occurred_at recorded_at by_id")
PAYMENTS = Table(Payment, "id visit_id amount method payer is_co_payment at by_id")
WRITTEN_AFTER = timedelta(seconds=2)
METHODS = ("card", "card", "card", "cash", "cash", "transfer")
NEEDLING = {Kind.NEEDLES_IN, Kind.NEEDLES_OUT, Kind.MORE_TIME}


@dataclass
class OpenBell:
    """A bell that is being told of."""

    id: int
    due_at: datetime
    stored: bool = False
    taken_by: int | None = None
    taken_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass
class OpenIncident:
    """Needles that do not agree."""

    id: int
    counted_in: int
    counted_out: int
    opened_at: datetime
    opened_by: int | None
    stored: bool = False
    accounted_by: int | None = None
    resolution: str = ""
    closed_at: datetime | None = None
    closed_by: int | None = None


Row = TypeVar("Row", OpenBell, OpenIncident)


@dataclass
class Happening:
    """A visit in which something happens."""

    visit_id: int
    version: int
    patient_id: int
    uuid: UUID
    roles: Mapping[str, int]
    rooms: Sequence[int]
    rest: Rest
    price: Decimal
    payer: str
    facts: list[StepFact] = field(default_factory=list)
    bells: list[OpenBell] = field(default_factory=list)
    incidents: list[OpenIncident] = field(default_factory=list)


class Recorder:
    """Lays acts on the sheets."""

    def __init__(self, house: House, sheets: Sheets, trail: Trail) -> None:
        self.house, self.sheets, self.trail, self.desk = house, sheets, trail, house.desk
        self.bell_ids, self.incident_ids = numbers(Bell), numbers(NeedleIncident)

    def record(self, visit: Happening, acts: Iterable[Act]) -> None:
        """Lay out everything that follows from the acts, in their order."""
        dice = random.Random(visit.uuid.int)  # noqa: S311 -- dice, not keys
        for act in acts:
            by = (
                self.desk
                if act.by == DESK
                else self.house.behind(visit.roles.get(act.by), self.desk)
            )
            written = act.at + WRITTEN_AFTER
            if act.what == TAKE_BELL:
                self._take_bell(visit, by, written)
            elif act.what == READY:
                self.make_ready(act)
            elif act.what == PAY:
                self._pay(dice, visit, by, written)
            elif act.what == CLOSE_INCIDENT:
                self._close_incident(visit, by, act.text, written)
            else:
                self._step(visit, by, act, written)
        self._lay_out(visit)

    def _step(self, visit: Happening, by: Actor, act: Act, written: datetime) -> None:
        kind, step_id = Kind(act.what), self.trail.uuid()
        visit.facts.append(StepFact(step_id, kind, act.at, act.needles or 0, act.minutes or 0))
        row = (step_id, visit.visit_id, str(kind), act.at, written, by.user_id)
        self.sheets.add(STEPS, (*row, act.needles, act.minutes, visit.version, ""))
        if kind in NEEDLING or (kind is Kind.LEAVE and visit.bells) or visit.incidents:
            self._settle(visit, by, state_of(visit.facts, visit.rest), written)
        if kind is Kind.LEAVE:
            for room in visit.rooms:
                self._room(room, visit.visit_id, "to-prepare", act.at, written, by)
        self.trail.add(
            written,
            by,
            f"step.{kind}",
            ("visit", visit.visit_id),
            visit.patient_id,
            {
                "step": str(step_id),
                "needles": act.needles,
                "minutes": act.minutes,
                "undoes": None,
                "emergency": False,
            },
        )

    def _settle(self, visit: Happening, by: Actor, state: VisitState, now: datetime) -> None:
        bell = _open(visit.bells)
        if bell and bell.due_at != state.due_out:
            bell.closed_at = now
            bell = None
        if state.due_out and bell is None:
            visit.bells.append(OpenBell(next(self.bell_ids), state.due_out))
        incident = _open(visit.incidents)
        counts = (state.counted_in, state.counted_out)
        if not state.unaccounted:
            if incident:
                incident.closed_at, incident.closed_by = now, by.user_id
                incident.resolution = COUNTS_AGREE
                self._tell_incident(by, "incident.close", visit, incident, now)
        elif incident:
            incident.counted_in, incident.counted_out = counts
        elif counts not in {(one.counted_in, one.counted_out) for one in visit.incidents}:
            incident = OpenIncident(next(self.incident_ids), *counts, now, by.user_id)
            visit.incidents.append(incident)
            self._tell_incident(by, "incident.open", visit, incident, now)

    def _tell_incident(
        self, by: Actor, action: str, visit: Happening, incident: OpenIncident, now: datetime
    ) -> None:
        detail = {
            "visit": visit.visit_id,
            "in": incident.counted_in,
            "out": incident.counted_out,
            "emergency": False,
        }
        subject = ("needle-incident", incident.id)
        self.trail.add(now, by, action, subject, visit.patient_id, detail)

    def _take_bell(self, visit: Happening, by: Actor, now: datetime) -> None:
        bell = _open(visit.bells)
        if bell is None or bell.taken_by is not None:
            return
        bell.taken_by, bell.taken_at = by.user_id, now
        detail = {"visit": visit.visit_id, "called": None}
        self.trail.add(now, by, "bell.take", ("bell", bell.id), visit.patient_id, detail)

    def _close_incident(self, visit: Happening, by: Actor, text: str, now: datetime) -> None:
        incident = _open(visit.incidents)
        if incident is None:
            return
        incident.resolution, incident.closed_at = text, now
        incident.closed_by = incident.accounted_by = by.user_id
        detail = {"visit": visit.visit_id, "accounted_by": by.user_id}
        subject = ("needle-incident", incident.id)
        self.trail.add(now, by, "incident.close", subject, visit.patient_id, detail)

    def make_ready(self, act: Act) -> None:
        """Say that the act's room is ready again."""
        now, by = act.at + WRITTEN_AFTER, self.desk
        if act.resource is not None:
            self._room(act.resource, None, "ready", now, now, by)
            self.trail.add(now, by, "room.ready", ("resource", act.resource))

    def _room(
        self,
        room: int,
        visit_id: int | None,
        kind: str,
        at: datetime,
        now: datetime,
        by: Actor,
    ) -> None:
        row = (self.trail.uuid(), room, visit_id, kind, at, now, by.user_id)
        self.sheets.add(ROOM_STEPS, row)

    def _pay(self, dice: random.Random, visit: Happening, by: Actor, now: datetime) -> None:
        payment_id, method = self.trail.uuid(), dice.choice(METHODS)
        insured = visit.payer != "private"  # what is paid here is the patient's own part
        payer = "private" if insured else visit.payer
        row = (payment_id, visit.visit_id, visit.price, method, payer, insured, now, by.user_id)
        self.sheets.add(PAYMENTS, row)
        detail = {"visit": visit.visit_id, "method": method}
        subject = ("payment", payment_id)
        self.trail.add(now, by, "payment.take", subject, visit.patient_id, detail)

    def _lay_out(self, visit: Happening) -> None:
        """Write bells and incidents as they stand at the end; change those stored before."""
        for bell in visit.bells:
            taken = (bell.taken_by, bell.taken_at, bell.closed_at)
            if bell.stored:
                columns = zip(("taken_by_id", "taken_at", "closed_at"), taken, strict=True)
                Bell.objects.filter(pk=bell.id).update(**dict(columns))
            else:
                self.sheets.add(BELLS, (bell.id, visit.visit_id, bell.due_at, *taken))
        for one in visit.incidents:
            ends = (one.accounted_by, one.resolution, one.closed_at, one.closed_by)
            if one.stored:
                names = ("accounted_by_id", "resolution", "closed_at", "closed_by_id")
                counts = {"counted_in": one.counted_in, "counted_out": one.counted_out}
                NeedleIncident.objects.filter(pk=one.id).update(
                    **counts, **dict(zip(names, ends, strict=True))
                )
            else:
                opened = (one.counted_in, one.counted_out, one.opened_at, one.opened_by)
                self.sheets.add(INCIDENTS, (one.id, visit.visit_id, *opened, *ends))


def _open(rows: Sequence[Row]) -> Row | None:
    """Return the row that is not closed."""
    return next((row for row in rows if row.closed_at is None), None)
