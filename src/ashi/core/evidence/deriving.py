"""The numbers a measure needs, from those a row has.

Decides        which printed numbers stand in for those that are missing, in one fixed order
Does not       assume: without a stated correlation a change has no standard deviation
Takes          a row's numbers by column, each in range
Gives          the measure's columns (or ``yi`` and ``vi``), how each was derived, or why not
Units          those of the columns; ratios on the log scale
Sources        those of ``spreads`` and ``quartiles``
Reviewed       no
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

from ashi.core.evidence.columns import Way, ways_to_mean, ways_to_sd
from ashi.core.evidence.effects import COLUMNS, MEANS, RATIOS, Measure
from ashi.core.evidence.quartiles import FEWEST, Summary, moments, skewed
from ashi.core.evidence.records import How
from ashi.core.evidence.spreads import (
    LEVEL,
    sd_of_change,
    sd_of_difference,
    sd_of_interval,
    sd_of_se,
    se_of_interval,
    se_of_p,
    se_of_ratio_interval,
    se_of_t,
)

Given = Mapping[str, float]


@dataclass(slots=True)
class Derived:
    """What came of a row; ``missing`` names what it lacks, ``why`` (a code) why not."""

    numbers: dict[str, float] = field(default_factory=dict)
    how: list[How] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    why: str = ""


def derive(measure: Measure, given: Given, r: float | None) -> Derived:
    """Return the measure's numbers from those of a row.

    Parameters
    ----------
    measure : what is compared
    given : the cells that are there, each a number in range
    r : correlation of before and after where the row has none; None if nobody stated one
    """
    out = Derived()
    wanted = COLUMNS[measure]
    out.numbers = {name: given[name] for name in wanted if name in given}
    if len(out.numbers) == len(wanted):
        return out
    if measure is Measure.GEN:
        _variance(measure, given, "yi", out)
    elif "effect" in given and not all(name in given for name in ("mean1", "mean2")):
        _variance(measure, given, "effect", out)
    elif wanted is MEANS:
        for arm in (1, 2):
            _arm(arm, {"r": r, **given} if r is not None else given, out)
        changes = [one for one in out.how if one.code == "change" and one.column.startswith("mean")]
        out.doubts += ["change_against_end"] if len(changes) == 1 else []
    if "yi" in out.numbers and "vi" in out.numbers:
        return out
    out.missing = [name for name in wanted if name not in out.numbers]
    if out.missing and r is None and "r" not in given:
        out.missing += ["r"] if any(f"after_sd{arm}" in given for arm in (1, 2)) else []
    return out


def _variance(measure: Measure, given: Given, column: str, out: Derived) -> None:
    """Add ``yi`` and ``vi`` from an effect that was printed with its precision."""
    if column not in given:
        return
    logs = measure in RATIOS
    effect = log(given[column]) if logs else given[column]
    se, by = _error(given, effect, None, logs=logs)
    if se is None:
        return
    out.numbers = {"yi": effect, "vi": se * se}
    out.how += [How("yi", "log")] if logs else []
    out.how.append(How("vi", by))


def _error(
    given: Given, effect: float | None, df: float | None, *, logs: bool = False
) -> tuple[float | None, str]:
    """Return the standard error of an effect and by what; None if it cannot be had."""
    if "se" in given:
        return given["se"], "se"
    if "low" in given and "high" in given:
        low, high, level = given["low"], given["high"], given.get("level", LEVEL)
        if logs:
            return se_of_ratio_interval(low, high, level), "interval"
        return se_of_interval(low, high, df, level), "interval"
    if effect and given.get("t"):
        return se_of_t(effect, given["t"]), "t"
    if effect and 0 < given.get("p", 0) < 1:
        return se_of_p(effect, given["p"], df), "p"
    return None, ""


def _arm(arm: int, given: Given, out: Derived) -> None:
    """Add a group's mean and standard deviation where they can be had."""
    if f"n{arm}" not in given:
        return
    n = given[f"n{arm}"]
    if n < 2:
        out.why = "too_few_people"
        return
    mean, sd = f"mean{arm}", f"sd{arm}"
    if mean not in given:
        way = _first(ways_to_mean(arm), given)
        if way and way[0].startswith("before"):
            out.numbers[mean] = given[way[1]] - given[way[0]]
            out.how.append(How(mean, "change"))
        elif way:
            _of_median(arm, given, out, mean)
    if sd not in given:
        way = _first(ways_to_sd(arm), given)
        if way:
            _deviation(arm, way, given, out)


def _first(ways: tuple[Way, ...], given: Given) -> Way | None:
    return next((way for way in ways if all(name in given for name in way)), None)


def _of_median(arm: int, given: Given, out: Derived, column: str) -> None:
    if given[f"n{arm}"] < FEWEST:
        out.why = "too_few_for_median"
        return
    summary = Summary(
        given[f"n{arm}"],
        given[f"median{arm}"],
        _pair(given, f"q1_{arm}", f"q3_{arm}"),
        _pair(given, f"min{arm}", f"max{arm}"),
    )
    found = moments(summary)
    out.numbers[column] = found.mean if column.startswith("mean") else found.sd
    out.how.append(How(column, found.methods))
    if skewed(summary) and "skewed" not in out.doubts:
        out.doubts.append("skewed")


def _pair(given: Given, low: str, high: str) -> tuple[float, float] | None:
    return (given[low], given[high]) if low in given and high in given else None


def _deviation(arm: int, way: Way, given: Given, out: Derived) -> None:
    """Add a group's standard deviation by the first way that a row has."""
    n, column = given[f"n{arm}"], f"sd{arm}"
    if way == (f"se{arm}",):
        out.numbers[column] = sd_of_se(given[way[0]], n)
        out.how.append(How(column, "se"))
    elif way[0] == f"low{arm}":
        level = given.get("level", LEVEL)
        out.numbers[column] = sd_of_interval(given[way[0]], given[way[1]], n, level)
        out.how.append(How(column, "interval"))
    elif way[0].startswith("before"):
        out.numbers[column] = sd_of_change(given[way[0]], given[way[1]], given["r"])
        out.how.append(How(column, "change", f"{given['r']:g}"))
    elif way[0].startswith("median"):
        _of_median(arm, given, out, column)
    else:
        _of_difference(column, given, out)


def _of_difference(column: str, given: Given, out: Derived) -> None:
    """Add the deviation that both groups must have had for the difference printed.

    Where one group's own deviation is printed the two need not be alike, and nothing is added.
    """
    printed = "sd1" in given or "sd2" in given
    if printed or not all(name in given for name in ("n1", "n2", "mean1", "mean2")):
        return
    n1, n2 = given["n1"], given["n2"]
    se, by = _error(given, given["mean1"] - given["mean2"], n1 + n2 - 2)
    if se is not None:
        out.numbers[column] = sd_of_difference(se, n1, n2)
        out.how.append(How(column, f"difference_{by}"))
