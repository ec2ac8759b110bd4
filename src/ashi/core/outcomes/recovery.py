"""When a complaint was over, as far as answers can tell.

Decides        between which two days recovery lies, or that it is not known
Does not       fill in answers that were not given, or forecast
Takes          a definition; the readings of one measure
Gives          an interval of days, open at the end where answers stop
Units          days since the course began
Sources        knowledge/data/recovery.toml, each definition with its own
Reviewed       draft

A course is watched through single answers, so recovery is never a day but a stretch: after the
last answer that was not yet recovered, by the first that was. What was not answered is not "no".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from ashi.core.outcomes.building import exact
from ashi.core.outcomes.catalogue import read_data
from ashi.core.outcomes.courses import Anchor, conditions_at
from ashi.core.outcomes.readings import Reading
from ashi.core.outcomes.saying import in_words, said

READ = frozenset({"seen", "seen2", "own"})
RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class Definition:
    """What counts as recovered: a score, or a share of the first, held for so many days."""

    condition: str
    measure: str
    kind: str
    at_most: Fraction | None
    fall_percent: Fraction | None
    held_days: int
    source: str
    provenance: str

    def limit(self, first: Fraction) -> Fraction:
        """Return the highest score that counts, for somebody who began with ``first``."""
        if self.fall_percent is not None:
            return first * (1 - self.fall_percent / 100)
        return self.at_most if self.at_most is not None else Fraction(0)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Recovery lies after day ``after`` and not later than day ``by``.

    ``by`` is ``None`` where it was not seen: the course is then known unrecovered up to
    ``after`` and unknown from there (censored). ``after`` is ``None`` where the first answer
    was recovered already, or nothing was answered.
    """

    after: int | None
    by: int | None
    unanswered: int


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every published definition that was read."""
    return tuple(
        Definition(
            condition=row["condition"],
            measure=row["measure"],
            kind=row["kind"],
            at_most=exact(row.get("at_most")),
            fall_percent=exact(row.get("fall_percent")),
            held_days=row["held_days"],
            source=row["source"],
            provenance=row["provenance"],
        )
        for row in read_data("recovery.toml")["definitions"]
    )


def definitions_for(condition: str) -> tuple[Definition, ...]:
    """Return the definitions for a condition, the default first; none where none was read."""
    return tuple(one for one in definitions() if one.condition == condition)


def definitions_at(areas: Iterable[str]) -> tuple[Definition, ...]:
    """Return one definition a measure for a complaint at these places: the first that was read.

    Empty where none was read for any condition that it may be.
    """
    found: dict[str, Definition] = {}
    for condition in conditions_at(areas):
        for one in definitions_for(condition):
            if one.provenance in READ:
                found.setdefault(one.measure, one)
    return tuple(found.values())


def recovery_in_words(
    definition: Definition, recovery: Recovery, measure: str, language: str
) -> tuple[str, str]:
    """Return when somebody recovered, as a stretch of days, and what counts as that.

    Parameters
    ----------
    measure
        What the measure is called in ``language``.
    """
    after, by = recovery.after, recovery.by
    days = {"after": str(after), "by": str(by)}
    if by is not None:
        key = "by" if after is None else "between"
    else:
        key = "unconfirmed" if after is None else "not_seen"
    parts = [said("recovery", key, language, **days)]
    if recovery.unanswered:
        many = "unanswered_one" if recovery.unanswered == 1 else "unanswered"
        parts.append(said("recovery", many, language, count=str(recovery.unanswered)))
    limit = definition.fall_percent if definition.kind == RESPONSE else definition.at_most
    kind = "fall" if definition.kind == RESPONSE else "at_most"
    shown = in_words(limit or 0, language)
    counts = [said("recovery", kind, language, measure=measure, limit=shown)]
    if definition.held_days:
        counts.append(said("recovery", "held", language, held=str(definition.held_days)))
    return "; ".join(parts), " ".join(counts)


def beside(anchor: Anchor, language: str) -> str:
    """Return how long it took until half of a named cohort had recovered."""
    values = {
        name: "?" if value is None else in_words(value, language)
        for name, value in (("value", anchor.value), ("low", anchor.low), ("high", anchor.high))
    }
    return said("recovery", "cohort", language, **values)


def time_to_recovery(definition: Definition, readings: Iterable[Reading]) -> Recovery:
    """Find between which days recovery lies.

    Parameters
    ----------
    readings
        In any order; those of other measures are left out.

    Returns
    -------
    Recovery
        The first answer at or under the limit counts once every answer over the next
        ``held_days`` is so too, the last of them that long after it or later. An answer
        missing in that stretch leaves it unconfirmed.
    """
    asked = sorted(
        (one for one in readings if one.measure == definition.measure), key=lambda one: one.day
    )
    unanswered = sum(one.value is None for one in asked)
    first = next((one.value for one in asked if one.value is not None), None)
    if first is None:
        return Recovery(None, None, unanswered)
    limit = definition.limit(first)
    after: int | None = None
    for at, reading in enumerate(asked):
        if reading.value is None:
            continue
        if reading.value > limit:
            after = reading.day
        elif _held(asked[at:], limit, definition.held_days):
            return Recovery(after, reading.day, unanswered)
    return Recovery(after, None, unanswered)


def _held(readings: list[Reading], limit: Fraction, days: int) -> bool:
    """Whether every answer is at or under the limit until ``days`` after the first."""
    end = readings[0].day + days
    for reading in readings:
        if reading.value is None or reading.value > limit:
            return False
        if reading.day >= end:
            return True
    return False
