"""The facts of the rule at a review, and what the centre's protocol says where they hold.

Decides        whether each condition of the rule holds: yes, no or unknown
Does not       say what is to be done, foresee anything, or fill in what is missing
Takes          changes of measures, global change, unwanted events, the review before, visits a year
Gives          facts with what they rest on; lines of the protocol, each with its fact
Units          points of each measure; percent of the first score; visits
Sources        data/protocol.toml; MDC and MCID from each instrument
Reviewed       draft

A line is shown with its fact, also where that is unknown: what was not measured is not "no".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ashi.core.kernel.facts import Fact, any_one, every, fact_of
from ashi.core.outcomes.change import Change
from ashi.core.planning.packaged import read_protocol

BETTER_UP_TO, WORSE_FROM = 3, 5  # of the seven steps of the PGIC, 4 being no change
FIRST_STEP, LAST_STEP = 1, 7


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of the rule, as the centre has them."""

    percent: int
    worse_reviews: int
    yearly_visits: int


@dataclass(frozen=True, slots=True)
class Line:
    """What the protocol says where a fact holds."""

    id: str
    text: str
    text_el: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known at a review; nothing is filled in.

    ``changes`` are of measures with a first and a later score. ``pgic`` is a step of 1 to 7 or
    ``None``. ``serious`` is of any serious event since the course began. ``worse_before`` tells
    of the review before, and is ``None`` where there was none.
    """

    visits: int
    visits_in_year: int
    changes: tuple[Change, ...] = ()
    pgic: int | None = None
    serious: Fact = Fact.UNKNOWN
    worse_before: Fact | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the protocol, and whether what it speaks of holds."""

    line: Line
    holds: Fact


@cache
def limits() -> Limits:
    """Return the numbers of the packaged rule."""
    said = read_protocol()
    return Limits(said["percent"], said["worse_reviews"], said["yearly_visits"])


@cache
def lines() -> tuple[Line, ...]:
    """Return the lines of the packaged protocol, in order."""
    return tuple(Line(**one) for one in read_protocol()["lines"])


def noticed(change: Change, percent: int) -> Fact:
    """Return whether a change for the better reaches the share, or what people notice.

    Unknown where it is for the better, less than the share, and the MCID is not known.
    """
    if change.direction is None:
        return Fact.UNKNOWN
    if change.direction != "better":
        return Fact.NO
    share = None if change.percent is None else abs(change.percent) >= percent
    known = [one for one in (share, change.beyond_mcid) if one is not None]
    if any(known):
        return Fact.YES
    return Fact.NO if len(known) == 2 else Fact.UNKNOWN


def worsened(change: Change) -> Fact:
    """Return whether a change for the worse is more than the measure's own error."""
    if change.direction is None:
        return Fact.UNKNOWN
    if change.direction != "worse":
        return Fact.NO
    return Fact.UNKNOWN if change.beyond_mdc is None else fact_of(change.beyond_mdc)


def _of(facts: Sequence[Fact]) -> Fact:
    """Return whether one holds; of nothing measured, unknown."""
    return any_one(facts) if facts else Fact.UNKNOWN


def changed_enough(seen: Seen, percent: int) -> Fact:
    """Return whether any measure changed for the better by as much as people notice."""
    return _of([noticed(one, percent) for one in seen.changes])


def felt_better(pgic: int | None) -> Fact:
    """Return whether the patient calls it better; not asked is unknown."""
    return Fact.UNKNOWN if pgic is None else fact_of(pgic <= BETTER_UP_TO)


def is_worse(changes: Sequence[Change], pgic: int | None) -> Fact:
    """Return whether a measure, or the patient's own word, says worse."""
    felt = Fact.UNKNOWN if pgic is None else fact_of(pgic >= WORSE_FROM)
    return any_one([_of([worsened(one) for one in changes]), felt])


def told_at(seen: Seen, stop_at: int) -> tuple[Told, ...]:
    """Return each line of the protocol with its fact.

    Parameters
    ----------
    stop_at
        The visit from which the protocol speaks of ending or changing.
    """
    limit = limits()
    enough = changed_enough(seen, limit.percent)
    before = Fact.NO if seen.worse_before is None else seen.worse_before
    facts = {
        "little_change": every(
            [
                fact_of(seen.visits >= stop_at),
                enough.opposite,
                felt_better(seen.pgic).opposite,
            ]
        ),
        "worse_again": every([before, is_worse(seen.changes, seen.pgic)]),
        "serious_event": seen.serious,
        "changed_enough": enough,
        "many_visits": fact_of(needs_second_sign(seen.visits_in_year)),
    }
    return tuple(Told(line, facts[line.id]) for line in lines())


def past_the_most(visits_in_year: int, to_come: int) -> bool:
    """Return whether so many visits on top of those of twelve months are more than the protocol's.

    Parameters
    ----------
    to_come
        What is planned and not done yet.
    """
    return needs_second_sign(visits_in_year + max(to_come, 0))


def needs_second_sign(visits_in_year: int) -> bool:
    """Return whether somebody else must sign for so many visits within twelve months."""
    return visits_in_year > limits().yearly_visits
