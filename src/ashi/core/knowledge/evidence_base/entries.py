"""What is known: one result, one trial, one guideline's word, one mechanism, one harm.

Decides        which kinds of entry and which provenances there are
Does not       weigh an entry, or join entries
Takes          rows of data/evidence that ``checking_evidence`` finds whole
Gives          entries and sources as values
Units          each answer names its own; negative favours the treatment for pain and disability
Sources        data/evidence/sources.csv
Reviewed       draft: no clinician has read the entries a second time

``recalled`` is general knowledge that nobody read in a source. It is kept, because it says what
should be read next; it counts for nothing and no patient is shown it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Row = Mapping[str, str]


class Kind(StrEnum):
    """What an entry is."""

    REVIEW = "review"
    TRIAL = "trial"
    GUIDELINE = "guideline"
    MECHANISM = "mechanism"
    HARM = "harm"


class Provenance(StrEnum):
    """How an entry was read: in its source, in another's report of it, or not at all."""

    SEEN = "seen"
    SEEN2 = "seen2"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is written, and which part of it was read."""

    key: str
    citation: str
    year: str
    design: str
    doi: str
    pmid: str
    identifier: str
    part_read: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in whom, against what (``comparator`` its class), of what, and when."""

    asked: str
    population: str
    comparator: str
    comparison: str
    outcome: str
    time: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: numbers where they were printed, else words.

    ``k`` trials and ``n`` people belong to the estimate where ``scope`` is "pooled", to the
    whole review where it says so.
    """

    measure: str
    unit: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    k: int | None
    n: int | None
    scope: str
    words: str
    favours: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an entry can be leant on; ``rated`` is its own authors' certainty, or empty."""

    certainty: str
    rated: str
    risk_of_bias: str
    funding: str
    read_by: str
    provenance: Provenance
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is known, with its source."""

    id: str
    kind: Kind
    conditions: tuple[str, ...]
    question: Question
    answer: Answer
    standing: Standing
    source: Source

    @property
    def counts(self) -> bool:
        """Whether somebody has read it, in its source or in another's report."""
        return self.standing.provenance is not Provenance.RECALLED


def number(text: str) -> float | None:
    """Return a written number; nothing where none was printed."""
    return float(text) if text else None


def whole(text: str) -> int | None:
    """Return a written count; nothing where none was printed."""
    return int(text) if text else None


def source_of(row: Row) -> Source:
    """Return a row of sources.csv as a value."""
    return Source(
        key=row["key"],
        citation=row["citation"],
        year=row["year"],
        design=row["design"],
        doi=row["doi"],
        pmid=row["pmid"],
        identifier=row["identifier"],
        part_read=row["part_read"],
        provenance=Provenance(row["provenance"]),
    )


def entry_of(row: Row, sources: Mapping[str, Source]) -> Entry:
    """Return a row of any file of entries as a value."""
    return Entry(
        id=row["id"],
        kind=Kind(row["kind"]),
        conditions=tuple(row["conditions"].split(";")),
        question=_stated_question(row) if "body" in row else _question(row),
        answer=_statement(row) if "body" in row else _answer(row),
        standing=_standing(row),
        source=sources[row["source"]],
    )


def _question(row: Row) -> Question:
    return Question(
        row["asked"],
        row["population"],
        row["comparator"],
        row["comparison"],
        row["outcome"],
        row["time"],
    )


def _answer(row: Row) -> Answer:
    return Answer(
        measure=row["measure"],
        unit=row["unit"],
        estimate=number(row["estimate"]),
        ci_low=number(row["ci_low"]),
        ci_high=number(row["ci_high"]),
        k=whole(row["k"]),
        n=whole(row["n"]),
        scope=row["scope"],
        words=row["result"],
        favours=row["favours"],
    )


def _stated_question(row: Row) -> Question:
    """Return what a guideline speaks of: its topic, in its year."""
    return Question(
        f"{row['body']}: {row['title']}", "", "", row["topic"], row["topic"], row["year"]
    )


def _statement(row: Row) -> Answer:
    """Return what a guideline says; ``favours`` is for, against, insufficient or coverage."""
    return Answer("", "", None, None, None, None, None, "", row["statement"], row["direction"])


def _standing(row: Row) -> Standing:
    return Standing(
        certainty=row.get("certainty") or row.get("strength", ""),
        rated=row["rated"],
        risk_of_bias=row.get("risk_of_bias", ""),
        funding=row.get("funding", ""),
        read_by=row["read_by"],
        provenance=Provenance(row["provenance"]),
        note=row["note"],
    )
