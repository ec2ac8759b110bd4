"""An independent look at the stored diary: plain Python, no use of the code under test."""

from datetime import timedelta
from itertools import pairwise

from ashi.apps.bookings.models import Occupancy, Session, Visit

TAKING = ("held", "booked")


def faults_of_the_diary() -> list[str]:
    """Return every overlap, orphan and contradiction among the stored rows."""
    live = list(Occupancy.objects.filter(live=True).order_by("resource_id", "during"))
    faults = [
        f"resource {one.resource_id} twice: {one.pk} and {other.pk}"
        for one, other in pairwise(live)
        if one.resource_id == other.resource_id
        and one.guarded
        and other.guarded
        and other.during.lower < one.during.upper
    ]
    status = dict(Visit.objects.values_list("pk", "status"))
    faults += [
        f"occupancy {row.pk} of visit {row.visit_id} that is over"
        for row in live
        if row.visit_id and status[row.visit_id] not in TAKING
    ]
    for session in Session.objects.prefetch_related("visits", "occupancies"):
        open_visits = [visit for visit in session.visits.all() if visit.status in TAKING]
        if bool(open_visits) == (session.cancelled_at is not None):
            faults.append(f"session {session.pk} ended and visits disagree")
        faults += _faults_of_size(session, open_visits)
    return faults


def _faults_of_size(session: Session, open_visits: list[Visit]) -> list[str]:
    """Compare the minutes taken with those promised."""
    expected = sum(
        phase["minutes"]
        * (
            len(phase["roles"])
            + phase["patient"] * sum(bool(one.patient_id) for one in open_visits)
        )
        for phase in session.plan
        if open_visits
    )
    live = [row for row in session.occupancies.all() if row.live]
    stored = sum((row.during.upper - row.during.lower).total_seconds() / 60 for row in live)
    length = timedelta(minutes=sum(phase["minutes"] for phase in session.plan))
    checks = {
        f"session {session.pk} takes {stored} of {expected} minutes": stored != expected,
        f"session {session.pk} is overfull": len(open_visits) > session.places,
        f"session {session.pk} has another length than its plan": session.ends_at
        - session.starts_at
        != length,
    }
    return [fault for fault, found in checks.items() if found]
