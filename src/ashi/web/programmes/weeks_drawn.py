"""Days done of days asked, week by week, as a small picture with its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ashi.apps.programmes.adherence import WEEK, Week

LATEST = 12
STEP, WIDE, HIGH, FLOOR = 20, 14, 10, 80


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: left edge, how many days were asked and done, the tops of both."""

    x: int
    number: int
    asked: int
    done: int
    asked_top: int
    done_top: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """The picture: bars in order of time, and what they say together."""

    bars: tuple[Bar, ...]
    width: int
    says: str


def weeks_drawn(weeks: Sequence[Week]) -> Weeks | None:
    """Draw the latest weeks; nothing where nothing was ever asked."""
    asked = sum(one.days.asked for one in weeks)
    if not asked:
        return None
    first = max(0, len(weeks) - LATEST)
    bars = tuple(
        Bar(
            4 + at * STEP,
            first + at + 1,
            one.days.asked,
            one.days.done,
            FLOOR - HIGH * min(one.days.asked, WEEK),
            FLOOR - HIGH * min(one.days.done, WEEK),
        )
        for at, one in enumerate(weeks[first:])
    )
    says = _("Exercises at home: %(done)s days done of %(asked)s asked.") % {
        "done": sum(one.days.done for one in weeks),
        "asked": asked,
    }
    return Weeks(bars, 8 + len(bars) * STEP, says)
