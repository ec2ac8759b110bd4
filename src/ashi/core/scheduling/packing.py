"""The most visits that fit, with the proof that no more do (OR-Tools CP-SAT).

Decides        a packing of greatest size
Does not       prefer one of equal size to another, beyond giving the same one each time
Takes          a service, the starts to use, pinned roles; a prepared calendar
Gives          visits in order of start, and whether their number is proven to be the greatest
Units          minutes; effort in the solver's own deterministic seconds
Sources        developers.google.com/optimization/cp/cp_solver

The model has one unknown for each start, role and resource: does the resource fill the role
in a visit that starts there? At each start all roles are filled equally often, and no minute
of a resource is taken twice, wholes and parts included. Any such answer can be dealt out to
visits, since two that would clash share a minute. OR-Tools is an extra and is imported when
a packing is asked for.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ashi.core.scheduling.axis import Axis
from ashi.core.scheduling.bits import positions, spans_of
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.choosing import Part, parts_of, places_at
from ashi.core.scheduling.errors import SolverMissingError, UnboundedError
from ashi.core.scheduling.filling import takes_somebody
from ashi.core.scheduling.openings import Opening, Search
from ashi.core.scheduling.resources import ResourceId


class Key(NamedTuple):
    """The unknown: whether ``resource`` fills a role (its index) in a visit starting here."""

    at: int
    role: int
    resource: ResourceId


Unknowns = dict[Key, Any]  # Any: variables of a library whose types are not exact


@dataclass(frozen=True)
class Packing:
    """Visits; ``proven`` says that no packing holds more."""

    visits: tuple[Opening, ...]
    proven: bool


def _load_solver() -> Any:
    try:
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- heavy, and an extra
    except ImportError:
        raise SolverMissingError from None
    return cp_model


def pack(search: Search, calendar: Calendar, known: Sequence[Opening], effort: float) -> Packing:
    """Return a packing of greatest size.

    Parameters
    ----------
    known
        A packing to begin from, and to fall back on.
    effort
        When to give up the proof, in the solver's deterministic seconds.

    Raises
    ------
    SolverMissingError
        OR-Tools is not installed.
    UnboundedError
        The service takes nobody and nothing.
    """
    if not takes_somebody(search.service):
        raise UnboundedError(service=search.service.id)
    library = _load_solver()
    model, parts = library.CpModel(), parts_of(search.service, calendar, search.pins)
    unknowns: Unknowns = {key: model.new_bool_var("") for key in _possible(search, calendar, parts)}
    if not unknowns:
        return Packing((), proven=True)
    _fill_roles_equally(model, unknowns)
    _take_no_minute_twice(model, unknowns, parts, calendar)
    counted = min(key.role for key in unknowns)
    model.maximize(sum(one for key, one in unknowns.items() if key.role == counted))
    _begin_from(model, unknowns, known, search, calendar)
    solver = library.CpSolver()
    solver.parameters.num_workers = 1  # with more, equal packings would differ from run to run
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status not in (library.OPTIMAL, library.FEASIBLE):
        return Packing(tuple(known), proven=False)
    filled = [key for key, one in unknowns.items() if solver.boolean_value(one)]
    return Packing(_dealt_out(filled, parts, search, calendar), status == library.OPTIMAL)


def _possible(search: Search, calendar: Calendar, parts: Sequence[Part]) -> Iterator[Key]:
    """Yield who may fill what where, for starts at which every role can be filled by somebody."""
    last = calendar.axis.length - search.service.minutes
    for at in positions(search.starts):
        places = places_at(parts, at, calendar.free, calendar.own_rest)
        if at <= last and all(place.free for place in places):
            for role, place in enumerate(places):
                if place.minutes:
                    for one in place.free:
                        yield Key(at, role, one)


def _fill_roles_equally(model: Any, unknowns: Unknowns) -> None:
    filled: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for key, one in unknowns.items():
        filled[key.at][key.role].append(one)
    for roles in filled.values():
        first, *others = roles.values()
        for other in others:
            model.add(sum(first) == sum(other))


def _take_no_minute_twice(
    model: Any,
    unknowns: Unknowns,
    parts: Sequence[Part],
    calendar: Calendar,
) -> None:
    """At each minute in which somebody begins to be taken, take them at most once."""
    presence = [
        spans_of(Axis(0, max(part.minutes.bit_length(), 1)), part.minutes) for part in parts
    ]
    taken: dict[ResourceId, list[tuple[int, int, Any]]] = defaultdict(list)
    for key, one in unknowns.items():
        for resource in calendar.wholes.takes[key.resource]:
            taken[resource] += [
                (key.at + run.start, key.at + run.end, one) for run in presence[key.role]
            ]
    for stretches in taken.values():
        for begins in sorted({start for start, _, _ in stretches}):
            model.add_at_most_one(one for start, end, one in stretches if start <= begins < end)


def _begin_from(
    model: Any,
    unknowns: Unknowns,
    known: Sequence[Opening],
    search: Search,
    calendar: Calendar,
) -> None:
    index = {role.id: at for at, role in enumerate(search.service.roles)}
    filled = {
        Key(visit.start - calendar.axis.origin, index[role], one)
        for visit in known
        for role, one in visit.roles
    }
    for key, one in unknowns.items():
        model.add_hint(one, key in filled)


def _dealt_out(
    filled: Sequence[Key], parts: Sequence[Part], search: Search, calendar: Calendar
) -> tuple[Opening, ...]:
    """Make visits of what is filled at each start; a role that is never present takes the first."""
    queues: dict[tuple[int, int], list[ResourceId]] = defaultdict(list)
    for key in filled:
        queues[key.at, key.role].append(key.resource)
    counted = min((key.role for key in filled), default=0)
    names, origin = [role.id for role in search.service.roles], calendar.axis.origin
    visits = []
    for at in sorted(key.at for key in filled if key.role == counted):
        picks = [
            queues[at, role].pop(0) if part.minutes else part.able[0]
            for role, part in enumerate(parts)
        ]
        begins = origin + at
        roles = tuple(zip(names, picks, strict=True))
        visits.append(Opening(begins, begins + search.service.minutes, roles))
    return tuple(visits)
