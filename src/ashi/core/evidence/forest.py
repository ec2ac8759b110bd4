"""A forest plot as numbers: each trial with its interval and weight, and all of them together.

Decides        the effects, weights and pooled answer of the trials that a plot names
Does not       draw; choose trials; leave one out that looks wrong (it is named in ``doubtful``)
Takes          a plot of the evidence base, its entries and arms
Gives          a ``Forest``; ``pooled`` is None where results are shown as they were printed, or
               where no trial is left
Units          the plot's; weights in per cent
Sources        mean differences and pooling: ``effects``, ``pooling`` (pinned to metafor); the
               second opinion is REML with a t test, wider where trials are few
Reviewed       no
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from ashi.core.evidence.distributions import critical
from ashi.core.evidence.effects import Measure, effect_of
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.meaning import Estimate, Points
from ashi.core.evidence.pooling import Pooled, Test, pool
from ashi.core.knowledge.evidence_base.arms import Arm, compared
from ashi.core.knowledge.evidence_base.entries import Entry
from ashi.core.knowledge.evidence_base.plots import Chosen, Plot, Shown

OF_TEN: Mapping[str, float] = {"of_100": 0.1, "of_10": 1.0}


@dataclass(frozen=True, slots=True)
class Line:
    """One trial or one printed result; ``groups`` are its two arms where they were pooled here."""

    entry: Entry
    value: Estimate
    weight: float | None = None
    groups: Mapping[str, float] | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Forest:
    """A plot with its numbers; ``also`` is the same pooled in a second way."""

    plot: Plot
    lines: tuple[Line, ...]
    pooled: Pooled | None = None
    also: Pooled | None = None
    people: int = 0
    doubtful: tuple[str, ...] = ()

    @property
    def together(self) -> Estimate | None:
        """The pooled answer with its interval."""
        return None if self.pooled is None else _estimate(self.pooled)

    @property
    def points(self) -> Points | None:
        """What the pooled answer means in points of 10; None where the unit is no such scale."""
        factor = OF_TEN.get(self.plot.unit)
        if self.together is None or factor is None:
            return None
        notice = self.plot.notice
        return Points(
            self.together.times(factor),
            lower_is_better=True,
            mcid=None if notice is None else notice * factor,
        )


def forest_of(plot: Plot, entries: Mapping[str, Entry], arms: Iterable[Arm]) -> Forest:
    """Return a plot's numbers.

    Parameters
    ----------
    plot : one that ``checking_plots`` finds whole
    entries : all entries by id
    arms : all arms; those of the plot's time and scale are taken
    """
    if plot.chosen is None:
        printed = (_printed(row, entries) for row in plot.rows)
        return Forest(plot, tuple(line for line in printed if line is not None))
    return _pooled_here(plot, plot.chosen, entries, arms)


def _printed(row: Shown, entries: Mapping[str, Entry]) -> Line | None:
    """Return a printed result; None without an interval, which ``checking_plots`` refuses."""
    entry = entries[row.entry]
    answer = entry.answer
    if answer.estimate is None or answer.ci_low is None or answer.ci_high is None:
        return None
    return Line(entry, Estimate(answer.estimate, answer.ci_low, answer.ci_high), shown=row)


def _pooled_here(
    plot: Plot, chosen: Chosen, entries: Mapping[str, Entry], arms: Iterable[Arm]
) -> Forest:
    wanted = [one for one in arms if one.time == chosen.time and one.scale == chosen.scale]
    rows = compared(wanted, chosen.treatment, chosen.control)
    if not rows:
        return Forest(plot, ())
    effects = {entry: effect_of(Measure.MD, row) for entry, row in rows.items()}
    yi, vi = ([getattr(one, name) for one in effects.values()] for name in ("yi", "vi"))
    pooled = pool(yi, vi, Method(chosen.method))
    reach = critical(None)
    lines = tuple(
        Line(
            entries[entry],
            Estimate(one.yi, one.yi - reach * sqrt(one.vi), one.yi + reach * sqrt(one.vi)),
            weight,
            rows[entry],
        )
        for (entry, one), weight in zip(effects.items(), pooled.weights, strict=True)
    )
    return Forest(
        plot,
        lines,
        pooled,
        pool(yi, vi, Method.REML, Test.T),
        people=int(sum(row["n1"] + row["n2"] for row in rows.values())),
        doubtful=tuple(sorted({one.entry for one in wanted if one.entry in rows and one.doubts})),
    )


def _estimate(pooled: Pooled) -> Estimate:
    low, high = pooled.ci_low, pooled.ci_high
    return Estimate(
        pooled.estimate,
        pooled.estimate if low is None else low,
        pooled.estimate if high is None else high,
    )
