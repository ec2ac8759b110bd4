"""An independent look at the stored diary: plain Python, no use of the code under test."""

from datetime import timedelta

from ashi.apps.bookings.models import Occupancy, Session, Visit


def faults_of_the_diary() -> list[str]:
    """Return every overlap, orphan and contradiction among the stored rows."""
    faults = []
    live = list(Occupancy.objects.filter(live=True).order_by("resource_id", "during"))
    for one, other in zip(live, live[1:], strict=False):
        same = one.resource_id == other.resource_id
        if (
            same
            and one.guarded
            and other.guarded
            and other.during.lower < one.during.upper
        ):
            faults.append(f"resource {one.resource_id} twice: {one.pk} and {other.pk}")
    held = {
        visit.pk: visit
        for visit in Visit.objects.select_related("session", "patient").all()
    }
    taking = ("held", "booked")
    for row in live:
        if row.visit_id and held[row.visit_id].status not in taking:
            faults.append(f"occupancy {row.pk} of visit {row.visit_id} that is over")
    for session in Session.objects.prefetch_related("visits", "roles", "occupancies"):
        faults += _faults_of_session(session, taking)
    return faults


def _faults_of_session(session: Session, taking: tuple[str, ...]) -> list[str]:
    open_visits = [visit for visit in session.visits.all() if visit.status in taking]
    live = [row for row in session.occupancies.all() if row.live]
    faults = []
    if not open_visits and live:
        faults.append(f"session {session.pk} takes time for nobody")
    if len(open_visits) > session.places:
        faults.append(f"session {session.pk} is overfull")
    if bool(open_visits) == (session.cancelled_at is not None):
        faults.append(f"session {session.pk} ended and visits disagree")
    if open_visits:
        expected = 0
        for phase in session.plan:
            expected += phase["minutes"] * len(phase["roles"])
            if phase["patient"]:
                expected += phase["minutes"] * sum(
                    1 for one in open_visits if one.patient_id
                )
        stored = sum(
            (row.during.upper - row.during.lower).total_seconds() / 60 for row in live
        )
        if stored != expected:
            faults.append(f"session {session.pk} takes {stored} of {expected} minutes")
        if session.ends_at - session.starts_at != sum_of(session.plan):
            faults.append(f"session {session.pk} ends at another time than its plan")
    return faults


def sum_of(plan):
    """Return the length of a plan."""
    return timedelta(minutes=sum(phase["minutes"] for phase in plan))
