"""Who has not left, and whose needles nobody has counted out: reads for the last look."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from ashi.apps.encounters.course_of_day import Phase, rest_of
from ashi.apps.encounters.facts import state_from
from ashi.apps.encounters.models import NeedleIncident, SecondCount, Step


@dataclass(frozen=True, slots=True)
class OpenOfDay:
    """Visits, by id: here and not marked left; needles in, not accounted for, not counted twice."""

    not_left: list[int] = field(default_factory=list)
    not_counted_out: list[int] = field(default_factory=list)


def open_of_day(centre_id: int | None, first: datetime, last: datetime) -> OpenOfDay:
    """Return what is still open of the visits whose sessions began in [first, last)."""
    steps = (
        Step.objects.filter(
            visit__session__centre=centre_id,
            visit__session__starts_at__gte=first,
            visit__session__starts_at__lt=last,
        )
        .select_related("visit__session")
        .order_by("visit_id")
    )
    by_visit: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        by_visit[step.visit_id].append(step)
    opened = Q(closed_at__isnull=True, visit__session__centre=centre_id)
    incidents = set(NeedleIncident.objects.filter(opened).values_list("visit_id", flat=True))
    incidents |= set(SecondCount.objects.filter(opened).values_list("visit_id", flat=True))
    not_left, not_out = [], []
    for visit_id, mine in by_visit.items():
        state = state_from(mine, rest_of(mine[0].visit.session.plan))
        if state.phase not in (Phase.EXPECTED, Phase.LEFT):
            not_left.append(visit_id)
        if state.needles_in or visit_id in incidents:
            not_out.append(visit_id)
    return OpenOfDay(not_left, sorted({*not_out, *(incidents - set(not_out))}))
