"""What looks wrong in a table of trials, or cannot be.

Decides        which rows to look at again, and which no group of people could have given
Does not       correct anything; leave out what is only doubtful
Takes          rows with a measure's columns; the ends of the scale where they are said
Gives          notes by line, by code
Units          those of the columns
Sources        Bhatia & Davis 2000 (the largest variance of values between two ends); the limits
               of what is doubtful are Ashi's own, chosen on the trials of one published review
               (tests/unit/core/evidence/test_doubts.py)
Reviewed       no
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log, sqrt
from statistics import median

from ashi.core.evidence.effects import MEANS
from ashi.core.evidence.records import Note, Record

ENOUGH = 4  # rows to know what is usual from
FAR = 3  # how many times smaller than usual a deviation is looked at again
VERY_FAR = 5  # and from where no other reason is asked for
NEAR = 0.7  # log: how near the usual one it comes once multiplied by √n; half to twice
ROUNDED = 1.001


def impossible(record: Record, scale: tuple[float, float] | None) -> str:
    """Return the code of why no people could give these numbers; empty if they could.

    A change lies within the scale's width on either side of nought.
    """
    numbers = record.numbers
    ends = _ends(record, scale)
    if ends is None or "mean1" not in numbers:
        return ""
    for arm in (1, 2):
        low, high = ends
        if any(one.column == f"mean{arm}" and one.code == "change" for one in record.how):
            low, high = low - high, high - low
        mean, sd, n = (numbers[f"{name}{arm}"] for name in ("mean", "sd", "n"))
        if not low <= mean <= high:
            return "mean_off_scale"
        widest = sqrt((mean - low) * (high - mean) * n / (n - 1)) if n > 1 else sd
        if sd > widest * ROUNDED:
            return "sd_off_scale"
    return ""


def _ends(record: Record, scale: tuple[float, float] | None) -> tuple[float, float] | None:
    if "scale_min" in record.numbers and "scale_max" in record.numbers:
        return record.numbers["scale_min"], record.numbers["scale_max"]
    return scale


def strange_spreads(records: Sequence[Record]) -> list[Note]:
    """Name rows whose standard deviations look like standard errors, or far too small.

    The same outcome on scales of different lengths looks so too: the note asks, and the row stays.
    """
    kept = [one for one in records if all(name in one.numbers for name in MEANS)]
    spreads = [one.numbers[name] for one in kept for name in ("sd1", "sd2")]
    spreads = [one for one in spreads if one > 0]
    if len(kept) < ENOUGH or not spreads:
        return []
    usual = median(spreads)
    notes = []
    for record in kept:
        arms = [(record.numbers[f"sd{arm}"], record.numbers[f"n{arm}"]) for arm in (1, 2)]
        if all(_looks_like_error(sd, n, usual) for sd, n in arms):
            notes.append(Note(record.line, "perhaps_standard_error", record.study))
        elif any(0 < sd < usual / VERY_FAR for sd, _ in arms):
            notes.append(Note(record.line, "spread_far_too_small", record.study))
    return notes


def _looks_like_error(sd: float, n: float, usual: float) -> bool:
    """Tell whether a spread is far below the usual one, and near it once multiplied by √n."""
    return 0 < sd < usual / FAR and n > 1 and abs(log(sd * sqrt(n) / usual)) < NEAR


def counted_twice(records: Sequence[Record]) -> list[Note]:
    """Name rows of one study that count the same people again, by how much they share."""
    by_study = defaultdict(list)
    for record in records:
        by_study[record.study].append(record)
    within = [
        Note(record.line, code, record.study)
        for together in by_study.values()
        if len(together) > 1
        for record, code in _how_twice(together)
    ]
    return within + _under_other_names(records)


def _under_other_names(records: Sequence[Record]) -> list[Note]:
    """Name rows whose six numbers another study has, too; counts may be alike by chance."""
    named = defaultdict(set)
    full = [one for one in records if all(name in one.numbers for name in MEANS)]
    for record in full:
        named[_all_of(record)].add(record.study)
    return [
        Note(record.line, "numbers_of_another", record.study)
        for record in full
        if len(named[_all_of(record)]) > 1
    ]


def _how_twice(together: Sequence[Record]) -> list[tuple[Record, str]]:
    rows = Counter(_all_of(one) for one in together)
    arms = Counter(arms_named(one) for one in together)
    controls = Counter(group_of(one, 2) for one in together)
    found = []
    for one in together:
        if rows[_all_of(one)] > 1:
            code = "row_twice"
        elif all(arms_named(one)) and arms[arms_named(one)] > 1:
            code = "arms_twice"
        elif group_of(one, 2) and controls[group_of(one, 2)] > 1:
            code = "control_shared"
        else:
            code = "study_twice"
        found.append((one, code))
    return found


def _all_of(record: Record) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(record.numbers.items()))


def arms_named(record: Record) -> tuple[str, str]:
    """Return the names of a row's two groups; empty where they have none."""
    one, other = (record.labels.get(name, "").casefold() for name in ("arm1", "arm2"))
    return one, other


def group_of(record: Record, arm: int) -> tuple[object, ...]:
    """Return what tells a row's group from others: its name and numbers; empty without numbers."""
    names = [f"{name}{arm}" for name in ("n", "mean", "sd", "events")]
    values = tuple(record.numbers[name] for name in names if name in record.numbers)
    return (arms_named(record)[arm - 1], *values) if values else ()
