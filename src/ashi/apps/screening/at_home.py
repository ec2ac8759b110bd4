"""Whether a patient has answered and consented before a visit, for those who may not read what."""

from dataclasses import dataclass
from datetime import datetime

from ashi.apps.bookings.models import Visit
from ashi.apps.screening.known import NEEDLING
from ashi.apps.screening.models import Consent, Intake


@dataclass(frozen=True, slots=True)
class AtHome:
    """How far the questions of home are, and whether needling is meant and consented to."""

    begun: bool
    sent_at: datetime | None
    needled: bool
    consented: bool


def at_home(visit: Visit) -> AtHome:
    """Return how far a visit's patient is; nothing of what was said."""
    intake = Intake.objects.filter(visit=visit).only("sent_at").first()
    consent = Consent.objects.filter(
        patient=visit.patient_id, technique=NEEDLING, withdrawn_at__isnull=True
    )
    needled = any(phase["kind"] == "rest" for phase in visit.session.plan)
    return AtHome(
        begun=intake is not None,
        sent_at=intake.sent_at if intake else None,
        needled=needled,
        consented=needled and consent.exists(),
    )
