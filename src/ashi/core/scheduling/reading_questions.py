"""The question of a scheduling case: find, course or fill.

Decides        which fields are a question
Does not       word faults; answer
Takes          a ``Reader``: the root of the document, and its centre
Gives          the question; ``None`` after faults were noted in the root's list
Units          minutes; days are local dates
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ashi.core.kernel.fields import Field
from ashi.core.scheduling.document import Course, Fill, Find
from ashi.core.scheduling.filling import takes_somebody
from ashi.core.scheduling.reading import Reader
from ashi.core.scheduling.reading_resources import note_unknown, read_weekly
from ashi.core.scheduling.services import Service

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9000, 12, 31)
LONGEST_DAYS = 3660  # chosen: ten years; keeps a slip of the keyboard from asking for gigabytes
MOST_VISITS = 366  # chosen: one a day for a year
MOST_DAYS = 10**6  # chosen: beyond any horizon


def read_day(field: Field) -> date | None:
    """Read a date on which something is looked for."""
    day = field.day()
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        field.note("out_of_reach", field.value)
        return None
    return day


def read_last(field: Field, first: date | None) -> date | None:
    """Read the last date, itself included; it may not come before the first."""
    last = read_day(field)
    if first is None or last is None:
        return None
    if last < first:
        field.note("before_from")
        return None
    if (last - first).days >= LONGEST_DAYS:
        field.note("too_long", LONGEST_DAYS)
        return None
    return last


def read_find(reader: Reader) -> Find | None:
    """Read what ``find`` asks."""
    field = reader.root.key("find")
    if field.keys() is None:
        return None
    service = reader.service(field.key("service"))
    first = read_day(field.key("from"))
    last = read_last(field.key("to"), first)
    pins = reader.pins(field.key("roles"), service)
    earliest, limit = reader.earliest(field.key("earliest")), field.key("limit")
    most = limit.whole(1, 10**9) if limit.given else None
    if service is None or first is None or last is None:
        return None
    return Find(service, first, last, pins, earliest, most)


@dataclass(frozen=True, slots=True)
class _Cadence:
    visits: int
    min_days: int
    max_days: int


def _read_cadence(field: Field) -> _Cadence | None:
    visits = field.key("visits").whole(1, MOST_VISITS)
    least, most = (field.key(name).whole(0, MOST_DAYS) for name in ("min_days", "max_days"))
    if least is not None and most is not None and most < least:
        field.key("max_days").note("before_min_days", least)
        return None
    if visits is None or least is None or most is None:
        return None
    return _Cadence(visits, least, most)


def _read_horizon(field: Field, first: date | None, cadence: _Cadence | None) -> date | None:
    until = field.key("to")
    if until.given:
        return read_last(until, first)
    if first is None or cadence is None:
        return None
    days = cadence.visits * cadence.max_days
    if days >= LONGEST_DAYS:
        until.note("horizon_too_long", LONGEST_DAYS)
        return None
    return first + timedelta(days=days)


def _read_same(field: Field, service: Service | None) -> tuple[str, ...]:
    names = field.texts() if field.given else []
    if names and service:
        note_unknown(field, [role.id for role in service.roles], "unknown_role")
    return tuple(names or ())


def read_course(reader: Reader) -> Course | None:
    """Read what ``course`` asks."""
    field = reader.root.key("course")
    if field.keys() is None:
        return None
    service = reader.service(field.key("service"))
    first, cadence = read_day(field.key("from")), _read_cadence(field)
    last = _read_horizon(field, first, cadence)
    pins = reader.pins(field.key("roles"), service)
    earliest, prefer = reader.earliest(field.key("earliest")), field.key("prefer")
    liked = read_weekly(prefer) if prefer.given else None
    same = _read_same(field.key("same"), service)
    if service is None or first is None or last is None or cadence is None:
        return None
    return Course(
        service=service,
        first=first,
        last=last,
        pins=pins,
        earliest=earliest,
        visits=cadence.visits,
        min_days=cadence.min_days,
        max_days=cadence.max_days,
        prefer=liked,
        same=same,
    )


def read_fill(reader: Reader) -> Fill | None:
    """Read what ``fill`` asks."""
    field = reader.root.key("fill")
    if field.keys() is None:
        return None
    service = reader.service(field.key("service"))
    day = read_day(field.key("day"))
    pins = reader.pins(field.key("roles"), service)
    earliest = reader.earliest(field.key("earliest"))
    optimal = field.key("optimal").flag(default=False)
    if service is None or day is None:
        return None
    if not takes_somebody(service):
        field.key("service").note("takes_nobody", service.id)
        return None
    return Fill(service, day, pins, earliest, optimal)
