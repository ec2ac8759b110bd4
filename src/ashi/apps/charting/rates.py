"""How often needling was followed by something unwanted, at this centre, where it was asked."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from ashi.apps.charting.models import Adverse, AdverseEvent, Needling, Note
from ashi.core.safety.rates import Rate

LEAST_VISITS = 300  # below, the interval is too wide to tell anybody anything
COUNTED_DAYS = 730


class OwnRate(NamedTuple):
    """Signed visits with needles where it was asked, how many had something, how many serious.

    What was told at the next visit is counted to the visit it came after.
    """

    rate: Rate
    serious: int
    since: date


def needling_rate(centre_id: int) -> OwnRate | None:
    """Return the centre's own rate of the last two years; ``None`` where too few were asked."""
    needled = Needling.objects.filter(note=OuterRef("pk"), in_at__isnull=False)
    same_day = AdverseEvent.objects.filter(note=OuterRef("pk"), after=None)
    later = AdverseEvent.objects.filter(after=OuterRef("visit"))
    told = Note.objects.filter(
        Exists(needled),
        visit__session__centre=centre_id,
        signed_at__gte=timezone.now() - timedelta(days=COUNTED_DAYS),
        adverse__in=(Adverse.YES, Adverse.NONE),
    ).annotate(
        told_later=Exists(later),
        serious=Exists(same_day.filter(serious=True)),
        serious_later=Exists(later.filter(serious=True)),
    )
    found = told.aggregate(
        visits=Count("pk"),
        events=Count("pk", filter=Q(adverse=Adverse.YES) | Q(told_later=True)),
        serious_ones=Count("pk", filter=Q(serious=True) | Q(serious_later=True)),
        since=Min("visit__session__starts_at"),
    )
    if found["visits"] < LEAST_VISITS:
        return None
    since = timezone.localdate(found["since"])
    return OwnRate(Rate(found["events"], found["visits"]), found["serious_ones"], since)
