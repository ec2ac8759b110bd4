"""What is measured and found is charted here, and copied from the last visit that looked for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.opening import locked_note, tell, writer
from ashi.apps.charting.errors import AgainFaultsError, DoneUnknownError, NothingFoundError
from ashi.apps.charting.measured import key_of, last_examined
from ashi.apps.charting.models import Measurement, Note, Ready
from ashi.core.knowledge.physio.examination import NOT_DONE
from ashi.core.knowledge.physio.faults import Fault
from ashi.core.knowledge.physio.reading import Item, read_value
from ashi.core.knowledge.physio.things import all_things, examined_codes

FOUND = ("place", "level", "side", "value", "result")


def measured_columns(item: Item) -> dict[str, Any]:
    """Return what was measured or found as the columns of a row."""
    return {"code": item.thing.id, **{name: getattr(item, name) for name in FOUND}}


def keep_measured(note: Note, user: int, columns: Sequence[dict[str, Any]]) -> None:
    """Chart what was measured and found; what was copied of the same thing gives way to it."""
    rows = [
        Measurement(note=note, position=at, by_id=user, **one)
        for at, one in enumerate(columns, start=note.measurements.count())
    ]
    said = {key_of(row) for row in rows}
    copied = {key_of(row): row for row in note.measurements.exclude(copied=[])}
    stale = [row.pk for key, row in copied.items() if key in said]
    for row in rows:
        row.position = copied[key_of(row)].position if key_of(row) in copied else row.position
    note.measurements.filter(pk__in=stale).delete()
    Measurement.objects.bulk_create(rows)


@transaction.atomic
def repeat_findings(*, by: Actor, visit_id: int) -> int:
    """Chart what was found last time, marked as copied; what was said today already stays.

    What a patient is asked for, like pain, is never copied. Returns how many rows were charted.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NothingFoundError
    """
    note = locked_note(by, visit_id)
    before = last_examined(note.visit)
    if before is None:
        raise NothingFoundError()
    today = list(note.measurements.all())
    said = {key_of(row) for row in today}
    wanted = [
        row
        for row in before.measurements.all()
        if row.code in examined_codes() and row.result != NOT_DONE and key_of(row) not in said
    ]
    once = {key_of(row): row for row in wanted}
    Measurement.objects.bulk_create(
        Measurement(
            note=note,
            position=at,
            by_id=writer(by),
            code=row.code,
            copied=["value" if row.value is not None else "result"],
            **{name: getattr(row, name) for name in FOUND},
        )
        for at, row in enumerate(once.values(), start=len(today))
    )
    tell(by, "findings.repeat", note, findings=len(once))
    return len(once)


@transaction.atomic
def measure_again(*, by: Actor, visit_id: int, typed: Mapping[int, str]) -> int:
    """Keep what was measured again after the treatment; an empty text takes it back.

    Parameters
    ----------
    typed
        By the id of what was measured before. Rows that are not named stay as they are.

    Returns how many rows changed.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, DoneUnknownError
    AgainFaultsError
        Something cannot be read; nothing of it is kept.
    """
    note = locked_note(by, visit_id)
    rows = {row.pk: row for row in note.measurements.all()}
    faults: dict[int, Fault] = {}
    changed: list[Measurement] = []
    for row_id, text in typed.items():
        row = rows.get(row_id)
        thing = all_things().get(row.code) if row else None
        if row is None or thing is None:
            raise DoneUnknownError(row=row_id)
        said, fault = read_value(thing, text)
        if fault is not None:
            faults[row_id] = fault
            continue
        value, result = said.get("value"), said.get("result", "")
        if (row.after_value, row.after_result) != (value, result):
            row.after_value, row.after_result = value, result
            row.after_by_id = writer(by) if said else None
            changed.append(row)
    if faults:
        raise AgainFaultsError(faults=faults)
    Measurement.objects.bulk_update(changed, ["after_value", "after_result", "after_by"])
    tell(by, "findings.after", note, findings=len(changed))
    return len(changed)


@transaction.atomic
def say_ready(*, by: Actor, visit_id: int, ready: str) -> None:
    """Keep whether the patient is ready for exercise; the same said twice is said once.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError
    ValueError
        ``ready`` is no ``Ready``.
    """
    note = locked_note(by, visit_id)
    said = Ready(ready)
    if note.ready == said:
        return
    known = said != Ready.UNKNOWN
    note.ready = said
    note.ready_at = timezone.now() if known else None
    note.ready_by_id = writer(by) if known else None
    note.save(update_fields=["ready", "ready_at", "ready_by"])
    tell(by, "ready.say", note, ready=str(said))
