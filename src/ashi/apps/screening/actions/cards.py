"""The card with warning signs is given to whoever has back or leg pain, and that is recorded."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.screening.actions.answering import Said, keep_answers
from ashi.apps.screening.models import CardGiven
from ashi.apps.screening.visits import own_visit, patient_of, person
from ashi.core.safety.safety_net import FLAG, cauda_card


@transaction.atomic
def give_card(*, by: Actor, visit_id: int, language: str) -> CardGiven:
    """Keep that the card was given and understood; a repeat at the same visit changes nothing.

    The question whether it is still to be given is answered with it.

    Raises
    ------
    NotAllowedError, VisitUnknownError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    card = cauda_card()
    same = CardGiven.objects.filter(visit=visit, version=card.version, language=language)
    if before := same.first():
        return before
    row = CardGiven.objects.create(
        patient_id=patient_of(visit),
        visit=visit,
        version=card.version,
        language=language,
        by_id=person(by, Permission.CLINICAL_WRITE),
        at=timezone.now(),
    )
    keep_answers(by=by, visit_id=visit.pk, said={FLAG: Said("no")})
    record(
        by=by,
        action="card.give",
        subject=("visit", visit.pk),
        patient_id=row.patient_id,
        detail={"version": row.version, "language": language},
    )
    return row


def card_given_to(patient_id: int) -> CardGiven | None:
    """Return when the card was given last."""
    rows = CardGiven.objects.filter(patient=patient_id).select_related("by")
    return rows.order_by("-at", "-pk").first()
