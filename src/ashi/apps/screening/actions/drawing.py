"""Where it hurts is kept here, as the patient drew it."""

from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.models import By, PainDrawing
from ashi.apps.screening.visits import patient_of
from ashi.core.knowledge.atlas.drawings import read_drawing, written

LONGEST = 500


def drawing_kept(
    by: Actor, visit: Visit, source: By, areas: object, words: str
) -> PainDrawing | None:
    """Keep a visit's drawing over the one before; the same again is not written again.

    Where nothing is drawn, nothing said and nothing was kept, nothing is written: a figure
    without a mark would read as "it hurts nowhere".

    The caller has opened the transaction, and seen that the visit may still be drawn for.

    Raises
    ------
    VisitUnknownError, DrawingFaultError, TooLongError, UnwritableError
    """
    values = {
        "areas": written(read_drawing(areas)),
        "words": checked_text("words", words, LONGEST).strip(),
    }
    patient = patient_of(visit)
    if not any(values.values()) and not PainDrawing.objects.filter(visit=visit).exists():
        return None
    who = {"patient_id": patient, "source": source, "by_id": by.user_id, "at": timezone.now()}
    row, made = PainDrawing.objects.select_for_update().get_or_create(
        visit=visit, defaults=values | who
    )
    if not made and {name: getattr(row, name) for name in values} == values:
        return row
    for name, value in (values | who).items():
        setattr(row, name, value)
    row.save()
    subject, detail = ("visit", visit.pk), {"areas": len(row.areas)}
    record(by=by, action="pain.draw", subject=subject, patient_id=patient, detail=detail)
    return row
