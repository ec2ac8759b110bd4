"""Which medicines somebody takes, as they wrote it at home or said it in the room."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.actions.intake import LONGEST
from ashi.apps.screening.models import Intake, MedicineList
from ashi.apps.screening.visits import own_visit, patient_of, person


@dataclass(frozen=True, slots=True)
class Taken:
    """The latest list of a patient; ``by`` is empty where the patient wrote it at home."""

    text: str
    by: str
    at: datetime


def medicines_of(patient_id: int) -> Taken | None:
    """Return what was written or said last: two queries, however often it was."""
    rows = MedicineList.objects.filter(patient=patient_id).select_related("by")
    room = rows.order_by("-at", "-pk").first()
    homes = Intake.objects.filter(visit__patient=patient_id).exclude(medicines="")
    home = homes.order_by("-saved_at").first()
    if home is not None and (room is None or room.at < home.saved_at):
        return Taken(home.medicines, "", home.saved_at)
    return Taken(room.text, str(room.by), room.at) if room is not None else None


@transaction.atomic
def keep_medicines(*, by: Actor, visit_id: int, text: str) -> MedicineList | None:
    """Keep the medicines as they are said in the room; the same list again changes nothing.

    Raises
    ------
    NotAllowedError, VisitUnknownError, TooLongError, UnwritableError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    said = checked_text("text", text, LONGEST["medicines"])
    known = medicines_of(patient_of(visit))
    if known is not None and (known.text, bool(known.by)) == (said, True):
        return None
    row = MedicineList.objects.create(
        patient_id=patient_of(visit),
        visit=visit,
        text=said,
        by_id=person(by, Permission.CLINICAL_WRITE),
        at=timezone.now(),
    )
    record(
        by=by,
        action="screening.medicines",
        subject=("visit", visit.pk),
        patient_id=row.patient_id,
    )
    return row
