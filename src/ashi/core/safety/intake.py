"""What is asked of a patient at home, in words to the person who answers.

Decides        nothing
Takes          data/intake.toml; facts by name
Gives          groups of questions in the order of the file
Sources        the rules that read each fact
Reviewed       draft
"""

from dataclasses import dataclass
from functools import cache

from ashi.core.safety.data_files import read_data


@dataclass(frozen=True, slots=True)
class HomeQuestion:
    """One question, of the fact it answers."""

    fact: str
    question: str
    question_el: str


@dataclass(frozen=True, slots=True)
class HomeGroup:
    """Questions that stand together."""

    name: str
    title: str
    title_el: str
    questions: tuple[HomeQuestion, ...]


@cache
def home_groups() -> tuple[HomeGroup, ...]:
    """Return every group, in order."""
    return tuple(
        HomeGroup(
            row["name"],
            row["title"],
            row["title_el"],
            tuple(HomeQuestion(**one) for one in row["questions"]),
        )
        for row in read_data("intake.toml")["groups"]
    )


@cache
def home_facts() -> frozenset[str]:
    """Return the facts that are asked at home."""
    return frozenset(one.fact for group in home_groups() for one in group.questions)
