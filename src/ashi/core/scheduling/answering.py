"""From a case to its answer: lays out the calendar and asks the search.

Decides        which stretch of time a question needs
Does not       read or write anything
Takes          a centre and a question (``document``)
Gives          openings
Units          minutes since 1970-01-01T00:00Z
"""

from dataclasses import dataclass
from datetime import date

from ashi.core.scheduling.axis import Axis
from ashi.core.scheduling.calendars import Calendar, calendar_of
from ashi.core.scheduling.courses import PlannedCourse, Wish, plan_course
from ashi.core.scheduling.document import Centre, Course, Fill, Find
from ashi.core.scheduling.filling import fill_greedily, minutes_of_kind
from ashi.core.scheduling.openings import Opening, Search, openings
from ashi.core.scheduling.packing import Packing, pack
from ashi.core.scheduling.resources import Resource, Wholes
from ashi.core.scheduling.services import Service
from ashi.core.scheduling.week import DAY, days_axis, grid

EFFORT = 300.0  # chosen: deterministic seconds after which a proof is given up


def needed(service: Service, resources: tuple[Resource, ...]) -> list[Resource]:
    """Return who may fill a role, with parts and wholes, in the order given."""
    wholes = Wholes(resources)
    able = [one.id for one in resources if any(role.fits(one) for role in service.roles)]
    taken = {part for one in able for part in wholes.takes[one]}
    involved = taken | {whole for one in taken for whole in wholes.taken_by[one]}
    return [one for one in resources if one.id in involved]


def lay_out(
    centre: Centre, service: Service, first: date, last: date, *, with_patient: bool
) -> Calendar:
    """Return the calendar of all starts on the days ``first`` to ``last``, both included."""
    axis = days_axis(first, last, centre.zone, beyond=service.minutes)
    return calendar_of(
        needed(service, centre.resources),
        axis,
        centre.zone,
        (first, last + (service.minutes // (24 * 60) + 2) * DAY),
        centre.busy,
        centre.patient_busy if with_patient else (),
    )


def starts_on(centre: Centre, axis: Axis, first: date, last: date, earliest: int | None) -> int:
    """Return the mask of the centre's starts on some days."""
    return grid(axis, first, last, centre.zone, centre.grain, earliest)


def find(centre: Centre, asked: Find) -> list[Opening]:
    """Return every opening asked for, in order; the limit is the caller's to apply."""
    calendar = lay_out(centre, asked.service, asked.first, asked.last, with_patient=True)
    starts = starts_on(centre, calendar.axis, asked.first, asked.last, asked.earliest)
    return openings(Search(asked.service, starts, asked.pins), calendar)


def course(centre: Centre, asked: Course) -> PlannedCourse:
    """Return the best course."""
    calendar = lay_out(centre, asked.service, asked.first, asked.last, with_patient=True)
    starts = starts_on(centre, calendar.axis, asked.first, asked.last, asked.earliest)
    wish = Wish(asked.visits, asked.min_days, asked.max_days, asked.prefer, asked.same)
    return plan_course(Search(asked.service, starts, asked.pins), calendar, wish, centre.zone)


@dataclass(frozen=True)
class Filled:
    """A day's visits; ``proven`` says that no packing holds more."""

    visits: tuple[Opening, ...]
    proven: bool
    practitioner_minutes: int
    room_minutes: int


def fill(centre: Centre, asked: Fill) -> Filled:
    """Return a packing of the day; the greatest, with proof, where that is asked for.

    Raises
    ------
    SolverMissingError
        The proof is asked for and OR-Tools is not installed.
    """
    calendar = lay_out(centre, asked.service, asked.day, asked.day, with_patient=False)
    starts = starts_on(centre, calendar.axis, asked.day, asked.day, asked.earliest)
    search = Search(asked.service, starts, asked.pins)
    packing = Packing(tuple(fill_greedily(search, calendar)), proven=False)
    if asked.optimal:
        packing = pack(search, calendar, packing.visits, EFFORT)
    practitioners, rooms = (
        minutes_of_kind(packing.visits, asked.service, calendar.resources, kind)
        for kind in ("practitioner", "room")
    )
    return Filled(packing.visits, packing.proven, practitioners, rooms)
