"""Hang a document on a patient, read it, put it away: each leaves its event."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.documents.errors import (
    DatedAheadError,
    DocumentUnknownError,
    FileLostError,
    NoReasonError,
    NoTitleError,
)
from ashi.apps.documents.models import Document, Kind, Source
from ashi.apps.documents.queries import documents_of, file_of
from ashi.apps.documents.reading import Ready, made_ready
from ashi.apps.documents.sniffing import Received, plain_name
from ashi.apps.documents.storing import keep
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.patients.texts import checked_text
from ashi.core.kernel.names import search_key

LONGEST_TITLE = 160
LONGEST_WHY = 300
FIRST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a document."""

    title: str
    kind: Kind
    dated: date


def add_document(
    *,
    by: Actor,
    patient_id: int,
    file: Received,
    about: About,
    visit_id: int | None = None,
) -> Document:
    """Hang a file on a patient, and on a visit of theirs; the same one again changes nothing.

    Raises
    ------
    NotAllowedError, FileRefusedError, NoTitleError, DatedAheadError, TooLongError
    UnwritableError, DocumentUnknownError
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    if by.user_id is None:
        raise NotAllowedError(permission=Permission.CLINICAL_WRITE)
    if not patients_for(by).filter(pk=patient_id).exists():
        raise DocumentUnknownError(patient=patient_id)
    if visit_id is not None and not _own(by, patient_id, visit_id):
        raise DocumentUnknownError(visit=visit_id)
    row = document_row(about)
    ready = made_ready(file)
    row.patient_id, row.visit_id, row.by_id = patient_id, visit_id, by.user_id
    row.source, row.file_name = Source.UPLOADED, plain_name(file.name)
    with transaction.atomic():
        kept, _ = hang(by, row, ready)
        keep(settings.DOCUMENTS_ROOT, ready.content)
    return kept


def _own(by: Actor, patient_id: int, visit_id: int) -> bool:
    own = Visit.objects.filter(pk=visit_id, patient=patient_id)
    return own.filter(session__centre=by.centre_id).exists()


def document_row(about: About) -> Document:
    """Return a document that is nobody's yet.

    Raises
    ------
    NoTitleError, DatedAheadError, TooLongError, UnwritableError
    """
    title = checked_text("title", about.title, LONGEST_TITLE)
    if not title:
        raise NoTitleError()
    if not FIRST <= about.dated <= timezone.localdate():
        raise DatedAheadError(dated=about.dated)
    return Document(title=title, kind=Kind(about.kind), dated=about.dated)


def hang(by: Actor, row: Document, ready: Ready) -> tuple[Document, bool]:
    """Write the row, or return the one that hangs there already; say whether it is new.

    The file is still to be stored, in the same transaction. Two who send the same one at once
    queue on its patient's row.
    """
    Patient.objects.select_for_update(no_key=True).only("pk").get(pk=row.patient_id)
    again = Document.objects.filter(
        patient=row.patient_id, received=ready.received, dated=row.dated, put_away_at=None
    ).first()
    if again is not None:
        return again, False
    row.media_type, row.size, row.text = ready.media, len(ready.content), ready.text
    row.sha256, row.received = sha256(ready.content).hexdigest(), ready.received
    row.search_key = search_key(row.title, ready.text)
    row.save(force_insert=True)
    record(
        by=by,
        action="document.add",
        subject=("document", row.pk),
        patient_id=row.patient_id,
        detail={"kind": row.kind, "sha256": row.sha256, "source": row.source},
    )
    return row, True


def read_list(*, by: Actor, patient_id: int, shown: int) -> None:
    """Leave the event of a list of documents that was shown or searched."""
    _tell(by, "document.list", ("patient", patient_id), patient_id, shown=shown)


def read_document(*, by: Actor, patient_id: int, document_id: int) -> Document:
    """Return a document with its text, and leave the event of it.

    Raises
    ------
    NotAllowedError, DocumentUnknownError
    """
    row = documents_of(by, patient_id).defer(None).filter(pk=document_id).first()
    if row is None:
        raise DocumentUnknownError(document=document_id)
    _tell(by, "document.read", ("document", row.pk), patient_id)
    return row


def open_file(*, by: Actor, patient_id: int, document_id: int) -> tuple[Document, bytes]:
    """Return a document and its file, and leave the event of it.

    Raises
    ------
    NotAllowedError, DocumentUnknownError
    FileLostError
        The file is missing, or is not what was stored.
    """
    row = documents_of(by, patient_id).filter(pk=document_id).first()
    if row is None:
        raise DocumentUnknownError(document=document_id)
    content = file_of(row)
    _tell(by, "document.open", ("document", row.pk), patient_id, whole=content is not None)
    if content is None:
        raise FileLostError(document=document_id)
    return row, content


@transaction.atomic
def put_away(*, by: Actor, patient_id: int, document_id: int, reason: str) -> Document:
    """Put a document away; it stays, with who and why. A repeat changes nothing.

    Raises
    ------
    NotAllowedError, DocumentUnknownError, NoReasonError, TooLongError, UnwritableError
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    if by.user_id is None:
        raise NotAllowedError(permission=Permission.CLINICAL_WRITE)
    why = checked_text("reason", reason, LONGEST_WHY)
    rows = Document.objects.select_for_update().filter(patient=patient_id, pk=document_id)
    row = rows.first()
    if row is None:
        raise DocumentUnknownError(document=document_id)
    if not why:
        raise NoReasonError()
    if row.put_away_at is None:
        row.put_away_at, row.put_away_by_id, row.put_away_why = timezone.now(), by.user_id, why
        row.save(update_fields=["put_away_at", "put_away_by", "put_away_why"])
        _tell(by, "document.away", ("document", row.pk), patient_id)
    return row


def _tell(
    by: Actor, action: str, subject: tuple[str, object], patient_id: int, **detail: object
) -> None:
    record(by=by, action=action, subject=subject, patient_id=patient_id, detail=detail)
