"""The resources of a scheduling case.

Decides        which fields are a resource
Does not       word faults; know of services
Takes          fields (``fields``); the zone of local times
Gives          resources; faults are noted in the fields' list
Units          minutes
"""

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import TypeVar

from ashi.core.kernel.fields import Field, note_repeated, written_ids
from ashi.core.scheduling.axis import DAY_MIN, Span
from ashi.core.scheduling.errors import BadValueError
from ashi.core.scheduling.moments import read_days, read_span, read_time
from ashi.core.scheduling.resources import Resource, ResourceId, parts_within
from ashi.core.scheduling.week import WeeklyHours

PATIENT = "patient"
Value = TypeVar("Value")


def checked(field: Field, make: Callable[[], Value]) -> Value | None:
    """Make a value; what it finds wrong with itself becomes faults of the field's keys."""
    try:
        return make()
    except BadValueError as error:
        for name, code in error.faults:
            field.key(name).note(code)
        return None


def kept(values: Iterable[Value | None]) -> tuple[Value, ...]:
    """Return what could be read."""
    return tuple(value for value in values if value is not None)


def read_weekly(field: Field) -> WeeklyHours | None:
    """Read one rule of opening hours, or the preferred hours of a course."""
    if field.keys() is None:
        return None
    days = read_days(field.key("days"))
    start = read_time(field.key("from"), DAY_MIN - 1)
    end = read_time(field.key("to"), DAY_MIN)
    bounds = [field.key(name) for name in ("valid_from", "valid_to")]
    begins, ends = (bound.day() if bound.given else None for bound in bounds)
    # Stand-ins for what could not be read, which agree with all the rest, let the value
    # judge the rest of itself.
    read = checked(
        field,
        lambda: WeeklyHours(
            days or frozenset({0}),
            int(end == 0) if start is None else start,
            DAY_MIN if end is None else end,
            begins,
            ends,
        ),
    )
    return None if None in (days, start, end) else read


def read_spans(field: Field, zone: tzinfo) -> tuple[Span, ...]:
    """Read a list of spans that may be left out."""
    return kept(read_span(one, zone) for one in field.optional_items())


def read_resource(field: Field, zone: tzinfo) -> Resource | None:
    """Read one resource, an object; whether its parts exist is looked at later."""
    name, kind = field.key("id").text(), field.key("kind").text()
    skills, parts = (field.key(key) for key in ("skills", "parts"))
    able = (skills.texts() or []) if skills.given else []
    made_of = (parts.texts() or []) if parts.given else []
    hours = kept(read_weekly(one) for one in field.key("hours").optional_items())
    extra, away = (read_spans(field.key(key), zone) for key in ("extra", "away"))
    if name == PATIENT:
        field.key("id").note("reserved", name)
        return None
    if name is None or kind is None:
        return None
    part_ids = tuple(dict.fromkeys(map(ResourceId, made_of)))
    return checked(
        field,
        lambda: Resource(ResourceId(name), kind, frozenset(able), part_ids, hours, extra, away),
    )


def read_resources(field: Field, zone: tzinfo) -> dict[ResourceId, Resource]:
    """Read all resources; ids must differ, parts must exist, nothing may contain itself."""
    members = [one for one in field.items() or [] if one.keys() is not None]
    read = [(one, read_resource(one, zone)) for one in members]
    note_repeated((one.key("id"), one.key("id").value) for one in members)
    known = written_ids(field)
    for one in members:
        if isinstance(one.key("parts").value, list):
            note_unknown(one.key("parts"), known)
    parts = {resource.id: resource.parts for _, resource in read if resource}
    for one, resource in read:
        # Its own part, at first hand, is a fault that the resource itself has named.
        if resource and resource.id in parts_within(resource.id, parts):
            one.key("parts").note("circle")
    return {resource.id: resource for _, resource in read if resource}


def note_unknown(field: Field, known: Iterable[object], code: str = "unknown_resource") -> None:
    """Note each text of a list that is not among the known ones."""
    for one in field.items() or []:
        if isinstance(one.value, str) and one.value not in known:
            one.note(code, one.value)
