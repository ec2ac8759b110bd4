"""The change between two scores of one measure.

Decides        the size and direction of a change, and whether it passes MDC and MCID
Does not       say that somebody is better; join scores of two measures
Takes          two scores within the measure's range; the thresholds a centre chose
Gives          a change as facts, with its sources
Units          points of the measure; percent of the first score
Sources        knowledge/data/instruments: every threshold with population and provenance
Reviewed       draft

MDC (minimal detectable change) is what the measure cannot tell from its own error; MCID
(minimal clinically important difference) is what people notice. A change counts as beyond one
when it is at least as large, in either direction. Neither is shown without the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ashi.core.outcomes.errors import OutOfRangeError, UnknownPartError
from ashi.core.outcomes.instruments import Instrument, Threshold


@dataclass(frozen=True, slots=True)
class Responder:
    """A published share of the first score, and whether the change reaches it for the better."""

    percent: Fraction
    level: str | None
    population: str
    source: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Change:
    """Two scores compared. What is not known is ``None``, never ``False``."""

    code: str
    part: str | None
    before: Fraction
    after: Fraction
    change: Fraction
    percent: Fraction | None
    direction: str | None
    mdc: Fraction | None
    mcid: Fraction | None
    beyond_mdc: bool | None
    beyond_mcid: bool | None
    mdc_from: Threshold | None
    mcid_from: Threshold | None
    responders: tuple[Responder, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the thresholds that were used come from."""
        used = [one for one in (self.mdc_from, self.mcid_from) if one is not None]
        return tuple(dict.fromkeys(one.source for one in used))


def choices(thresholds: Sequence[Threshold], part: str | None) -> tuple[Threshold, ...]:
    """Return the thresholds that hold for a part, its own before the general ones."""
    own = [one for one in thresholds if part is not None and one.part == part]
    general = [one for one in thresholds if one.part is None]
    others = [one for one in thresholds if one.part is not None and one.part != part]
    return (*own, *general, *(others if part is None else ()))


def change_between(
    instrument: Instrument,
    before: Fraction,
    after: Fraction,
    *,
    part: str | None = None,
    mdc: Threshold | None = None,
    mcid: Threshold | None = None,
) -> Change:
    """Compare two scores of one measure.

    Parameters
    ----------
    before, after
        Scores within the measure's range, or within that of ``part``.
    part
        A part of the measure, by any usual writing; the whole where it is left out.
    mdc, mcid
        The thresholds the centre chose; the first of the measure's own where left out.

    Returns
    -------
    Change
        ``direction`` is ``better``, ``worse`` or ``none``; ``None`` where the parts of the
        measure run in different directions and none was named. ``percent`` is of ``before``
        and ``None`` where that is 0.

    Raises
    ------
    OutOfRangeError
        A score that the measure cannot have; ``field`` is ``before`` or ``after``.
    UnknownPartError
        The measure has no such part.
    """
    known = instrument.part(part) if part is not None else None
    if part is not None and known is None:
        raise UnknownPartError(part, tuple(one.id for one in instrument.parts))
    low, high = known.range if known else (instrument.low, instrument.high)
    for field, value in (("before", before), ("after", after)):
        if value < low or (high is not None and value > high):
            raise OutOfRangeError(field, float(low), None if high is None else float(high))
    part_id = known.id if known else None
    mdc = mdc or next(iter(choices(instrument.mdc, part_id)), None)
    mcid = mcid or next(iter(choices(instrument.mcid, part_id)), None)
    size = after - before
    higher_is = (known.higher_is if known else None) or instrument.higher_is
    direction = _direction(size, higher_is)
    return Change(
        code=instrument.code,
        part=part_id,
        before=before,
        after=after,
        change=size,
        percent=size / before * 100 if before > 0 else None,
        direction=direction,
        mdc=_points(mdc, before),
        mcid=_points(mcid, before),
        beyond_mdc=_beyond(size, _points(mdc, before)),
        beyond_mcid=_beyond(size, _points(mcid, before)),
        mdc_from=mdc,
        mcid_from=mcid,
        responders=tuple(_responder(one, before, size, direction) for one in instrument.responders),
    )


def _direction(size: Fraction, higher_is: str | None) -> str | None:
    if size == 0:
        return "none"
    if higher_is is None:
        return None
    return "better" if (size > 0) == (higher_is == "better") else "worse"


def _points(threshold: Threshold | None, before: Fraction) -> Fraction | None:
    """Return a threshold in points; a share of nothing is not known."""
    if threshold is None or threshold.percent is None:
        return threshold.value if threshold else None
    return before * threshold.percent / 100 if before > 0 else None


def _beyond(size: Fraction, points: Fraction | None) -> bool | None:
    return None if points is None else abs(size) >= points


def _responder(
    one: Threshold, before: Fraction, size: Fraction, direction: str | None
) -> Responder:
    percent = one.percent or Fraction(0)
    reached = None
    if before > 0 and direction is not None:
        reached = direction == "better" and abs(size) >= before * percent / 100
    return Responder(percent, one.level, one.population, one.source, reached)
