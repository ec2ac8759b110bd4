"""The columns a table of trials may have, and by which ways a measure gets its numbers.

Decides        which columns do instead of one that is not there
Does not       reckon anything
Takes          a measure and the names of a heading
Gives          the columns that are wanted and cannot be had; the columns that may be read
Units          none
Sources        the names are Ashi's own (docs/reference/evidence.md)
Reviewed       no clinical content
"""

from collections.abc import Collection

from ashi.core.evidence.effects import COLUMNS, MEANS, Measure

Way = tuple[str, ...]
SPREADS: tuple[Way, ...] = (("se",), ("low", "high"), ("t",), ("p",))
LABELS = ("study", "arm1", "arm2")
SCALE = ("scale_min", "scale_max")
OF_ARM = (
    "se", "low", "high", "median", "q1_", "q3_", "min", "max",
    "before_mean", "before_sd", "after_mean", "after_sd",
)  # fmt: skip
OF_ROW = ("effect", "se", "low", "high", "t", "p", "level")


def ways_to_mean(arm: int) -> tuple[Way, ...]:
    """Return what gives a group's mean where it is not printed, first choice first."""
    return (
        (f"before_mean{arm}", f"after_mean{arm}"),
        (f"median{arm}", f"q1_{arm}", f"q3_{arm}"),
        (f"median{arm}", f"min{arm}", f"max{arm}"),
    )


def ways_to_sd(arm: int) -> tuple[Way, ...]:
    """Return what gives a group's standard deviation, first choice first.

    Last come the numbers of the difference between the groups, which give both one deviation.
    """
    return (
        (f"se{arm}",),
        (f"low{arm}", f"high{arm}"),
        (f"before_sd{arm}", f"after_sd{arm}", "r"),
        (f"median{arm}", f"q1_{arm}", f"q3_{arm}"),
        (f"median{arm}", f"min{arm}", f"max{arm}"),
        *SPREADS,
    )


def ways_to(column: str) -> tuple[Way, ...]:
    """Return what does instead of a column of ``COLUMNS``; nothing for sizes and events."""
    if column == "vi":
        return SPREADS
    if column in ("mean1", "mean2"):
        return ways_to_mean(int(column[-1]))
    if column in ("sd1", "sd2"):
        return ways_to_sd(int(column[-1]))
    return ()


def not_to_be_had(measure: Measure, names: Collection[str]) -> list[str]:
    """Return the measure's columns that a heading neither has nor makes up for."""
    names = {*names, "r"}  # may be said for all rows at once
    whole = measure is not Measure.GEN and "effect" in names
    if whole and any(_has(way, names) for way in SPREADS):
        return []
    return [
        name
        for name in COLUMNS[measure]
        if name not in names and not any(_has(way, names) for way in ways_to(name))
    ]


def _has(way: Way, names: Collection[str]) -> bool:
    return all(name in names for name in way)


def readable(measure: Measure) -> tuple[str, ...]:
    """Return the columns that are looked at where a row lacks one of the measure's own."""
    rows = tuple(name for name in OF_ROW if measure is not Measure.GEN or name != "effect")
    if COLUMNS[measure] is not MEANS:
        return rows
    return (*(f"{name}{arm}" for arm in (1, 2) for name in OF_ARM), "r", *rows)
