"""What may be told of a patient outside: signed notes, those of one complaint in order."""

from datetime import datetime

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.errors import ChartingError, NoteNotCosignedError, NoteUnsignedError
from ashi.apps.charting.models import Note
from ashi.apps.screening.models import Complaint


def why_not_told(note: Note | None) -> ChartingError | None:
    """Return why nothing may be told outside from a note yet; nothing where it may."""
    if note is None or note.signed_at is None:
        return NoteUnsignedError()
    if note.needs_cosign and note.cosigned_at is None:
        return NoteNotCosignedError()
    return None


def signed_course(visit: Visit, complaint: Complaint | None) -> list[Note]:
    """Return the centre's signed notes since the complaint was stated, up to this visit.

    Without a complaint on record it is all of them.
    """
    rows = Note.objects.filter(
        visit__patient=visit.patient_id,
        visit__session__centre=visit.session.centre_id,
        visit__session__starts_at__lte=visit.session.starts_at,
        signed_at__isnull=False,
    )
    if complaint is not None:
        rows = rows.filter(visit__session__starts_at__gte=_begun(complaint))
    return list(
        rows.select_related("visit__session")
        .prefetch_related("needles__by", "treatments", "measurements")
        .order_by("visit__session__starts_at", "pk")
    )


def _begun(complaint: Complaint) -> datetime:
    """Return since when visits are for a complaint: one stated in the room is of that visit."""
    stated_at = complaint.visit
    return min(complaint.at, stated_at.session.starts_at) if stated_at else complaint.at
