"""After an operation: which exercises lie outside the surgeon's limits, or before their week.

Decides        of an exercise, every reason why it is not simply picked today
Does not       forbid, or hide, an exercise; know the operation or choose for anybody
Takes          the part, the week, what was said of each limit; data/operated_parts.csv,
               data/surgeon_limits.csv
Gives          reasons in the order of the file; none where nothing speaks against it
Units          whole weeks since the operation, 0 in the first
Sources        own limits and demands; weeks from programmes.csv (a knee replacement as example)
Reviewed       draft

What was not said is not "allowed": it is a reason of its own. A limit that ends says until which
week it holds; from that week on it is no reason any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ashi.core.kernel.facts import Fact
from ashi.core.knowledge.physio.demands import demands_of
from ashi.core.knowledge.physio.programmes import all_programmes
from ashi.core.planning.packaged import many, read_rows

LONGEST_WEEKS = 104


class Why(StrEnum):
    """Why an exercise is not simply picked."""

    LIMIT = "limit"
    UNSAID = "unsaid"
    EARLY = "early"
    UNWRITTEN = "unwritten"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is operated on; ``programme`` names the stages whose weeks hold for it."""

    id: str
    name: str
    name_el: str
    programme: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Something a surgeon may not allow yet, and which demands of an exercise it covers."""

    id: str
    demands: frozenset[str]
    name: str
    name_el: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the surgeon said of a limit; ``until_week`` only where it is not allowed yet."""

    allowed: Fact
    until_week: int | None = None

    def in_week(self, week: int) -> Fact:
        """Whether it is allowed in a week."""
        over = self.until_week is not None and week >= self.until_week
        return Fact.YES if self.allowed is Fact.NO and over else self.allowed


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; ``limit`` is empty where a week speaks; ``week`` is that from which it goes."""

    why: Why
    limit: str = ""
    week: int | None = None

    @property
    def key(self) -> str:
        """What it is kept as."""
        return ":".join(filter(None, (self.why.value, self.limit)))


NOT_SAID = Ruling(Fact.UNKNOWN)


@cache
def operated_parts() -> Mapping[str, Part]:
    """Return every part by its id."""
    names = ("id", "name", "name_el", "programme")
    rows = read_rows("operated_parts.csv")
    return {row["id"]: Part(*(row[name] for name in names)) for row in rows}


@cache
def surgeon_limits() -> Mapping[str, Limit]:
    """Return every limit by its id, in the order of the file."""
    return {
        row["id"]: Limit(row["id"], frozenset(many(row["demands"])), row["name"], row["name_el"])
        for row in read_rows("surgeon_limits.csv")
    }


@cache
def first_weeks(part: str) -> Mapping[str, int]:
    """Return the week from which each exercise is written for a part; empty where none is."""
    programme, found = operated_parts()[part].programme, dict[str, int]()
    for stage in all_programmes():
        if stage.condition == programme:
            for exercise, _dose in stage.items:
                week = min(stage.from_week, found.get(exercise.id, stage.from_week))
                found[exercise.id] = week
    return found


def reasons(
    exercise_id: str, part: str, week: int, said: Mapping[str, Ruling]
) -> tuple[Reason, ...]:
    """Return every reason why an exercise is not simply picked in a week.

    Parameters
    ----------
    week
        Whole weeks since the operation.
    said
        By the limit's id; a limit that is not there was not said.

    Returns
    -------
    tuple of Reason
        Empty for an exercise that leaves the part alone, whatever was said.
    """
    asks = demands_of(exercise_id, part)
    if not asks:
        return ()
    found = []
    for limit in surgeon_limits().values():
        ruling = said.get(limit.id, NOT_SAID)
        allowed = ruling.in_week(week)
        if asks & limit.demands and allowed is not Fact.YES:
            why = Why.LIMIT if allowed is Fact.NO else Why.UNSAID
            found.append(Reason(why, limit.id, ruling.until_week))
    return (*found, *_of_week(exercise_id, part, week))


def _of_week(exercise_id: str, part: str, week: int) -> tuple[Reason, ...]:
    """Return what the weeks say; nothing where none are written for the part."""
    weeks = first_weeks(part)
    if not weeks:
        return ()
    first = weeks.get(exercise_id)
    if first is None:
        return (Reason(Why.UNWRITTEN),)
    return () if week >= first else (Reason(Why.EARLY, week=first),)
