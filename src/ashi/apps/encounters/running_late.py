"""Who runs late, and what that does to the rest of their day; nothing is moved by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from ashi.apps.centres.models import PEOPLE, Resource
from ashi.apps.encounters.course_of_day import Phase, VisitState
from ashi.apps.encounters.day_board import DayRows, DayVisit
from ashi.apps.encounters.drawn import Stretch, draw, is_missed
from ashi.apps.encounters.lateness import LateNote
from ashi.apps.patients.models import ContactLink, Patient
from ashi.core.scheduling.knock_on import Block, Step, Walked, knock_on

LEAST = timedelta(minutes=5)  # chosen: one row of the board; less is not worth a word
GOING = (Phase.WITH, Phase.RESTING, Phase.OUT, Phase.EXERCISE)
WAITING = (Phase.EXPECTED, Phase.HERE)
NEW = VisitState()

Run = tuple[int, datetime, datetime]  # a resource, from when, until when


@dataclass(frozen=True, slots=True)
class LateVisit:
    """One visit that begins later than booked.

    ``about`` is rounded up to five minutes. ``after`` is whose visit must be over first, on
    ``on``; ``beyond_hours`` and ``meets`` (a reason for absence) say what no longer fits.
    """

    one: DayVisit
    about: datetime
    later_min: int
    after: DayVisit | None
    on: Resource | None
    beyond_hours: bool
    meets: str
    note: LateNote | None

    @property
    def here(self) -> bool:
        """Tell whether the patient sits in the house and sees for themselves."""
        return self.one.state.phase is Phase.HERE

    @property
    def is_class(self) -> bool:
        """Tell whether it is a class, whose members are told at the class's own page."""
        return self.one.visit.session.places > 1

    @property
    def told(self) -> bool:
        """Tell whether somebody was told of this hour or a later one."""
        return self.note is not None and self.note.about >= self.about

    @property
    def waits_to_be_told(self) -> bool:
        """Tell whether a word is due: not here, not told of this hour yet."""
        return not (self.here or self.told or self.is_class)


@dataclass(frozen=True, slots=True)
class LatePerson:
    """Whose visits begin later; ``behind_min`` is by how much the next one does.

    Each visit stands with the one person who begins it, so that nobody is told twice.
    """

    person: Resource
    behind_min: int
    visits: tuple[LateVisit, ...]

    @property
    def to_tell(self) -> int:
        """Return how many who are not here yet have not been told."""
        return sum(one.waits_to_be_told for one in self.visits)


def late_people(rows: DayRows, now: datetime) -> list[LatePerson]:
    """Return who is behind on the day of ``now``, the one furthest behind first.

    A visit whose own patient has not come is not late through anybody: it is left to the
    board, but what it pushes is counted.
    """
    if not rows.day.first <= now < rows.day.last:
        return []
    own: dict[int, list[LateVisit]] = {}
    for visit in _late_visits(rows, now):
        own.setdefault(_whose(visit.one), []).append(visit)
    found = [
        LatePerson(person, own[person.pk][0].later_min, tuple(own[person.pk]))
        for person in rows.resources
        if person.pk in own
    ]
    return sorted(found, key=lambda one: -one.behind_min)


def _whose(one: DayVisit) -> int:
    """Return who begins with the patient, or else the first thing that the visit needs."""
    filled = [
        one.roles[key] for phase in one.plan for key in sorted(phase.roles & one.roles.keys())
    ]
    people = [resource for resource in filled if resource.kind in PEOPLE]
    return (people or filled)[0].pk


def with_ways(people: Iterable[LatePerson]) -> dict[int, list[ContactLink]]:
    """Return who gets messages for each patient among the late visits, in one query."""
    return ways_of(one.one.visit.patient_id for person in people for one in person.visits)


def ways_of(patient_ids: Iterable[int | None]) -> dict[int, list[ContactLink]]:
    """Return who gets messages for each of these patients."""
    ids = {one for one in patient_ids if one is not None}
    links = ContactLink.objects.filter(gets_messages=True).select_related("contact")
    patients = Patient.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("contact_links", queryset=links, to_attr="told_through")
    )
    return {one.pk: one.told_through for one in patients}


def _late_visits(rows: DayRows, now: datetime) -> list[LateVisit]:
    shown = by_session(rows, now)
    blocks = {key: _block(one, now) for key, one in shown.items()}
    late = [
        one for one in knock_on(blocks.values()) if _counts(shown[one.key], blocks[one.key], one)
    ]
    ids = [shown[one.key].visit.pk for one in late]
    notes = {one.visit_id: one for one in LateNote.objects.filter(visit__in=ids).order_by("about")}
    people = {one.pk: one for one in rows.resources}
    found = []
    for walked in late:
        block, one = blocks[walked.key], shown[walked.key]
        about = rounded_up(walked.starts[0])
        runs = _runs(block, walked.starts)
        found.append(
            LateVisit(
                one=one,
                about=about,
                later_min=int((about - block.booked).total_seconds() // 60),
                after=None if walked.after is None else shown[walked.after],
                on=None if walked.on is None else people.get(walked.on),
                beyond_hours=_beyond(
                    rows, runs, _runs(block, [start for start, _ in block.promised])
                ),
                meets=_meets(rows, runs),
                note=notes.get(one.visit.pk),
            )
        )
    return found


def by_session(rows: DayRows, now: datetime) -> dict[int, DayVisit]:
    """Return what is going on or still to come, once for each session."""
    found: dict[int, DayVisit] = {}
    for one in rows.visits:
        if one.visit.status not in ("booked", "held") or one.state.phase is Phase.LEFT:
            continue
        if is_missed(one.plan, one.visit.session.starts_at, one.state, now):
            continue
        known = found.get(one.visit.session_id)
        if known is None or (known.state.phase in WAITING and one.state.phase in GOING):
            found[one.visit.session_id] = one
    return found


def _block(one: DayVisit, now: datetime) -> Block:
    """Return what is left of a visit; one that has begun starts with the phase it is in."""
    booked = one.visit.session.starts_at
    drawn = draw(one.plan, booked, one.state, now)
    promised = draw(one.plan, booked, NEW, booked)
    left = [
        (stretch, promise)
        for stretch, promise in zip(drawn, promised, strict=True)
        if not stretch.done and stretch.start < stretch.end
    ]
    return Block(
        key=one.visit.session_id,
        booked=booked,
        earliest=left[0][0].start if left else booked,
        steps=tuple(_step(one, stretch) for stretch, _ in left),
        promised=tuple((promise.start, promise.end) for _, promise in left),
        begun=one.state.phase in GOING,
    )


def _step(one: DayVisit, stretch: Stretch) -> Step:
    needs = {one.roles[key].pk for key in stretch.phase.roles & one.roles.keys()}
    if stretch.phase.patient and one.visit.patient and one.visit.session.places == 1:
        needs.add(one.visit.patient.resource_id)
    return Step(frozenset(needs), stretch.end - stretch.start)


def _runs(block: Block, starts: Iterable[datetime]) -> list[Run]:
    return [
        (resource, start, start + step.length)
        for start, step in zip(starts, block.steps, strict=True)
        for resource in step.needs
    ]


def _counts(one: DayVisit, block: Block, walked: Walked) -> bool:
    """Tell whether a visit is late through others, or keeps somebody waiting who is here."""
    if block.begun or one.visit.status != "booked" or not walked.starts:
        return False
    late = walked.starts[0] - block.booked >= LEAST
    return late and (walked.starts[0] > block.earliest or one.state.phase is Phase.HERE)


def rounded_up(instant: datetime) -> datetime:
    """Return the next full five minutes, or the instant itself where it is one."""
    whole = instant.replace(second=0, microsecond=0)
    spare = whole.minute % 5
    if spare == 0 and whole == instant:
        return whole
    return whole + timedelta(minutes=5 - spare)


def _beyond(rows: DayRows, runs: Iterable[Run], promised: Iterable[Run]) -> bool:
    """Tell whether somebody would work past the hours in which the booking left them."""
    planned: dict[int, datetime] = {}
    for resource, _, end in promised:
        planned[resource] = max(end, planned.get(resource, end))
    for resource, _, end in runs:
        closes = max((two for _, two in rows.open_minutes.get(resource, [])), default=None)
        if closes is None:
            continue
        closing = rows.day.first + timedelta(minutes=closes)
        if end > closing >= planned[resource]:
            return True
    return False


def _meets(rows: DayRows, runs: Iterable[Run]) -> str:
    """Return the reason for the first absence that a step would fall into."""
    for absence in rows.absences:
        away = absence.during
        for resource, start, end in runs:
            if resource == absence.resource_id and start < away.upper and away.lower < end:
                return str(absence.reason)
    return ""
