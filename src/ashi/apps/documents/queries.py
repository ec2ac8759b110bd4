"""Reads of documents. Whoever may read the record may, and who opened it for a reason."""

from django.conf import settings
from django.db.models import QuerySet

from ashi.apps.accounts.policy import may, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.documents.models import Document
from ashi.apps.documents.storing import fetch
from ashi.apps.staff.queries import open_for
from ashi.core.kernel.names import latin, sound_start

LONGEST_QUERY = 120


def documents_of(by: Actor, patient_id: int) -> QuerySet[Document]:
    """Return a patient's documents without their texts, newest first, those put away too.

    Raises
    ------
    NotAllowedError
    """
    if not (may(by, Permission.GLASS_OPEN) and open_for(by, patient_id)):
        require(by, Permission.CLINICAL_READ)
    rows = Document.objects.filter(patient_id=patient_id).select_related("by", "put_away_by")
    return rows.defer("text", "search_key").order_by("-dated", "-pk")


def search(rows: QuerySet[Document], typed: str) -> QuerySet[Document]:
    """Keep those in whose title or text every word typed begins some word.

    As patients are found: Greek and Latin letters, accents or none, as written or as it sounds.
    """
    for word in latin(typed[:LONGEST_QUERY]).split():
        fits = rows.filter(search_key__contains=f" {word}")
        if heard := sound_start(word):
            fits |= rows.filter(search_key__contains=f"~{heard}")
        rows = fits
    return rows


def file_of(row: Document) -> bytes | None:
    """Return the stored file; None where it is missing or is not what was stored."""
    return fetch(settings.DOCUMENTS_ROOT, row.sha256)
