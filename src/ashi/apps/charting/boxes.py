"""Which box of needles is open where a visit takes place."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q

from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.centres.models import ROOMS, Resource
from ashi.apps.charting.models import NeedleBox
from ashi.core.knowledge.needling.insertion import Insertion, Needle


def rooms_of(visit: Visit) -> list[Resource]:
    """Return the rooms in which a visit takes place; a couch is told as its room."""
    taken = Occupancy.objects.filter(
        session=visit.session_id, live=True, resource__kind__in=ROOMS
    ).select_related("resource__whole")
    rooms = [one.resource.whole or one.resource for one in taken.order_by("during")]
    return list(dict.fromkeys(rooms))


def open_boxes(visit: Visit) -> list[NeedleBox]:
    """Return the boxes that are open in a visit's rooms or for all of them, the room's first."""
    here = Q(room__in=rooms_of(visit)) | Q(room=None)
    rows = NeedleBox.objects.filter(here, centre=visit.session.centre_id, closed_at=None)
    return sorted(rows.select_related("room"), key=lambda one: (one.room_id is None, one.pk))


def box_for(insertion: Insertion, boxes: Sequence[NeedleBox]) -> NeedleBox | None:
    """Return the box a needle comes from; ``None`` where that is not sure.

    A lot or a needle that was said must be the box's, and no needle goes deeper than it is long.
    Of several that fit, the room's own is meant where there is one alone; otherwise somebody has
    to say it.
    """
    fitting = [one for one in boxes if _fits(insertion, one)]
    own = [one for one in fitting if one.room_id is not None]
    for some in (own, fitting):
        if len(some) == 1:
            return some[0]
    return None


def _fits(insertion: Insertion, box: NeedleBox) -> bool:
    needle = Needle(box.gauge_mm, box.length_mm)
    long_enough = (insertion.depth_mm or 0) <= box.length_mm
    said = insertion.needle in (None, needle) and insertion.lot in (None, box.lot)
    return said and long_enough


def from_box(insertion: Insertion, box: NeedleBox | None) -> Insertion:
    """Return an insertion with the needle and lot of its box."""
    if box is None:
        return insertion
    return replace(insertion, needle=Needle(box.gauge_mm, box.length_mm), lot=box.lot)
