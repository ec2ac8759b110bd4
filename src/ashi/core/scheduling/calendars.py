"""Who is free when, ready to be searched.

Decides        that a whole needs its parts, and that parts share the fate of their whole
Does not       read rows or files, or know of services
Takes          for each resource, spans in which it is open and spans in which it is taken
Gives          a ``Calendar``: masks of free minutes on one axis
Units          minutes; one bit a minute (see ``bits``)

Free is: open, not taken, no whole of it taken, and every part of it free in the same sense.
Opening hours are each resource's own: a closed room does not close its couches.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from ashi.core.scheduling.axis import Axis, Span
from ashi.core.scheduling.bits import full, mask_of
from ashi.core.scheduling.resources import Resource, ResourceId, Wholes
from ashi.core.scheduling.week import weekly_spans

Spans = Mapping[ResourceId, Iterable[Span]]


@dataclass(frozen=True)
class Calendar:
    """Masks of one stretch of time.

    ``free`` is what a search needs. ``opened`` and ``taken`` say why something is not free:
    opened by its own hours; taken by itself or with a whole. ``may_rest`` are the minutes in which
    one more patient may rest with needles in (``removers``); ``None``: nobody asks. ``own_rest``
    are those in which one more may rest with somebody's own needles in; nobody else is limited.
    """

    axis: Axis
    resources: Mapping[ResourceId, Resource]
    wholes: Wholes
    free: Mapping[ResourceId, int]
    opened: Mapping[ResourceId, int]
    taken: Mapping[ResourceId, int]
    patient: int
    may_rest: int | None = None
    own_rest: Mapping[ResourceId, int] = field(default_factory=dict)


def prepare(
    resources: Sequence[Resource],
    axis: Axis,
    opened: Spans,
    taken: Spans,
    patient_taken: Iterable[Span] = (),
) -> Calendar:
    """Lay out open and taken time as masks.

    Parameters
    ----------
    resources
        Everything that may be taken, parts and wholes included; order is the order of choice.
        Their own ``hours``, ``extra`` and ``away`` are not read.
    opened, taken
        By resource; who is missing in ``opened`` is closed. Spans in any order, may overlap.
    patient_taken
        When the patient is elsewhere.
    """
    wholes = Wholes(resources)
    lists = {one.id: list(taken.get(one.id, ())) for one in resources}
    all_taken = {
        one: [span for whole in sorted(wholes.taken_by[one]) for span in lists[whole]]
        for one in lists
    }
    masks = {one: mask_of(axis, opened.get(one, ())) for one in lists}
    blocked = {one: mask_of(axis, spans) if spans else 0 for one, spans in all_taken.items()}
    free: dict[ResourceId, int] = {}
    for one in lists:
        mask = full(axis.length)
        for part in wholes.takes[one]:
            mask &= masks.get(part, 0) & ~blocked.get(part, 0)
        free[one] = mask
    return Calendar(
        axis=axis,
        resources={one.id: one for one in resources},
        wholes=wholes,
        free=free,
        opened=masks,
        taken=blocked,
        patient=full(axis.length) & ~mask_of(axis, patient_taken),
    )


def calendar_of(
    resources: Sequence[Resource],
    axis: Axis,
    zone: tzinfo,
    days: tuple[date, date],
    busy: Spans,
    patient_busy: Iterable[Span] = (),
) -> Calendar:
    """Prepare from the resources' own hours, extra openings and absences.

    Parameters
    ----------
    days
        First and last local day whose hours matter; lay out one beyond the axis.
    busy
        What is booked, by resource; comes on top of ``away``.
    """
    opened = {one.id: [*weekly_spans(one.hours, *days, zone), *one.extra] for one in resources}
    taken = {one.id: [*one.away, *busy.get(one.id, ())] for one in resources}
    return prepare(resources, axis, opened, taken, patient_busy)
