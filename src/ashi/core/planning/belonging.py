"""To which course a visit belongs.

Decides        of each visit, the one course that it counts for
Does not       guess where several were open on its day and nobody said
Takes          the days on which courses were open, what was said of visits
Gives          the course of each visit; nothing where there is none, or where it was not said
Units          days, both ends included
Sources        own
Reviewed       draft
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Open:
    """The days on which a course is open; ``last`` is ``None`` while it is."""

    course: int
    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the course is open on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Visits by their course, and those of which nobody said to which of several they belong."""

    courses: Mapping[int, tuple[int, ...]]
    unsaid: tuple[int, ...]


def belonging(
    opened: Iterable[Open], visits: Iterable[tuple[int, date]], said: Mapping[int, int]
) -> Belonging:
    """Return the visits of each course, in the order given.

    Parameters
    ----------
    visits
        The id and the day of each visit.
    said
        The course of a visit where somebody said it; that holds whatever its day.
    """
    spans = tuple(opened)
    found: dict[int, list[int]] = {one.course: [] for one in spans}
    unsaid = []
    for visit, day in visits:
        of_day = [one.course for one in spans if one.holds(day)]
        if visit in said:
            found.setdefault(said[visit], []).append(visit)
        elif len(of_day) == 1:
            found[of_day[0]].append(visit)
        elif of_day:
            unsaid.append(visit)
    return Belonging({course: tuple(some) for course, some in found.items()}, tuple(unsaid))
