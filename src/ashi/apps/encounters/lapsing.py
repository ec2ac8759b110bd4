"""How long something that was taken is held: a bell by who goes, a call by who rings.

Where the server's clock was set back, what was taken before it lies in the future. Nobody knows
how long ago that was, so it is held no longer: better asked twice than stuck until the clock has
caught up.
"""

from datetime import datetime, timedelta

CLOCKS_APART = timedelta(minutes=1)  # chosen: more than a request takes from its first look


def from_the_future(at: datetime, now: datetime) -> bool:
    """Tell whether the clock must have been set back since ``at`` was written down."""
    return at > now + CLOCKS_APART


def is_held(since: datetime | None, now: datetime, lasts: timedelta) -> bool:
    """Tell whether what was taken at ``since`` is held at ``now``; ``None`` is not taken."""
    return since is not None and not from_the_future(since, now) and now < since + lasts
