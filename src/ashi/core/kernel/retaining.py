"""When a backup is due, and which of those made are kept.

Decides        whether one is to be made now; which may be deleted
Does not       make, check or delete anything
Takes          when the last was begun and whether it was good; the moments of those kept
Gives          yes or no; the moments that stay
Units          moments with a zone; hours
Sources        own; days, weeks and months as restic and borg count them
Reviewed       draft
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

AGAIN = timedelta(hours=1)  # chosen: after a failure, so that a full disk is not filled by tries


@dataclass(frozen=True, slots=True)
class Last:
    """The backup begun last, by order of making and not by its clock, and the last good one."""

    begun: datetime
    good: datetime | None


@dataclass(frozen=True, slots=True)
class Keep:
    """Of how many days, weeks and months that have a backup the newest stays."""

    days: int = 7
    weeks: int = 5
    months: int = 12


def is_due(last: Last | None, at: time, now: datetime) -> bool:
    """Return whether a backup is to be made: none is good since ``at`` o'clock was last passed.

    A server that was off at that time makes it when it is on again. After a failure an hour
    passes. A beginning that lies ahead of ``now`` was written by a clock that has since been set
    back, and holds nothing up.
    """
    if last is None or last.begun > now:
        return True
    passed = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if passed > now:
        passed -= timedelta(days=1)
    if last.good is not None and passed <= last.good <= now:
        return False
    return last.begun < passed or now - last.begun >= AGAIN


def kept(made: Iterable[datetime], keep: Keep) -> frozenset[datetime]:
    """Return which of the backups stay: the newest of each of the last days, weeks and months.

    Days, weeks and months without a backup are not counted, so a server that stood still for a
    summer loses nothing. The newest of all always stays.
    """
    newest_first = sorted(made, reverse=True)
    stay = set(newest_first[:1])
    rules: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (keep.days, datetime.date),
        (keep.weeks, lambda one: one.isocalendar()[:2]),
        (keep.months, lambda one: (one.year, one.month)),
    )
    for most, period in rules:
        seen: dict[Hashable, datetime] = {}
        for one in newest_first:
            seen.setdefault(period(one), one)
        stay.update(list(seen.values())[:most])
    return frozenset(stay)
