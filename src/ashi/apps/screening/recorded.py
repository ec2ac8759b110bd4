"""What stood on record of a patient when a visit took place, for its printed record."""

from dataclasses import dataclass

from django.db.models import Q

from ashi.apps.bookings.models import Visit
from ashi.apps.screening.models import (
    CardGiven,
    Complaint,
    Consent,
    Decision,
    FlagDecision,
    Intake,
    MedicineList,
    PainDrawing,
)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What a patient came with, wrote, drew and consented to; what was decided at a visit."""

    complaint: Complaint | None = None
    intake: Intake | None = None
    drawing: PainDrawing | None = None
    decisions: tuple[Decision, ...] = ()
    flags: tuple[FlagDecision, ...] = ()
    consents: tuple[Consent, ...] = ()
    medicines: MedicineList | None = None
    card: CardGiven | None = None


def on_record(visit: Visit) -> OnRecord:
    """Return what held at a visit: said by then, and not withdrawn or ended before it."""
    decisions = Decision.objects.filter(visit=visit).select_related("by", "second")
    flags = FlagDecision.objects.filter(visit=visit).select_related("answer", "by")
    consents = Consent.objects.filter(_said_by(visit), patient=visit.patient_id)
    in_force = consents.exclude(withdrawn_at__lte=visit.session.starts_at)
    return OnRecord(
        complaint_at(visit),
        Intake.objects.filter(visit=visit).first(),
        PainDrawing.objects.filter(visit=visit).select_related("by").first(),
        tuple(decisions.order_by("at", "pk")),
        tuple(flags.order_by("at", "pk")),
        tuple(in_force.select_related("witness", "paper").order_by("technique", "at")),
        _medicines_at(visit),
        CardGiven.objects.filter(visit=visit).select_related("by").order_by("-at").first(),
    )


def _medicines_at(visit: Visit) -> MedicineList | None:
    """Return the medicines as they were last said in the room by then."""
    rows = MedicineList.objects.filter(_said_by(visit), patient=visit.patient_id)
    return rows.select_related("by").order_by("-at", "-pk").first()


def complaint_at(visit: Visit) -> Complaint | None:
    """Return what the patient came with at that visit."""
    rows = Complaint.objects.filter(_said_by(visit), patient=visit.patient_id)
    still = rows.exclude(ended_at__lte=visit.session.starts_at).select_related("visit__session")
    return still.order_by("-at", "-pk").first()


def _said_by(visit: Visit) -> Q:
    return Q(visit=visit) | Q(at__lte=visit.session.ends_at)
