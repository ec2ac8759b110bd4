"""Trials that a centre adds to the questions which are pooled here.

Decides        which columns such a table has, which rows may be taken, which trial is there already
Does not       pool; take a part of a file with a fault in it
Takes          the text of a CSV, or one row from a form; the questions that are pooled
Gives          proposals; ``TableFaultsError`` with every fault, by line and column
Units          those of the question's scale
Sources        none
Reviewed       no clinical content
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ashi.core.evidence.deriving import derive
from ashi.core.evidence.doubts import impossible
from ashi.core.evidence.effects import MEANS, Measure
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.papers import LONGEST, Paper, plain, same_paper
from ashi.core.evidence.records import How, Record
from ashi.core.evidence.references import kind_of, read_references
from ashi.core.evidence.rows import Row, read_table
from ashi.core.evidence.tables import numbers_in
from ashi.core.kernel.faults import Fault, NotKnown
from ashi.core.knowledge.evidence_base.entries import Provenance
from ashi.core.knowledge.evidence_base.plots import Plot

NEEDED = ("study", "citation", "provenance")
MOST_ROWS = 500
MOST_FAULTS = 50
FEWEST = 2  # people in a group, so that it has a standard deviation
LARGEST_GROUP = 1_000_000
LONGEST_SHOWN = 60
SCALE = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One trial as it was handed in; ``numbers`` are ``MEANS``, or None while nobody read them.

    ``question`` is a plot's id, or empty while nobody said what the paper answers.
    """

    line: int
    question: str
    paper: Paper
    provenance: Provenance
    part_read: str = ""
    numbers: tuple[float, ...] | None = None
    how: tuple[How, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A trial that is there already, and for which question; ``where`` is how it is told."""

    question: str
    paper: Paper
    where: str


def pooled_questions(plots: Iterable[Plot]) -> dict[str, Plot]:
    """Return the plots whose trials are pooled here, by id."""
    return {plot.id: plot for plot in plots if plot.chosen is not None}


def read_file(
    text: str, questions: Mapping[str, Plot], asked: str = "", name: str = ""
) -> list[Proposal]:
    """Read a table, or records of a library (RIS, MEDLINE), which have no numbers yet.

    Raises
    ------
    TableFaultsError
        Every fault; nothing of the file is to be taken.
    """
    if asked and asked not in questions:
        near = tuple(get_close_matches(asked, questions, n=3, cutoff=0.3))
        raise TableFaultsError([Fault("question", "unknown_question", NotKnown(asked, near))])
    kind = kind_of(text, name)
    if not kind:
        return read_proposals(text, questions, asked)
    found = [
        Proposal(one.line, asked, one.paper, Provenance.RECALLED)
        for one in read_references(text, kind)
    ]
    if faults := duplicates(found, ()):
        raise TableFaultsError(faults[:MOST_FAULTS])
    return found


def read_proposals(text: str, questions: Mapping[str, Plot], asked: str = "") -> list[Proposal]:
    """Read a table of trials, one a row: the treated group first, its control second.

    Parameters
    ----------
    asked : the question of all rows; else a column ``question`` says it for each

    Raises
    ------
    TableFaultsError
        Every fault; nothing of the file is to be taken.
    """
    labels = NEEDED if asked else (*NEEDED, "question")
    table = read_table(text, Measure.MD, labels)
    found, faults = list[Proposal](), list[Fault]()
    for at, row in enumerate(table.rows):
        if at >= MOST_ROWS:
            faults.append(Fault("file", "too_many_rows", MOST_ROWS))
        if len(faults) > MOST_FAULTS or at >= MOST_ROWS:
            break
        cells = row.cells | ({"question": asked} if asked else {})
        one = Row(row.line, row.study, cells, row.beyond)
        proposal = proposal_in(one, table.decimal, questions, faults)
        found += [proposal] if proposal else []
    faults += duplicates(found, ()) if not faults else []
    if not found and not faults:
        faults.append(Fault("file", "no_rows"))
    if faults:
        raise TableFaultsError(faults[:MOST_FAULTS])
    return found


def proposal_in(
    row: Row, decimal: str, questions: Mapping[str, Plot], faults: list[Fault]
) -> Proposal | None:
    """Return a row as a proposal; None, with its faults added, where something is wrong."""
    before = len(faults)
    texts = {name: _text(row, name, faults) for name in LONGEST}
    lacking = [name for name in NEEDED if not row.cells.get(name)]
    faults += [Fault(f"line {row.line} {name}", "missing") for name in lacking]
    provenance = _provenance(row, faults)
    question = _question(row, questions, faults)
    found = numbers_in(row, Measure.MD, decimal, faults)
    if len(faults) > before or question is None or provenance is None:
        return None
    derived = derive(Measure.MD, found, None)
    record = Record(row.line, row.study, {}, derived.numbers, derived.how)
    faults += _number_faults(record, question)
    if len(faults) > before:
        return None
    part_read = texts.pop("part_read")
    numbers = tuple(record.numbers[name] for name in MEANS)
    how = tuple(derived.how)
    return Proposal(row.line, question.id, Paper(**texts), provenance, part_read, numbers, how)


def _text(row: Row, name: str, faults: list[Fault]) -> str:
    given = row.cells.get(name, "")
    text, wrong = plain(name, given)
    if wrong:
        faults.append(Fault(f"line {row.line} {name}", wrong, given[:LONGEST_SHOWN]))
    return text


def _provenance(row: Row, faults: list[Fault]) -> Provenance | None:
    given = row.cells.get("provenance", "")
    try:
        return Provenance(given.lower())
    except ValueError:
        if given:
            shown = given[:LONGEST_SHOWN]
            faults.append(Fault(f"line {row.line} provenance", "provenance", shown))
        return None


def _question(row: Row, questions: Mapping[str, Plot], faults: list[Fault]) -> Plot | None:
    given = row.cells.get("question", "")
    if given not in questions:
        near = tuple(get_close_matches(given, questions, n=3, cutoff=0.3))
        name = NotKnown(given[:LONGEST_SHOWN], near)
        faults.append(Fault(f"line {row.line} question", "unknown_question", name))
    return questions.get(given)


def _number_faults(record: Record, question: Plot) -> list[Fault]:
    """Say which number is missing, and which no group of people could have given."""
    path = f"line {record.line}"
    missing = [name for name in MEANS if name not in record.numbers]
    if missing:
        return [Fault(f"{path} {name}", "missing") for name in missing]
    faults = []
    for arm in (1, 2):
        n, sd = record.numbers[f"n{arm}"], record.numbers[f"sd{arm}"]
        if n < FEWEST:
            faults.append(Fault(f"{path} n{arm}", "too_few_people", f"{n:g}"))
        if n > LARGEST_GROUP:
            faults.append(Fault(f"{path} n{arm}", "out_of_range", f"{n:g}"))
        if sd <= 0:
            faults.append(Fault(f"{path} sd{arm}", "no_spread", f"{sd:g}"))
    chosen = question.chosen
    ends = SCALE.fullmatch(chosen.scale) if chosen else None
    why = impossible(record, (float(ends[1]), float(ends[2]))) if ends and not faults else ""
    return [*faults, *([Fault(path, why, chosen.scale if chosen else "")] if why else [])]


def duplicates(new: Sequence[Proposal], known: Iterable[Known]) -> list[Fault]:
    """Name each proposal that is there already, by what, and where."""
    there, faults = list(known), []
    for one in new:
        for other in there:
            by = "" if _apart(one.question, other.question) else same_paper(one.paper, other.paper)
            if by:
                path = f"line {one.line} {by}"
                faults.append(Fault(path, "duplicate", f"{other.paper.study} ({other.where})"))
                break
        there.append(Known(one.question, one.paper, f"line {one.line}"))
    return faults


def _apart(one: str, other: str) -> bool:
    """Tell whether two questions differ; a paper that answers none yet may answer any."""
    return bool(one and other) and one != other
