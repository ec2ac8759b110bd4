"""The paper on which somebody consented: photographed, and tied to the consent it stands for."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.documents.actions import About, add_document
from ashi.apps.documents.models import Document, Kind, SignedPaper
from ashi.apps.documents.sniffing import Received
from ashi.apps.screening.actions.papers import consent_on_paper
from ashi.apps.screening.errors import NoPaperConsentError
from ashi.apps.screening.models import Consent
from ashi.apps.screening.visits import own_visit, patient_of


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What a signed paper says: which print it is, who signed as what, before whom."""

    paper_id: int
    signed_name: str
    speaks_for: str = ""
    witness_id: int | None = None


@transaction.atomic
def keep_signed_paper(
    *, by: Actor, visit_id: int, said: OnPaper, file: Received, title: str
) -> Consent:
    """Keep a consent that was signed on a printed text, with the photograph of the paper.

    Parameters
    ----------
    title : what the document is called

    Raises
    ------
    NotAllowedError, VisitUnknownError, PaperUnknownError, NoNameSignedError, WitnessUnknownError
    TooLongError, FileRefusedError
        Nothing is kept: neither the consent nor the photograph.
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    consent = consent_on_paper(
        by=by,
        visit=visit,
        paper_id=said.paper_id,
        signed_name=said.signed_name,
        speaks_for=said.speaks_for,
        witness_id=said.witness_id,
    )
    _hang(by, consent, visit_id, file, title)
    return consent


@transaction.atomic
def add_photograph(
    *, by: Actor, visit_id: int, technique: str, file: Received, title: str
) -> Consent:
    """Add a photograph of the paper to a consent that was given on paper.

    Raises
    ------
    NotAllowedError, VisitUnknownError, FileRefusedError
    NoPaperConsentError
        No consent on paper is in force.
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    consent = Consent.objects.filter(
        patient=patient_of(visit),
        technique=technique,
        way=Consent.Way.PAPER,
        withdrawn_at__isnull=True,
    ).first()
    if consent is None:
        raise NoPaperConsentError(technique=technique)
    _hang(by, consent, visit_id, file, title)
    return consent


def _hang(by: Actor, consent: Consent, visit_id: int, file: Received, title: str) -> None:
    about = About(title, Kind.CONSENT, timezone.localdate())
    row = add_document(
        by=by, patient_id=consent.patient_id, file=file, about=about, visit_id=visit_id
    )
    SignedPaper.objects.get_or_create(consent=consent, document=row)


def photographs_of(consent: Consent | None) -> list[Document]:
    """Return the photographs of the paper of a consent, in the order in which they were kept."""
    rows = SignedPaper.objects.filter(consent=consent).select_related("document")
    return [one.document for one in rows.order_by("at", "pk")] if consent else []
