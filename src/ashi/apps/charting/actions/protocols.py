"""A centre's own needling protocols: kept from a record, and ended."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.charting.actions.opening import tell, writer
from ashi.apps.charting.errors import NothingToRepeatError, ProtocolNameError, ProtocolUnknownError
from ashi.apps.charting.models import NeedleProtocol, Note
from ashi.apps.charting.values import insertion_of
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.known import complaint_of
from ashi.apps.screening.visits import own_visit
from ashi.core.knowledge.needling.insertion import Insertion
from ashi.core.knowledge.needling.printing import print_line

LONGEST = 80


@transaction.atomic
def keep_protocol(*, by: Actor, visit_id: int, name: str) -> NeedleProtocol:
    """Keep the first set of a record as a protocol; one of the same name ends.

    What came of a needle, and from which lot it was, belongs to the visit and is left out.

    Raises
    ------
    NotAllowedError, VisitUnknownError, TooLongError, UnwritableError
    ProtocolNameError
        It has no name.
    NothingToRepeatError
        No needle is charted.
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_SIGN)
    said = " ".join(checked_text("name", name, LONGEST).split())
    if not said:
        raise ProtocolNameError()
    note = Note.objects.filter(visit=visit).first()
    rows = list(note.needles.filter(set_number=1)) if note else []
    if note is None or not rows:
        raise NothingToRepeatError()
    Centre.objects.select_for_update(no_key=True).get(pk=by.centre_id or 0)  # one at a time
    now = timezone.now()
    NeedleProtocol.objects.filter(centre=by.centre_id, name=said, ended_at=None).update(
        ended_at=now
    )
    complaint = complaint_of(visit.patient_id or 0)
    made = NeedleProtocol.objects.create(
        centre_id=by.centre_id or 0,
        name=said,
        area=complaint.areas[0] if complaint and complaint.areas else "",
        line=print_line(map(_meant, map(insertion_of, rows))),
        by_id=writer(by),
        at=now,
    )
    tell(by, "protocol.keep", note, protocol=made.pk, name=said)
    return made


def _meant(insertion: Insertion) -> Insertion:
    """Return what is meant to be done again of an insertion."""
    return replace(insertion, responses=(), strength=None, lot=None, note=None, drawn=None)


@transaction.atomic
def end_protocol(*, by: Actor, protocol_id: int) -> None:
    """Offer a protocol no longer; a repeat changes nothing.

    Raises
    ------
    NotAllowedError, ProtocolUnknownError
    """
    require(by, Permission.CLINICAL_SIGN, centre_id=by.centre_id)
    rows = NeedleProtocol.objects.select_for_update()
    row = rows.filter(pk=protocol_id, centre=by.centre_id).first()
    if row is None:
        raise ProtocolUnknownError(protocol=protocol_id)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        detail = {"name": row.name}
        record(by=by, action="protocol.end", subject=("protocol", row.pk), detail=detail)
