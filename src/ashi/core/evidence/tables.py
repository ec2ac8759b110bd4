"""Trials as a table of text: every cell checked, every row that cannot be used named.

Decides        which rows give an effect, which are left out and why, what looks wrong
Does not       guess: a cell that is no number is a fault of the file, a missing one that nothing
               stands in for leaves its row out
Takes          the text of a CSV, a measure, how it is to be read
Gives          effects with variances, how each came about, and notes by row;
               ``TableFaultsError`` with every fault
Units          those of the columns
Sources        none
Reviewed       no clinical content
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ashi.core.evidence.cells import MISSING, contradictions, number_in
from ashi.core.evidence.columns import LABELS, SCALE, readable
from ashi.core.evidence.deriving import derive
from ashi.core.evidence.doubts import counted_twice, impossible, strange_spreads
from ashi.core.evidence.effects import COLUMNS, Measure, effect_of
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.multiarm import arrange
from ashi.core.evidence.records import How, Note, Reading, Record
from ashi.core.evidence.rows import Row, read_table
from ashi.core.kernel.faults import Fault

MOST_FAULTS = 50
LONGEST_TEXT = 60
STRANGE = frozenset(
    {"change_against_end", "perhaps_standard_error", "skewed", "spread_far_too_small"}
)
TWICE = frozenset({"arms_twice", "control_shared", "row_twice", "study_twice"})


@dataclass(slots=True)
class Trials:
    """The rows that give an effect, in the file's order; all lists but ``notes`` of one length."""

    studies: list[str] = field(default_factory=list)
    yi: list[float] = field(default_factory=list)
    vi: list[float] = field(default_factory=list)
    how: list[tuple[How, ...]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    labels: list[dict[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def doubtful(self) -> list[int]:
        """Return the places of rows that look wrong, and of a study's rows after its first."""
        strange = {note.line for note in self.notes if note.code in STRANGE}
        twice = {note.line for note in self.notes if note.code in TWICE}
        met: set[str] = set()
        found = []
        for at, (line, study) in enumerate(zip(self.lines, self.studies, strict=True)):
            if line in strange or (line in twice and study in met):
                found.append(at)
            met.add(study)
        return found


def read_trials(text: str, measure: Measure, reading: Reading | None = None) -> Trials:
    """Read a table of trials.

    Raises
    ------
    TableFaultsError
        ``faults``: by ``line N column`` or by column, each with its code.
    """
    reading = reading or Reading()
    table = read_table(text, measure, reading.labels)
    trials, faults = Trials(), list[Fault]()
    records = []
    for row in table.rows:
        numbers = numbers_in(row, measure, table.decimal, faults)
        if len(faults) > MOST_FAULTS:
            break
        records += _derived(row, measure, numbers, reading, trials.notes) if not faults else []
    if faults:
        raise TableFaultsError(faults[:MOST_FAULTS])
    records = _possible(records, reading, trials.notes)
    trials.notes += strange_spreads(records)
    arranged = arrange(records, reading.arms)
    trials.notes += counted_twice([one for one in arranged if not _done(one)])
    _add_effects(trials, arranged, measure)
    trials.notes.sort(key=lambda note: note.line)
    if not trials.yi:
        raise TableFaultsError([Fault("rows", "none_usable", _first(trials))])
    return trials


def _done(record: Record) -> bool:
    """Tell whether a row's shared group was seen to."""
    return any(how.code in ("shared", "joined") for how in record.how)


def _first(trials: Trials) -> str:
    """Return what was said of the first rows, for a table of which nothing is left."""
    return "; ".join(f"line {one.line} {one.code}" for one in trials.notes[:3])


def numbers_in(row: Row, measure: Measure, decimal: str, faults: list[Fault]) -> dict[str, float]:
    """Return a row's numbers; faults are added.

    What could stand in for the measure's own columns is read only where one of these is missing.
    """
    if row.beyond:
        faults.append(Fault(f"line {row.line}", "too_many_cells", row.beyond))
        return {}
    before = len(faults)
    numbers = _read(row, (*COLUMNS[measure], *SCALE), decimal, faults)
    if any(name not in numbers for name in COLUMNS[measure]):
        numbers |= _read(row, readable(measure), decimal, faults)
    if len(faults) == before:
        faults += contradictions(row.line, numbers, measure)
    return numbers


def _read(row: Row, names: Iterable[str], decimal: str, faults: list[Fault]) -> dict[str, float]:
    numbers = {}
    for name in names:
        text = row.cells.get(name, "")
        if text.lower() in MISSING:
            continue
        numbers[name], wrong = number_in(name, text, decimal)
        if wrong:
            faults.append(Fault(f"line {row.line} {name}", wrong, text[:LONGEST_TEXT]))
    return numbers


def _derived(
    row: Row, measure: Measure, given: dict[str, float], reading: Reading, notes: list[Note]
) -> list[Record]:
    """Return a row as a record, or nothing with a note of why."""
    found = derive(measure, given, reading.r)
    if found.why:
        notes.append(Note(row.line, found.why, row.study))
        return []
    if found.missing:
        notes.append(Note(row.line, "missing", ", ".join(found.missing)))
        return []
    notes += [Note(row.line, code, row.study) for code in found.doubts]
    kept = {name: row.cells.get(name, "") for name in (*LABELS, *reading.labels)}
    scale = {name: given[name] for name in SCALE if name in given}
    return [Record(row.line, row.study, kept, found.numbers | scale, found.how)]


def _possible(records: list[Record], reading: Reading, notes: list[Note]) -> list[Record]:
    """Return the rows whose numbers people could have given; the others are named."""
    kept = []
    for record in records:
        why = impossible(record, reading.scale)
        if why:
            notes.append(Note(record.line, why, record.study))
        else:
            kept.append(record)
    return kept


def _add_effects(trials: Trials, records: list[Record], measure: Measure) -> None:
    for record in records:
        of = Measure.GEN if "yi" in record.numbers else measure
        effect = effect_of(of, record.numbers)
        if effect.why:
            trials.notes.append(Note(record.line, effect.why, record.study))
            continue
        trials.studies.append(record.study)
        trials.yi.append(effect.yi)
        trials.vi.append(effect.vi)
        trials.how.append(tuple(record.how))
        trials.lines.append(record.line)
        trials.labels.append(record.labels)
        trials.notes += [Note(record.line, code, record.study) for code in effect.notes]
