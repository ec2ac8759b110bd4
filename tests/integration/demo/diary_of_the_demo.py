"""An independent look at what the demo stored: plain Python over the rows."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from django.db.models import Sum

from ashi.apps.bookings.models import Occupancy, Session, Visit
from ashi.apps.encounters.models import Bell, NeedleIncident, Step

WAITS = timedelta(minutes=30)


def faults(now) -> list[str]:
    """Return every contradiction among the rows, and whatever is told of the future."""
    return [
        *_double_bookings(),
        *_broken_promises(),
        *_steps_out_of_place(now),
        *_needles_that_do_not_agree(),
    ]


def _double_bookings():
    rows = Occupancy.objects.filter(live=True).order_by("resource_id", "during")
    for one, other in pairwise(rows):
        if one.resource_id == other.resource_id and other.during.lower < one.during.upper:
            yield f"resource {one.resource_id} twice at {other.during.lower}"
    # Whoever had a time until it was given up had it then: only later promises may take it.
    gone = Occupancy.objects.filter(live=False).select_related("session", "visit")
    for row in gone:
        over = (row.visit and row.visit.cancelled_at) or row.session.cancelled_at
        both = Occupancy.objects.filter(resource=row.resource_id, during__overlap=row.during)
        for other in both.exclude(session=row.session_id).select_related("session"):
            if row.session.created_at < other.session.created_at < over:
                yield f"resource {row.resource_id} promised twice at {row.during.lower}"


def _broken_promises():
    live = defaultdict(int)
    for row in Occupancy.objects.filter(live=True):
        live[row.session_id] += 1
    for session in Session.objects.prefetch_related("visits"):
        standing = [one for one in session.visits.all() if one.status == Visit.Status.BOOKED]
        if bool(standing) != bool(live[session.pk]) or bool(standing) != (not session.cancelled_at):
            yield f"session {session.pk} stands and does not"
        if len(standing) > session.places:
            yield f"session {session.pk} is overfull"
        if any(one.created_at > session.starts_at for one in session.visits.all()):
            yield f"session {session.pk} was booked after it began"


def _steps_out_of_place(now):
    steps = defaultdict(list)
    for step in Step.objects.select_related("visit__session").order_by("visit_id", "occurred_at"):
        steps[step.visit].append(step)
    for visit, mine in steps.items():
        kinds = [step.kind for step in mine]
        if mine[-1].occurred_at > now:
            yield f"visit {visit.pk}: {kinds[-1]} is yet to come"
        if len(set(kinds) - {"more-time"}) != len([k for k in kinds if k != "more-time"]):
            yield f"visit {visit.pk}: twice {kinds}"
        if kinds[0] != "arrive" or visit.status != Visit.Status.BOOKED:
            yield f"visit {visit.pk} ({visit.status}): {kinds}"
        if abs(mine[0].occurred_at - visit.session.starts_at) > WAITS:
            yield f"visit {visit.pk} arrived at {mine[0].occurred_at}"
        if ("needles-in" in kinds) < ("needles-out" in kinds):
            yield f"visit {visit.pk}: needles out that never went in"


def _needles_that_do_not_agree():
    sums = defaultdict(dict)
    rows = Step.objects.filter(needles__isnull=False).values("visit_id", "kind")
    for row in rows.annotate(count=Sum("needles")):
        sums[row["visit_id"]][row["kind"]] = row["count"]
    resting = set(Bell.objects.filter(closed_at=None).values_list("visit_id", flat=True))
    told = set(NeedleIncident.objects.values_list("visit_id", flat=True))
    for visit_id, count in sums.items():
        if ("needles-out" not in count) != (visit_id in resting):
            yield f"visit {visit_id}: bell and needles disagree"
        elif "needles-out" in count and (len(set(count.values())) > 1) != (visit_id in told):
            yield f"visit {visit_id}: {count} and no word of it"


def unfinished(before) -> list[int]:
    """Return the visits that were to be over before an instant and stand open."""
    over = Visit.objects.filter(status=Visit.Status.BOOKED, session__ends_at__lt=before)
    left = Step.objects.filter(kind="leave").values("visit_id")
    return list(over.exclude(pk__in=left).values_list("pk", flat=True))
