"""The note of a visit, locked for whoever writes in it."""

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.charting.errors import NoteSignedError, NoteUnsignedError
from ashi.apps.charting.models import Note
from ashi.apps.screening.visits import own_visit, person


def writer(by: Actor) -> int:
    """Return who writes: a record is always somebody's.

    Raises
    ------
    NotAllowedError
    """
    return person(by, Permission.CLINICAL_WRITE)


def locked_note(by: Actor, visit_id: int) -> Note:
    """Return the note of a visit, begun now if there is none, locked and not signed.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    note, made = Note.objects.get_or_create(visit=visit, defaults={"author_id": writer(by)})
    if made:
        tell(by, "note.begin", note)
    note = (
        Note.objects.select_for_update(of=("self",))
        .select_related("visit__session", "visit__patient")
        .get(pk=note.pk)
    )
    if note.signed_at is not None:
        raise NoteSignedError(visit=visit_id)
    return note


def signed_note(by: Actor, visit_id: int, permission: Permission) -> Note:
    """Return a visit's signed note, locked, for who may.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteUnsignedError
    """
    visit = own_visit(by, visit_id, permission)
    note = Note.objects.select_for_update().filter(visit=visit, signed_at__isnull=False).first()
    if note is None:
        raise NoteUnsignedError(visit=visit_id)
    return note


def tell(by: Actor, action: str, note: Note, **detail: object) -> None:
    """Keep in the trail what was done to a note."""
    record(
        by=by,
        action=action,
        subject=("note", note.pk),
        patient_id=note.visit.patient_id,
        detail=detail,
    )
