"""Hang the notes of a judged folder or table: all of them, or none."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.documents import storing
from ashi.apps.documents.actions import About, document_row, hang
from ashi.apps.documents.errors import FileRefusedError
from ashi.apps.documents.models import Document, Kind, Source
from ashi.apps.documents.reading import made_ready
from ashi.apps.documents.sniffing import MOST_BYTES, TEXTS, Received, plain_name
from ashi.apps.imports.errors import UnreadableFileError
from ashi.apps.imports.judged import Fate, Note
from ashi.apps.imports.notes import NoteLine
from ashi.apps.imports.sheets import decoded
from ashi.core.kernel.errors import AshiError

TEXT_ENDINGS = (".txt", ".text", ".csv")


def write_notes(
    *, by: Actor, judged: Iterable[NoteLine], encoding: str | None = None, keep: bool = True
) -> list[NoteLine]:
    """Hang all that can be in one transaction; return the lines with what became of each.

    Without ``keep`` all is tried and taken back: the answer is the same, and nothing is written,
    in the database or beside it.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.CLINICAL_WRITE)
    done: list[NoteLine] = []
    with transaction.atomic():
        for one in judged:
            written = one
            if one.fate is Fate.CREATE:
                written = _write(by, one, encoding, keep=keep)
            done.append(written)
        counts = {str(fate): sum(one.fate is fate for one in done) for fate in Fate}
        record(by=by, action="notes.import", subject=("documents", "import"), detail=counts)
        if not keep:
            transaction.set_rollback(True)
    return done


def _write(by: Actor, one: NoteLine, encoding: str | None, *, keep: bool) -> NoteLine:
    if one.patient is None or one.dated is None:
        return one.refused("incomplete")
    try:
        ready = made_ready(_received(one, encoding))
        kind = Kind.NOTE if ready.media in TEXTS else Kind.OTHER
        row = document_row(About(one.title, kind, one.dated))
    except FileRefusedError as error:
        return one.refused(f"file-{error.fields['reason']}")
    except OSError as error:
        return one.refused("file-unreadable", text=error.strerror or "")
    except AshiError as error:
        return one.refused("not-kept", code=error.code)
    row.patient_id, row.source = one.patient, Source.IMPORTED
    row.file_name = plain_name(one.file) if one.path else f"{plain_name(one.file)}, {one.number}"
    known = Document.objects.filter(
        patient=one.patient, received=ready.received, dated=one.dated
    ).exists()
    if not known:
        hang(by, row, ready)
        if keep:
            storing.keep(settings.DOCUMENTS_ROOT, ready.content)
        return one
    return replace(one, fate=Fate.KNOWN, notes=(*one.notes, Note("hangs-already")))


def _received(one: NoteLine, encoding: str | None) -> Received:
    """Return the file as UTF-8 where it is text in another encoding.

    Raises
    ------
    OSError, FileRefusedError
    """
    if one.path is None:
        return Received("note.txt", one.text.encode())
    if one.path.stat().st_size > MOST_BYTES:
        raise FileRefusedError(reason="too-large")
    content = one.path.read_bytes()
    if one.path.name.casefold().endswith(TEXT_ENDINGS):
        try:
            content = decoded(content, encoding)[0].encode()
        except UnreadableFileError:
            return Received(one.path.name, content)  # refused for what it is
    return Received(one.path.name, content)
