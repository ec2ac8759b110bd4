"""What each line of an appointments file is: a visit, one that was not, or a question.

Pure. A time that the clocks show twice is asked about; one that they skip is refused; nobody is
taken for a patient by name alone where two bear it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ashi.apps.imports.cells import cell, flag, staff_key
from ashi.apps.imports.judged import UNWRITTEN, Fate, Note
from ashi.apps.imports.mapping import Columns
from ashi.apps.imports.moments import Order, UnreadError, meanings, read_moment
from ashi.apps.imports.people import Directory, Person, person_of
from ashi.apps.imports.sheets import Line
from ashi.core.kernel.names import fold

LONGEST = timedelta(hours=24)


class State(StrEnum):
    """What came of a visit, in the old system."""

    BOOKED = "booked"
    CAME = "came"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"
    NO_VISIT = "no-visit"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """What becomes of a line. ``patient`` is known already; else ``person`` is described."""

    number: int
    ref: str
    fate: Fate = Fate.CREATE
    notes: tuple[Note, ...] = ()
    state: State = State.BOOKED
    start: datetime | None = None
    end: datetime | None = None
    practitioner: str = ""
    service: str = ""
    price: str = ""
    note: str = ""
    patient: int | None = None
    person: Person | None = None

    def refused(self, why: str, **about: object) -> "VisitLine":
        """Return the line as one that cannot be."""
        return replace(self, fate=Fate.REFUSE, notes=(*self.notes, Note(why, about)))

    def asked(self, why: str, **about: object) -> "VisitLine":
        """Return the line as one a person must decide."""
        return replace(self, fate=Fate.ASK, notes=(*self.notes, Note(why, about)))

    def left(self, code: str) -> "VisitLine":
        """Return the line as one that is rightly not taken over."""
        return replace(self, fate=Fate.LEAVE, notes=(*self.notes, Note(code)))

    @property
    def stood(self) -> bool:
        """Tell whether the practitioner's time was promised to it to the end."""
        kept = self.state in (State.BOOKED, State.CAME, State.NO_SHOW)
        return self.fate in (Fate.CREATE, Fate.KNOWN) and kept


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the file."""

    zone: ZoneInfo
    country: str
    now: datetime
    order: Order | None
    people: Directory
    refs: Mapping[str, int] = field(default_factory=dict)
    imported: Mapping[str, int] = field(default_factory=dict)
    practitioners: Mapping[str, str] | None = None
    """By ``staff_key`` or the source's number; None where any name will do."""


def judge_visits(lines: Sequence[Line], columns: Columns, around: Surroundings) -> list[VisitLine]:
    """Say what becomes of each line, in the file's order."""
    judged: list[VisitLine] = []
    seen: dict[object, int] = {}
    for line in lines:
        one = _judge(line, columns, around)
        key = one.ref or _self_of(one)
        if one.fate is Fate.CREATE:
            if key in seen:
                note = Note("repeated", {"line": seen[key]})
                one = replace(one, fate=Fate.KNOWN, notes=(*one.notes, note))
            elif one.ref in around.imported:
                one = replace(one, fate=Fate.KNOWN, notes=(*one.notes, Note("imported-before")))
            seen.setdefault(key, line.number)
        judged.append(one)
    return judged


def overlaps(judged: Sequence[VisitLine]) -> list[tuple[int, int]]:
    """Return pairs of lines that promise one practitioner's time twice."""
    by_staff: dict[str, list[VisitLine]] = {}
    for one in judged:
        if one.stood and one.fate is Fate.CREATE and one.start and one.end:
            by_staff.setdefault(one.practitioner, []).append(one)
    return sorted(pair for many in by_staff.values() for pair in _overlapping(many))


def _overlapping(many: Sequence[VisitLine]) -> Iterator[tuple[int, int]]:
    """Sweep through one practitioner's visits by their start."""
    running: list[VisitLine] = []
    for one in sorted(many, key=lambda row: (row.start, row.number)):
        running = [other for other in running if _instant(other.end) > _instant(one.start)]
        running.append(one)
        for other in running[:-1]:
            yield (min(other.number, one.number), max(other.number, one.number))


def _instant(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def _self_of(one: VisitLine) -> object:
    """Return what makes a row the same again where the source gives no number."""
    who = one.patient or (one.person and (fold(one.person.given_name), one.person.family_name))
    return (one.start, one.end, one.practitioner, who)


def _judge(line: Line, columns: Columns, around: Surroundings) -> VisitLine:
    one = VisitLine(
        line.number,
        cell(line, columns, "id"),
        service=cell(line, columns, "service"),
        price=cell(line, columns, "price"),
        note=cell(line, columns, "note"),
    )
    if line.spare:
        return one.refused("too-many-cells", count=line.spare)
    if flag(line, columns, "deleted"):
        return one.left("deleted")
    for step in (_with_state, _with_times, _with_practitioner, _with_patient):
        one = step(one, line, columns, around)
        if one.fate is not Fate.CREATE:
            return one
    return one


def _with_state(one: VisitLine, line: Line, columns: Columns, around: Surroundings) -> VisitLine:
    came, missed = flag(line, columns, "came"), flag(line, columns, "no_show")
    if came and missed:
        return one.asked("came-and-did-not")
    if flag(line, columns, "cancelled"):
        return replace(one, state=State.CANCELLED)
    if came or missed:
        return replace(one, state=State.CAME if came else State.NO_SHOW)
    word = cell(line, columns, "status")
    if not word or "status" not in columns.of:
        return one
    words = {fold(key): value for key, value in columns.words.items()}
    said = words.get(fold(word), columns.other_words)
    if not said:
        return one.asked("unknown-status", text=word)
    state = State(said)
    return (
        replace(one, state=state).left("no-visit")
        if state is State.NO_VISIT
        else replace(one, state=state)
    )


def _with_times(one: VisitLine, line: Line, columns: Columns, around: Surroundings) -> VisitLine:
    try:
        zone = ZoneInfo(cell(line, columns, "zone") or around.zone.key)
        started = _instants(cell(line, columns, "start"), zone, around.order)
        ended = _instants(cell(line, columns, "end"), zone, around.order)
    except UnreadError as error:
        code = str(error)
        return one.asked(code) if code == "date-order" else one.refused(code)
    except (ZoneInfoNotFoundError, ValueError):
        return one.refused("zone", text=cell(line, columns, "zone"))
    if started is None:
        return one.refused("no-start")
    if not started or ended == []:
        return one.refused("skipped-by-the-clocks")
    if len(started) > 1 or len(ended or ()) > 1:
        return one.asked("twice-by-the-clocks", start=cell(line, columns, "start"))
    end = ended[0] if ended else _end_by_length(started[0], line, columns)
    if end is None:
        return one.refused("no-end")
    if not started[0] < end <= started[0] + LONGEST:
        return one.refused("length", minutes=int((end - started[0]).total_seconds() // 60))
    return replace(one, start=started[0], end=end)


def _instants(text: str, zone: ZoneInfo, order: Order | None) -> list[datetime] | None:
    return meanings(read_moment(text, order), zone) if text else None


def _end_by_length(start: datetime, line: Line, columns: Columns) -> datetime | None:
    text = cell(line, columns, "minutes")
    minutes = int(text) if text.isdecimal() and len(text) < 5 else columns.usual_minutes
    return start + timedelta(minutes=minutes) if minutes else None


def _with_practitioner(
    one: VisitLine, line: Line, columns: Columns, around: Surroundings
) -> VisitLine:
    said = cell(line, columns, "practitioner")
    if around.practitioners is None:
        return replace(one, practitioner=staff_key(said))
    found = around.practitioners.get(said) or around.practitioners.get(staff_key(said))
    if found is None:
        return one.refused("unknown-practitioner", text=said)
    return replace(one, practitioner=found)


def _with_patient(one: VisitLine, line: Line, columns: Columns, around: Surroundings) -> VisitLine:
    ref = cell(line, columns, "patient_id")
    if ref:
        if ref not in around.refs:
            return one.refused("unknown-patient", ref=ref)
        return replace(one, patient=around.refs[ref])
    staff = cell(line, columns, "practitioner")
    person, notes = person_of(
        line, columns, order=None, country=around.country, today=around.now.date(), staff=staff
    )
    one = replace(one, person=person, notes=(*one.notes, *notes))
    whole = cell(line, columns, "full_name")
    if not (person.given_name or whole):
        return one.left("nobody")
    if columns.several_people and columns.several_people in whole:
        return one.asked("several-people", text=whole)
    return _found(one, person, columns, around)


def _found(one: VisitLine, person: Person, columns: Columns, around: Surroundings) -> VisitLine:
    """Find a person described by name and, at best, a contact among those known."""
    same = around.people.same(person)
    if not same and not (person.email or person.phones):
        same = around.people.named(person.given_name, person.family_name)
    if len(same) > 1:
        return one.asked("several", who=same)
    if same:
        return replace(one, patient=same[0])
    if not (person.email or person.phones):
        return one.refused("unknown-patient", ref="")
    if columns.books_for_others and around.people.sharing(person):
        return one.asked("books-for-another", note=one.note)
    return one


def people_of(judged: Sequence[VisitLine]) -> list[list[VisitLine]]:
    """Group the lines by the person they describe, where the file has nobody's number."""
    directory, groups = Directory(), dict[int, list[VisitLine]]()
    for one in judged:
        if one.person is None or one.patient is not None or one.fate in UNWRITTEN:
            continue
        same = directory.same(one.person)
        if same:
            groups[same[0]].append(one)
        else:
            groups[one.number] = [one]
            directory.add(one.person.record(one.number))
    return list(groups.values())
