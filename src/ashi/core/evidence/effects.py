"""Effect sizes and their sampling variances, trial by trial.

Decides        how an effect and its variance follow from a trial's numbers
Does not       pool; judge whether a trial is any good
Takes          a trial's columns: means, standard deviations and sizes, or events and sizes, or an
               effect with its variance
Gives          effect and variance, or the code of why there is none; ratios on the log scale
Units          those of the outcome for MD and RD; standard deviations for SMD; log for ROM, RR, OR
Sources        Hedges 1981 (exact correction of SMD); Viechtbauer 2010, metafor's ``escalc`` with
               its default variances, to which the reference tests hold every measure
Reviewed       no
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log, sqrt

Row = Mapping[str, float]


class Measure(StrEnum):
    """What is compared."""

    MD = "MD"
    SMD = "SMD"
    ROM = "ROM"
    RR = "RR"
    OR = "OR"
    RD = "RD"
    GEN = "GEN"


MEANS = ("n1", "mean1", "sd1", "n2", "mean2", "sd2")
COUNTS = ("events1", "n1", "events2", "n2")
COLUMNS: Mapping[Measure, tuple[str, ...]] = {
    Measure.MD: MEANS,
    Measure.SMD: MEANS,
    Measure.ROM: MEANS,
    Measure.RR: COUNTS,
    Measure.OR: COUNTS,
    Measure.RD: COUNTS,
    Measure.GEN: ("yi", "vi"),
}
RATIOS = frozenset({Measure.ROM, Measure.RR, Measure.OR})
NO_EVENTS = "no_events"
HALF = 0.5
LARGEST = 1e60  # squares and cubes of weights stay within a double


@dataclass(frozen=True, slots=True)
class Effect:
    """A trial's effect ``yi`` with sampling variance ``vi``; ``why`` names why there is none."""

    yi: float = 0.0
    vi: float = 0.0
    why: str = ""
    notes: tuple[str, ...] = ()


def effect_of(measure: Measure, row: Row) -> Effect:
    """Return a trial's effect.

    Parameters
    ----------
    measure : what is compared
    row : the columns of ``COLUMNS[measure]``, checked to be numbers in range
    """
    if measure is Measure.GEN:
        found = Effect(row["yi"], row["vi"])
    elif measure in (Measure.MD, Measure.SMD, Measure.ROM):
        found = _of_means(measure, row)
    else:
        found = _of_counts(measure, row)
    if found.why:
        return found
    if found.vi == 0:
        return Effect(why="no_variance")
    if not (abs(found.yi) <= LARGEST and 1 / LARGEST <= found.vi <= LARGEST):  # NaN neither
        return Effect(why="beyond_numbers")
    return found


def exact_correction(df: float) -> float:
    """Return Hedges' correction of a standardised difference with ``df`` degrees of freedom."""
    return exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))


def _of_means(measure: Measure, row: Row) -> Effect:
    n1, n2 = row["n1"], row["n2"]
    if n1 < 2 or n2 < 2:
        return Effect(why="too_few_people")
    m1, m2, s1, s2 = row["mean1"], row["mean2"], row["sd1"], row["sd2"]
    if measure is Measure.MD:
        return Effect(m1 - m2, s1 * s1 / n1 + s2 * s2 / n2)
    if measure is Measure.ROM:
        if m1 == 0 or m2 == 0 or (m1 > 0) != (m2 > 0):
            return Effect(why="no_ratio")
        return Effect(
            log(abs(m1)) - log(abs(m2)), (s1 / m1) * (s1 / m1) / n1 + (s2 / m2) * (s2 / m2) / n2
        )
    df = n1 + n2 - 2
    pooled = sqrt(((n1 - 1) * s1 * s1 + (n2 - 1) * s2 * s2) / df)
    if pooled == 0:
        return Effect(why="no_variance")
    yi = exact_correction(df) * (m1 - m2) / pooled
    return Effect(yi, 1 / n1 + 1 / n2 + yi * yi / (2 * (n1 + n2)))


def _of_counts(measure: Measure, row: Row) -> Effect:
    a, c = row["events1"], row["events2"]
    b, d = row["n1"] - a, row["n2"] - c
    if row["n1"] == 0 or row["n2"] == 0:
        return Effect(why="nobody")
    notes = (NO_EVENTS,) if a == 0 and c == 0 else ()
    if 0 in (a, b, c, d):
        a, b, c, d = a + HALF, b + HALF, c + HALF, d + HALF
    n1, n2 = a + b, c + d
    if measure is Measure.RR:
        return Effect(log(a / n1) - log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2, notes=notes)
    if measure is Measure.OR:
        return Effect(log(a / b) - log(c / d), 1 / a + 1 / b + 1 / c + 1 / d, notes=notes)
    vi = (a / n1) * (b / n1) / n1 + (c / n2) * (d / n2) / n2
    return Effect(a / n1 - c / n2, vi, notes=notes)
