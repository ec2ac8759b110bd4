"""Trials as a table of text: every cell checked, every row that cannot be used named.

Decides        which rows give an effect, which are left out and why, what looks wrong
Does not       guess: a cell that is no number is a fault of the file, a missing one leaves its
               row out
Takes          the text of a CSV (comma or semicolon; with semicolons a decimal comma is read)
Gives          effects with variances, and notes by row; ``TableFaultsError`` with every fault
Units          those of the columns
Sources        none
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite, log, sqrt
from statistics import median

from ashi.core.evidence.effects import COLUMNS, MEANS, Measure, effect_of
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.kernel.faults import Fault

MISSING = frozenset({"", "na", "n/a", "nan", "null", ".", "-"})
WHOLE = frozenset({"n1", "n2", "events1", "events2"})
NOT_BELOW_NOUGHT = frozenset({"sd1", "sd2", "vi", *WHOLE})
MOST_FAULTS = 50
LARGEST = 1e300
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row (line of the file, 0 for all), by code."""

    line: int
    code: str
    about: str = ""


@dataclass(slots=True)
class Trials:
    """The rows that give an effect, in the file's order."""

    studies: list[str] = field(default_factory=list)
    yi: list[float] = field(default_factory=list)
    vi: list[float] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_trials(text: str, measure: Measure) -> Trials:
    """Read a table of trials.

    Raises
    ------
    TableFaultsError
        ``faults``: by ``line N column`` or by column, each with its code.
    """
    rows, decimal = _rows(text, measure)
    trials, faults = Trials(), list[Fault]()
    kept: list[tuple[int, str, dict[str, float]]] = []
    for line, study, cells in rows:
        numbers, missing = _numbers(line, cells, decimal, faults)
        if missing:
            trials.notes.append(Note(line, "missing", ", ".join(missing)))
        else:
            kept.append((line, study, numbers))
        if len(faults) > MOST_FAULTS:
            break
    if faults:
        raise TableFaultsError(faults=faults[:MOST_FAULTS])
    _add_effects(trials, kept, measure)
    trials.notes += _doubtful(kept, measure)
    trials.notes.sort(key=lambda note: note.line)
    if not trials.yi:
        raise TableFaultsError(faults=[Fault("rows", "none_usable", _first(trials))])
    return trials


def _first(trials: Trials) -> str:
    """Return what was said of the first rows, for a table of which nothing is left."""
    return "; ".join(f"line {one.line} {one.code}" for one in trials.notes[:3])


def _rows(text: str, measure: Measure) -> tuple[Iterator[tuple[int, str, dict[str, str]]], str]:
    """Return the rows (line, study, cells of the measure's columns) and the decimal sign."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not any(line.strip() for line in lines):
        raise TableFaultsError(faults=[Fault("file", "empty")])
    heading = next(line for line in lines if line.strip())
    separator = ";" if heading.count(";") > heading.count(",") else ","
    separator = "\t" if heading.count("\t") > heading.count(separator) else separator
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator)
    names = [cell.strip().lower() for cell in next(row for row in reader if any(row))]
    wanted = COLUMNS[measure]
    missing = [name for name in wanted if name not in names]
    twice = [name for name, count in Counter(names).items() if count > 1 and name in wanted]
    faults = [Fault(name, "no_column", ", ".join(names)) for name in missing]
    faults += [Fault(name, "column_twice") for name in twice]
    if faults:
        raise TableFaultsError(faults=faults)
    return _cells(reader, names, wanted), "," if separator == ";" else "."


def _cells(
    reader: Iterator[list[str]], names: Sequence[str], wanted: Sequence[str]
) -> Iterator[tuple[int, str, dict[str, str]]]:
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            cells = dict(zip(names, row, strict=False))
            line = reader.line_num  # type: ignore[attr-defined]  # csv's reader has it
            study = cells.get("study", "").strip() or f"row {line}"
            yield line, study, {name: cells.get(name, "").strip() for name in wanted}
    except csv.Error as error:
        raise TableFaultsError(faults=[Fault("file", "not_csv", str(error))]) from error


def _numbers(
    line: int, cells: dict[str, str], decimal: str, faults: list[Fault]
) -> tuple[dict[str, float], list[str]]:
    """Return a row's numbers and the names of those that are missing; faults are added."""
    numbers: dict[str, float] = {}
    missing: list[str] = []
    for name, text in cells.items():
        if text.lower() in MISSING:
            missing.append(name)
            continue
        number, wrong = _number(name, text, decimal)
        if wrong:
            faults.append(Fault(f"line {line} {name}", wrong, text[:LONGEST_TEXT]))
        numbers[name] = number
    if not missing and not faults:
        faults += _together(line, numbers)
    return numbers, missing


def _number(name: str, text: str, decimal: str) -> tuple[float, str]:
    plain = text.replace(",", ".") if decimal == "," and text.count(",") == 1 else text
    try:
        number = float(plain) if "_" not in plain else float("nan")
    except ValueError:
        return 0.0, "percent" if text.endswith("%") else "not_number"
    if not isfinite(number) or abs(number) > LARGEST:
        return 0.0, "not_number"
    if name in WHOLE and number != int(number):
        return 0.0, "not_whole"
    if name in NOT_BELOW_NOUGHT and number < 0:
        return 0.0, "below_nought"
    return number, ""


def _together(line: int, numbers: dict[str, float]) -> list[Fault]:
    """Return what contradicts itself within a row."""
    return [
        Fault(f"line {line} events{arm}", "more_than_n", f"{numbers[f'n{arm}']:g}")
        for arm in (1, 2)
        if numbers.get(f"events{arm}", 0) > numbers.get(f"n{arm}", LARGEST)
    ]


def _add_effects(
    trials: Trials, kept: Sequence[tuple[int, str, dict[str, float]]], measure: Measure
) -> None:
    named = Counter(study for _, study, _ in kept)
    for line, study, numbers in kept:
        effect = effect_of(measure, numbers)
        if effect.why:
            trials.notes.append(Note(line, effect.why, study))
            continue
        trials.studies.append(study)
        trials.yi.append(effect.yi)
        trials.vi.append(effect.vi)
        trials.notes += [Note(line, code, study) for code in effect.notes]
        if named[study] > 1:
            trials.notes.append(Note(line, "study_twice", study))


def _doubtful(kept: Sequence[tuple[int, str, dict[str, float]]], measure: Measure) -> list[Note]:
    """Name rows whose standard deviations look like standard errors; they stay in."""
    if COLUMNS[measure] is not MEANS or len(kept) < 4:
        return []
    spreads = [row[name] for _, _, row in kept for name in ("sd1", "sd2") if row[name] > 0]
    if not spreads:
        return []
    usual = median(spreads)
    return [
        Note(line, "perhaps_standard_error", study)
        for line, study, row in kept
        if all(_looks_like_error(row[f"sd{arm}"], row[f"n{arm}"], usual) for arm in (1, 2))
    ]


def _looks_like_error(sd: float, n: float, usual: float) -> bool:
    """Tell whether a spread is far below the usual one and at it once multiplied by √n."""
    return 0 < sd < usual / 3 and n > 1 and abs(log(sd * sqrt(n) / usual)) < 0.4
