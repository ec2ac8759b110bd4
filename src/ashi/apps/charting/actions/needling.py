"""Needles are charted here: from a line, from the last visit; in, out, taken off the chart."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.opening import locked_note, tell, writer
from ashi.apps.charting.boxes import box_for, from_box, open_boxes
from ashi.apps.charting.errors import (
    NeedleTimeError,
    NeedleUnknownError,
    NeedlingLineError,
    NothingToRepeatError,
    NotScreenedError,
    ProtocolUnknownError,
    SecondSetError,
)
from ashi.apps.charting.models import NeedleBox, NeedleProtocol, Needling, Note
from ashi.apps.charting.queries import is_left, last_needled
from ashi.apps.charting.screened import screening_at
from ashi.apps.charting.values import columns_of, insertion_of
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.models import StepKind
from ashi.core.knowledge.needling.insertion import Insertion
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.needling.trials import trial_protocols

EARLIEST = timedelta(days=1)
SIDES = ("left", "right", "both")
COPIED = (
    "depth_mm", "depth_cun", "angle", "sought", "responses", "strength", "manipulation",
    "pair", "pole", "waveform", "hertz", "pulse_ms", "intensity_ma", "minutes",
    "stays_days", "gauge_mm", "length_mm",
)  # fmt: skip
OF_THE_BOX = frozenset({"gauge_mm", "length_mm"})
Wanted = tuple[Insertion, tuple[str, ...]]  # with the columns copied from an earlier visit


@transaction.atomic
def add_needles(
    *,
    by: Actor,
    visit_id: int,
    line: str = "",
    second_set: bool = False,
    protocol: int | None = None,
) -> list[Needling]:
    """Chart what a line says, each needle as a row; ``same`` repeats the patient's last visit.

    Parameters
    ----------
    protocol : the id of a protocol of the centre, charted before what the line says; what comes
        from it is copied until somebody looks at it

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError
    NeedlingLineError
        The line has faults, or says nothing; nothing of it is charted.
    NothingToRepeatError
    SecondSetError
        All needles are out, and nobody has said whether these are a second set.
    ProtocolUnknownError
    """
    read = read_line(line)
    if read.faults or not (read.insertions or read.repeats or protocol):
        raise NeedlingLineError(faults=read.faults, line=line)
    note = locked_note(by, visit_id)
    wanted: list[Wanted] = [(one.insertion, ()) for one in read.insertions]
    if read.repeats:
        wanted = [*_repeated(note), *wanted]
    if protocol:
        wanted = [*_of_protocol(by, protocol), *wanted]
    return chart_rows(by, note, wanted, second_set=second_set)


@transaction.atomic
def add_trial_needles(
    *, by: Actor, visit_id: int, trial: str, side: str, second_set: bool = False
) -> list[Needling]:
    """Chart the points of a published trial; depth and response are still to be said.

    Parameters
    ----------
    trial : the id of a protocol of ``needling.trials``
    side : left, right or both, said of the points that lie on both sides

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, SecondSetError
    ProtocolUnknownError
        The library has no such trial, or there is no such side.
    """
    known = trial_protocols().get(trial)
    if known is None or side not in SIDES:
        raise ProtocolUnknownError(protocol=trial)
    note = locked_note(by, visit_id)
    wanted: list[Wanted] = [(one.insertion, ()) for one in read_line(known.line(side)).insertions]
    return chart_rows(by, note, wanted, second_set=second_set, trial=trial)


def chart_rows(
    by: Actor, note: Note, wanted: list[Wanted], *, second_set: bool, **detail: str
) -> list[Needling]:
    """Write what is wanted after what is charted, with what the open box says of each needle."""
    rows = list(note.needles.all())
    number = _set_number(rows, second_set=second_set)
    boxes = open_boxes(note.visit)
    made = Needling.objects.bulk_create(
        _row(Needling(note=note, set_number=number, by_id=writer(by)), one, position, boxes)
        for position, one in enumerate(wanted, start=len(rows))
    )
    tell(by, "needles.add", note, places=len(made), set=number, **detail)
    return made


def _row(row: Needling, wanted: Wanted, position: int, boxes: list[NeedleBox]) -> Needling:
    """Return a row with what was said of it, and of its needle what the open box says."""
    insertion, copied = wanted
    box = box_for(insertion, boxes)
    for name, value in columns_of(from_box(insertion, box)).items():
        setattr(row, name, value)
    row.position, row.box = position, box
    row.copied = [name for name in copied if box is None or name not in OF_THE_BOX]
    return row


def _set_number(rows: list[Needling], *, second_set: bool) -> int:
    """Return the set that further needles belong to."""
    last = max((row.set_number for row in rows), default=1)
    if not rows or any(row.out_at is None and not is_left(row) for row in rows):
        return last
    if not second_set:
        raise SecondSetError()
    return last + 1


def _repeated(note: Note) -> list[Wanted]:
    """Return the needles of the last visit, with the columns that nobody has looked at since."""
    before = last_needled(note.visit)
    if before is None:
        raise NothingToRepeatError()
    return [
        _copied(replace(insertion_of(row), lot=None)) for row in before.needles.filter(set_number=1)
    ]


def _copied(insertion: Insertion) -> Wanted:
    """Return an insertion with the columns that somebody has to look at."""
    said = columns_of(insertion)
    return insertion, tuple(name for name in COPIED if said[name] not in (None, "", []))


def _of_protocol(by: Actor, protocol_id: int) -> list[Wanted]:
    """Return the needles of a protocol of the centre."""
    rows = NeedleProtocol.objects.filter(centre=by.centre_id, ended_at=None)
    row = rows.filter(pk=protocol_id).first()
    if row is None:
        raise ProtocolUnknownError(protocol=protocol_id)
    return [_copied(one.insertion) for one in read_line(row.line).insertions]


@transaction.atomic
def look_over(*, by: Actor, visit_id: int) -> int:
    """Say that what was copied holds for today, too; return for how many rows.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError
    """
    note = locked_note(by, visit_id)
    looked = note.needles.exclude(copied=[]).update(copied=[])
    looked += note.treatments.exclude(copied=[]).update(copied=[])
    looked += note.measurements.exclude(copied=[]).update(copied=[])
    if note.copied:
        looked += len(note.copied)
        note.copied = []
        note.save(update_fields=["copied"])
    if looked:
        tell(by, "needles.look", note, places=looked)
    return looked


@transaction.atomic
def take_off(*, by: Actor, visit_id: int, needle_id: int) -> None:
    """Take a needle off the chart that was charted by mistake; the trail keeps that it was there.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NeedleUnknownError
    """
    note = locked_note(by, visit_id)
    row = note.needles.filter(pk=needle_id).first()
    if row is None:
        raise NeedleUnknownError(needle=needle_id)
    tell(by, "needles.off", note, place=row.point or row.kind, was_in=row.in_at is not None)
    row.delete()


def set_in(*, by: Actor, visit_id: int, at: datetime | None = None) -> int:
    """Say that all that are charted and not yet in went in; the board counts them, too.

    Returns how many needles went in now.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NeedleTimeError
    NotScreenedError
        Questions, findings or red flags wait for an answer or a decision.
    """
    return _mark(by, visit_id, at, out=False)


def set_out(*, by: Actor, visit_id: int, at: datetime | None = None) -> int:
    """Say that all that are in came out; the board counts them, too.

    Returns how many needles came out now.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NeedleTimeError
    """
    return _mark(by, visit_id, at, out=True)


@transaction.atomic
def _mark(by: Actor, visit_id: int, at: datetime | None, *, out: bool) -> int:
    note = locked_note(by, visit_id)
    rows = list(note.needles.filter(in_at__isnull=not out, out_at__isnull=True))
    rows = [row for row in rows if not (out and is_left(row))]
    if rows and not out:
        _see_screened(note)
    when = checked_time(at) if at else _after_all(rows)
    if any(row.in_at and row.in_at > when for row in rows):
        raise NeedleTimeError(reason="order")
    needles = sum(row.needles for row in rows)
    if needles:
        marked = note.needles.filter(pk__in=[row.pk for row in rows])
        marked.update(**{"out_at" if out else "in_at": when})
        kind = StepKind.NEEDLES_OUT if out else StepKind.NEEDLES_IN
        counted = sum(row.needles for row in rows if not row.stays_days)
        if counted:  # what stays is nobody's to take out today
            _count_on_board(by, note, kind, counted, at)
        tell(by, "needles.out" if out else "needles.in", note, needles=needles)
    return needles


def _see_screened(note: Note) -> None:
    """See that nothing is unasked or undecided before a needle goes in."""
    missing = screening_at(note.visit).standing.reasons
    if missing:
        raise NotScreenedError(missing=missing)


def checked_time(at: datetime | None) -> datetime:
    """Return when something was done to a needle: now, or a time within the last day.

    Raises
    ------
    NeedleTimeError
    """
    now = timezone.now()
    if at is not None and not now - EARLIEST <= at <= now:
        raise NeedleTimeError(reason="future" if at > now else "past")
    return at or now


def _after_all(rows: list[Needling]) -> datetime:
    """Return now, but never before a needle went in: the clock may have been set back."""
    return max([timezone.now(), *(row.in_at for row in rows if row.in_at)])


def _count_on_board(
    by: Actor, note: Note, kind: StepKind, needles: int, at: datetime | None
) -> None:
    """Record the step that the board waits for; one that is there already is left as it is.

    What the board counted otherwise is shown before the signature, and is never overwritten.
    """
    if not may(by, Permission.COUNT_WRITE, centre_id=by.centre_id):
        return  # a student charts; who may count does so on the board
    resting = state_of_visit(note.visit).needles_in
    if (kind is StepKind.NEEDLES_IN) == (resting == 0):
        record_step(
            by=by,
            step_id=uuid4(),
            visit_id=note.visit_id,
            kind=kind,
            needles=needles,
            occurred_at=at,
            confirmed=True,
        )
