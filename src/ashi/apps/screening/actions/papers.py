"""A consent text is printed for a patient, signed on the paper, and the paper kept."""

import secrets

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import STAFF_ROLES, Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Membership
from ashi.apps.centres.queries import memberships_on
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.actions.consenting import LONGEST_NAME
from ashi.apps.screening.errors import (
    NoNameSignedError,
    PaperUnknownError,
    TechniqueUnknownError,
    WitnessUnknownError,
)
from ashi.apps.screening.models import Consent, ConsentPaper
from ashi.apps.screening.visits import own_visit, patient_of, person
from ashi.core.safety.consents import consent_texts

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
LENGTH = 6
GREEK = "el"


@transaction.atomic
def print_consent(
    *, by: Actor, visit_id: int, technique: str, language: str, own_rate: str = ""
) -> ConsentPaper:
    """Keep the words that are printed for a patient, under a code of their own.

    Parameters
    ----------
    own_rate : what stands below the text of this centre's own experience

    Raises
    ------
    NotAllowedError, VisitUnknownError, TechniqueUnknownError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    text = consent_texts().get(technique)
    if text is None:
        raise TechniqueUnknownError(technique=technique)
    greek = language == GREEK
    row = ConsentPaper.objects.create(
        code=_fresh_code(),
        patient_id=patient_of(visit),
        visit=visit,
        technique=technique,
        text_version=text.version,
        language=language,
        title=text.title_el if greek else text.title,
        paragraphs=[
            *(text.paragraphs_el if greek else text.paragraphs),
            *((own_rate,) if own_rate else ()),
        ],
        by_id=person(by, Permission.CLINICAL_WRITE),
        at=timezone.now(),
    )
    record(
        by=by,
        action="consent.print",
        subject=("consent-paper", row.pk),
        patient_id=row.patient_id,
        detail={"technique": technique, "version": row.text_version, "language": language},
    )
    return row


def _fresh_code() -> str:
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return _fresh_code() if ConsentPaper.objects.filter(code=code).exists() else code


def papers_of(patient_id: int, technique: str) -> list[ConsentPaper]:
    """Return what was printed for a patient and is not signed, as far as is known; newest first."""
    rows = ConsentPaper.objects.filter(patient=patient_id, technique=technique)
    signed = Consent.objects.filter(paper__in=rows).values("paper")
    return list(rows.exclude(pk__in=signed).select_related("by").order_by("-at", "-pk")[:10])


def consent_on_paper(
    *,
    by: Actor,
    visit: Visit,
    paper_id: int,
    signed_name: str,
    speaks_for: str = "",
    witness_id: int | None = None,
) -> Consent:
    """Keep a consent that was signed on a printed text; a repeat changes nothing.

    Called in a transaction that keeps the photograph of the paper, too.

    Raises
    ------
    PaperUnknownError, NoNameSignedError, WitnessUnknownError, TooLongError
    """
    patient_id = patient_of(visit)
    paper = ConsentPaper.objects.filter(pk=paper_id, patient=patient_id).first()
    if paper is None:
        raise PaperUnknownError(paper=paper_id)
    name = checked_text("signed_name", signed_name, LONGEST_NAME)
    if not name:
        raise NoNameSignedError()
    witness = witness_id or person(by, Permission.CLINICAL_WRITE)
    here = Membership.objects.filter(
        memberships_on(timezone.localdate()), centre=by.centre_id, role__in=STAFF_ROLES
    )
    if not here.filter(user=witness).exists():
        raise WitnessUnknownError(witness=witness)
    in_force = Consent.objects.filter(
        patient=patient_id, technique=paper.technique, withdrawn_at__isnull=True
    )
    if old := in_force.select_for_update().first():
        return old
    row = Consent.objects.create(
        patient_id=patient_id,
        visit=visit,
        technique=paper.technique,
        text_version=paper.text_version,
        language=paper.language,
        way=Consent.Way.PAPER,
        signed_name=name,
        speaks_for=checked_text("speaks_for", speaks_for, LONGEST_NAME),
        witness_id=witness,
        paper=paper,
        at=timezone.now(),
    )
    record(
        by=by,
        action="consent.give",
        subject=("consent", row.pk),
        patient_id=patient_id,
        detail={"technique": row.technique, "version": row.text_version, "way": row.way},
    )
    return row
