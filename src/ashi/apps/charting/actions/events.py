"""Something unwanted is recorded here, with all that is asked of it."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.opening import locked_note, tell, writer
from ashi.apps.charting.errors import EventUnknownError
from ashi.apps.charting.models import Adverse, AdverseEvent
from ashi.apps.charting.queries import last_treated_visit
from ashi.apps.patients.texts import checked_text
from ashi.core.safety.adverse import CAUSES, ONSETS, OUTCOMES, SEVERITIES, event_kinds

LONGEST = {"lasted": 80, "happened": 1000, "action": 500, "reported_to": 200}
CHOICES = {"severity": SEVERITIES, "onset": ONSETS, "cause": CAUSES, "outcome": OUTCOMES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of an event; the words are those of ``core.safety.adverse``."""

    code: str
    severity: str
    serious: bool = False
    onset: str = "unknown"
    lasted: str = ""
    cause: str = "unknown"
    happened: str = ""
    action: str = ""
    outcome: str = "unknown"
    reported_to: str = ""


@transaction.atomic
def add_event(*, by: Actor, visit_id: int, told: Told, since: bool = False) -> AdverseEvent:
    """Record an event of this visit, or with ``since`` one after the visit before it.

    The note says yes from then on.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, TooLongError, UnwritableError
    EventUnknownError
        No such kind of event, or no such word; ``field`` says which. ``since``, and no visit was
        before.
    """
    values = asdict(told)
    for name, most in LONGEST.items():
        values[name] = checked_text(name, values[name], most).strip()
    if told.code not in event_kinds():
        raise EventUnknownError(field="code")
    for name, words in CHOICES.items():
        if values[name] not in words:
            raise EventUnknownError(field=name)
    note = locked_note(by, visit_id)
    before = last_treated_visit(note.visit) if since else None
    if since and before is None:
        raise EventUnknownError(field="since")
    values["serious"] = told.serious or event_kinds()[told.code].serious
    made = AdverseEvent.objects.create(
        note=note, after=before, by_id=writer(by), at=timezone.now(), **values
    )
    column = "adverse_since" if since else "adverse"
    setattr(note, column, Adverse.YES)
    note.version += 1
    note.save(update_fields=[column, "version", "saved_at"])
    tell(by, "event.add", note, event=made.pk, code=told.code, serious=made.serious)
    return made


@transaction.atomic
def take_event_off(*, by: Actor, visit_id: int, event_id: int) -> None:
    """Take an event off that was recorded by mistake; the trail keeps that it was there.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, EventUnknownError
    """
    note = locked_note(by, visit_id)
    row = note.events.filter(pk=event_id).first()
    if row is None:
        raise EventUnknownError(field="event")
    tell(by, "event.off", note, code=row.code)
    row.delete()
