"""A cell of a table as a number, or what is wrong with it.

Decides        what is a number in range for its column; what contradicts itself within a row
Does not       guess: a bound is no number, a percentage no count
Takes          a cell's text, its column's name, the decimal sign of the file
Gives          the number, or a code
Units          those of the column
Sources        none
Reviewed       no clinical content
"""

import re
from collections.abc import Mapping
from math import isfinite

from ashi.core.evidence.effects import RATIOS, Measure
from ashi.core.kernel.faults import Fault

MISSING = frozenset({"", "na", "n/a", "nan", "null", ".", "-"})
WHOLE = frozenset({"n1", "n2", "events1", "events2"})
SPREAD = re.compile(r"(before_|after_)?sd[12]|se[12]?|vi")
COMMA = re.compile(r"[-+]?\d+,\d+")
BOUND = re.compile(r"[<>≤≥]")
LARGEST = 1e300
RANGES: Mapping[str, tuple[float, float]] = {"p": (0, 1), "r": (-1, 1), "level": (50, 99.99)}
PAIRS = (("low", "high"), ("scale_min", "scale_max"))
PAIRS_OF_ARM = (("low", "high"), ("min", "median"), ("median", "max"), ("min", "max"))
QUARTILES = (("q1_", "median"), ("median", "q3_"), ("min", "q1_"), ("q3_", "max"), ("q1_", "q3_"))


def number_in(name: str, text: str, decimal: str) -> tuple[float, str]:
    """Return a cell's number and no code, or nought and the code of what is wrong."""
    plain = text.replace(",", ".") if decimal == "," and text.count(",") == 1 else text
    try:
        number = float(plain) if "_" not in plain else float("nan")
    except ValueError:
        return 0.0, _not_number(text)
    if not isfinite(number) or abs(number) > LARGEST:
        return 0.0, "not_number"
    return number, _out_of_range(name, number)


def _not_number(text: str) -> str:
    if text.endswith("%"):
        return "percent"
    if BOUND.match(text):
        return "only_bound"
    return "decimal_comma" if COMMA.fullmatch(text) else "not_number"


def _out_of_range(name: str, number: float) -> str:
    if name in WHOLE and number != int(number):
        return "not_whole"
    if number < 0 and (name in WHOLE or SPREAD.fullmatch(name)):
        return "below_nought"
    low, high = RANGES.get(name, (number, number))
    return "" if low <= number <= high else "out_of_range"


def contradictions(line: int, numbers: Mapping[str, float], measure: Measure) -> list[Fault]:
    """Return what contradicts itself within a row of numbers."""
    faults = [
        Fault(f"line {line} events{arm}", "more_than_n", f"{numbers[f'n{arm}']:g}")
        for arm in (1, 2)
        if numbers.get(f"events{arm}", 0) > numbers.get(f"n{arm}", LARGEST)
    ]
    faults += [
        Fault(f"line {line} {one}", "turned_round", f"{numbers[one]:g}, {other} {numbers[other]:g}")
        for one, other in _pairs()
        if one in numbers and other in numbers and numbers[one] > numbers[other]
    ]
    if measure in RATIOS:
        faults += [
            Fault(f"line {line} {name}", "no_ratio_at_all", f"{numbers[name]:g}")
            for name in ("effect", "low", "high")
            if numbers.get(name, 1) <= 0
        ]
    return faults


def _pairs() -> list[tuple[str, str]]:
    arms = [
        (f"{one}{arm}", f"{other}{arm}")
        for arm in (1, 2)
        for one, other in (*PAIRS_OF_ARM, *QUARTILES)
    ]
    return [*PAIRS, *arms]
