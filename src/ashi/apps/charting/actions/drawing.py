"""Where it hurts, drawn in the room: part of the record, and locked with it."""

from django.db import transaction

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.opening import locked_note
from ashi.apps.screening.actions.drawing import drawing_kept
from ashi.apps.screening.models import By, PainDrawing


@transaction.atomic
def keep_drawing(*, by: Actor, visit_id: int, areas: object, words: str = "") -> PainDrawing | None:
    """Keep where it hurts; what was drawn for this visit before is drawn over.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError
    DrawingFaultError, TooLongError, UnwritableError
    """
    note = locked_note(by, visit_id)
    return drawing_kept(by, note.visit, By.STAFF, areas, words)
