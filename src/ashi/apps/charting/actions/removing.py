"""What was left in is out: said by who took it out, or by the patient."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.telling import tell_needles_out
from ashi.apps.centres.models import Centre
from ashi.apps.charting.actions.opening import tell, writer
from ashi.apps.charting.errors import NothingStaysError
from ashi.apps.charting.models import Note, Removal
from ashi.apps.charting.staying import staying_at, staying_of
from ashi.apps.screening.visits import own_visit


@transaction.atomic
def note_removal(*, by: Actor, visit_id: int, way: str) -> Removal:
    """Say that everything left in at a visit is out; a repeat changes nothing.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NothingStaysError
    """
    visit = own_visit(by, visit_id, Permission.COUNT_WRITE)
    note = Note.objects.select_for_update().filter(visit=visit).first()
    kept = Removal.objects.filter(note=note).first() if note else None
    if kept is not None:
        return kept
    mine = [one for one in staying_of(visit.patient_id) if note and one.note.pk == note.pk]
    if not mine or note is None:
        raise NothingStaysError(visit=visit_id)
    made = Removal.objects.create(
        note=note, way=Removal.Way(way), by_id=writer(by), at=timezone.now()
    )
    tell(by, "needles.removed", note, way=way, needles=mine[0].needles)
    return made


def remind_patients() -> int:
    """Write to whoever should take needles out today; the same twice is written once."""
    told = 0
    for centre in Centre.objects.all():
        for one in staying_at(centre.pk):
            told += tell_needles_out(one.note.visit) if one.due else 0
    return told
