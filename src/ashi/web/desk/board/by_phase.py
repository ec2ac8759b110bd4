"""Who and what is there in each phase of a visit, and who takes over from whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ashi.apps.centres.models import PEOPLE, Resource
from ashi.apps.encounters.day_board import DayVisit
from ashi.apps.encounters.drawn import PlanPhase
from ashi.web.desk.board.words import local


@dataclass(frozen=True, slots=True)
class PhaseThere:
    """One phase as it was promised; ``takes_over``: somebody else was with the patient before."""

    phase: PlanPhase
    at: datetime
    who: tuple[str, ...]
    where: tuple[str, ...]
    takes_over: bool


def by_phase(day: DayVisit) -> list[PhaseThere]:
    """Return every phase in order, with the names of the people, rooms and machines in it."""
    found: list[PhaseThere] = []
    at, before = day.visit.session.starts_at, set[int]()
    for phase in day.plan:
        there = [day.roles[key] for key in sorted(phase.roles) if key in day.roles]
        people = [one for one in there if one.kind in PEOPLE]
        things = [one for one in there if one.kind not in PEOPLE]
        now = {one.pk for one in people}
        found.append(
            PhaseThere(phase, at, _names(people), _names(things), bool(before and now - before))
        )
        before = now or before
        at += timedelta(minutes=phase.minutes)
    return found


def _names(resources: list[Resource]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(local(one) for one in resources))
