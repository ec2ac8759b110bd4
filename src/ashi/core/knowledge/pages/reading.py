"""What pages for patients say beside claims: conditions, self-care, questions, visits, rates.

Decides        nothing
Does not       check (``checking_pages`` does)
Takes          data/pages
Gives          values in the order of the files
Units          ``Rate.of`` people or treatments
Sources        own words; visits and rates name their entries
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.knowledge.evidence_base.base import concerns
from ashi.core.knowledge.packaged import read_csv, read_toml
from ashi.core.knowledge.pages.sentences import Sentence, sentence_of

ALL = ("all",)


@dataclass(frozen=True, slots=True)
class Told:
    """Words in two languages."""

    en: str
    el: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of patients; ``claims`` is a type whose claims complete the answer, or empty."""

    id: str
    asked: Told
    says: tuple[Sentence, ...]
    claims: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """How many visits by one voice: ``who`` is centre, trials or funder."""

    who: str
    told: Told
    conditions: tuple[str, ...]
    entries: tuple[str, ...]
    visits: int
    looks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """One unwanted effect, told of so many people or treatments; the number is its entry's."""

    entry: str
    of: int
    unit: str
    told: Told


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences."""

    id: str
    heading: Told
    says: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A general page; ``rates`` and ``visit`` ask for the table of rates, and the strip."""

    slug: str
    title: Told
    lead: Told
    article: tuple[str, ...]
    sections: tuple[Section, ...]
    rates: bool
    visit: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One term in both languages; ``lay_el`` is how a patient says it, or empty."""

    domain: str
    en: str
    el: str
    lay_el: str


@cache
def what_it_is(condition: str) -> Told:
    """Return what a condition is."""
    return Told(**read_toml("pages", "conditions.toml")[condition])


@cache
def self_care_for(condition: str) -> tuple[Told, ...]:
    """Return what a person with a condition can do."""
    rows = read_toml("pages", "self_care.toml")["self_care"]
    return tuple(Told(row["en"], row["el"]) for row in rows if condition in row["conditions"])


@cache
def questions_about(condition: str) -> tuple[Question, ...]:
    """Return the questions of a condition."""
    return tuple(one for one in all_questions() if concerns(one.conditions, condition))


@cache
def all_questions() -> tuple[Question, ...]:
    """Return every question."""
    return tuple(
        Question(
            row["id"],
            Told(row["en"], row["el"]),
            tuple(map(sentence_of, row["says"])),
            row.get("claims", ""),
            tuple(row.get("conditions", ALL)),
        )
        for row in read_toml("pages", "questions.toml")["questions"]
    )


@cache
def doses_for(condition: str) -> tuple[Dose, ...]:
    """Return how many visits a condition is given, by whom."""
    return tuple(
        Dose(
            row["who"],
            Told(row["en"], row["el"]),
            tuple(row["conditions"]),
            tuple(row.get("entries", ())),
            row.get("visits", 0),
            tuple(row.get("looks", ())),
        )
        for row in read_toml("pages", "doses.toml")["doses"]
        if concerns(row["conditions"], condition)
    )


@cache
def all_rates() -> tuple[Rate, ...]:
    """Return every unwanted effect that is told, the commonest first."""
    return tuple(
        Rate(row["entry"], row["of"], row["unit"], Told(row["en"], row["el"]))
        for row in read_toml("pages", "rates.toml")["rates"]
    )


@cache
def all_pages() -> tuple[Page, ...]:
    """Return every general page."""
    return tuple(
        Page(
            slug=row["slug"],
            title=Told(row["en"], row["el"]),
            lead=Told(row["lead_en"], row["lead_el"]),
            article=tuple(row["article"]),
            sections=tuple(
                Section(one["id"], Told(one["en"], one["el"]), tuple(map(sentence_of, one["says"])))
                for one in row["sections"]
            ),
            rates=row.get("rates", False),
            visit=row.get("visit", False),
        )
        for row in read_toml("pages", "pages.toml")["pages"]
    )


@cache
def all_terms() -> tuple[Term, ...]:
    """Return every term of the glossary."""
    return tuple(
        Term(row["domain"], row["en"], row["el"], row["lay_el"])
        for row in read_csv("pages", "glossary.csv")
    )


@cache
def exercises_for(condition: str) -> tuple[Told, ...]:
    """Return the names of a condition's exercises; their dose is the physiotherapist's to set."""
    names = {row["id"]: row for row in read_csv("physio", "exercises.csv")}
    rows = {row["condition"]: row["exercises"] for row in read_csv("pages", "exercises.csv")}
    wanted = [names[one] for one in rows[condition].split(";") if one]
    return tuple(Told(row["name"], row["name_el"]) for row in wanted)


@cache
def sides_of(condition: str) -> Mapping[str, str]:
    """Return the claims that stand ``for`` and ``against`` in short; a side may not be there."""
    found: Mapping[str, str] = read_toml("pages", "brief.toml")[condition]
    return found
