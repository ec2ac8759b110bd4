"""Treatments, exercises and measurements are charted here, from a line or from the last visit."""

from typing import Any

from django.db import transaction

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.finding import keep_measured, measured_columns
from ashi.apps.charting.actions.opening import locked_note, tell, writer
from ashi.apps.charting.errors import DoneLineError, DoneUnknownError, NothingToRepeatError
from ashi.apps.charting.models import Note, Treatment
from ashi.apps.charting.queries import last_treated
from ashi.core.knowledge.physio.reading import Item, read_done
from ashi.core.knowledge.physio.things import MEASURE

SAID = ("place", "level", "side", "grade", "sets", "reps", "hold_s", "minutes", "load_kg")
DOSE = ("grade", "sets", "reps", "hold_s", "minutes", "load_kg")


@transaction.atomic
def add_done(*, by: Actor, visit_id: int, line: str) -> int:
    """Chart what a line says was done and measured; ``same`` repeats the last treatments.

    Returns how many things were charted.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError
    DoneLineError
        The line has faults, or says nothing; nothing of it is charted.
    NothingToRepeatError
    """
    read = read_done(line)
    if read.faults or not (read.items or read.repeats):
        raise DoneLineError(faults=read.faults, line=line)
    note = locked_note(by, visit_id)
    columns = [treatment_columns(one) for one in read.items if one.thing.kind != MEASURE]
    if read.repeats:
        columns = [*_repeated(note), *columns]
    user, start = writer(by), note.treatments.count()
    Treatment.objects.bulk_create(
        Treatment(note=note, position=at, by_id=user, **one)
        for at, one in enumerate(columns, start=start)
    )
    measured = [one for one in read.items if one.thing.kind == MEASURE]
    keep_measured(note, user, [measured_columns(one) for one in measured])
    tell(by, "done.add", note, treatments=len(columns), measurements=len(measured))
    return len(columns) + len(measured)


def treatment_columns(item: Item) -> dict[str, Any]:
    """Return what was done as the columns of a row."""
    said = {name: getattr(item, name) for name in SAID}
    return {"code": item.thing.id, "copied": list(item.supplied), **said}


def _repeated(note: Note) -> list[dict[str, Any]]:
    """Return the treatments of the last visit, their doses marked as copied."""
    before = last_treated(note.visit)
    if before is None:
        raise NothingToRepeatError()
    return [
        {
            "code": row.code,
            "copied": [name for name in DOSE if getattr(row, name) is not None] or ["code"],
            **{name: getattr(row, name) for name in SAID},
        }
        for row in before.treatments.all()
    ]


@transaction.atomic
def take_done_off(*, by: Actor, visit_id: int, kind: str, row_id: int) -> None:
    """Take a treatment or a measurement off the chart; the trail keeps that it was there.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, DoneUnknownError
    """
    note = locked_note(by, visit_id)
    rows = note.measurements if kind == MEASURE else note.treatments
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise DoneUnknownError(row=row_id)
    tell(by, "done.off", note, what=row.code)
    row.delete()
