"""What is asked before the first needle: red flags by the course of visits, facts by their age.

Decides        whether red flags are asked at a visit, and why; which facts are due
Does not       ask; store answers; know the time
Takes          answers with the day on which they were given, the day of the visit, planned kinds
Gives          names of facts and reasons, in a stable order
Units          days; weeks of pregnancy run on with the days
Sources        03_red_flags.md (when to ask again); validity of each fact in data/facts.toml
Reviewed       draft
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import counts_as
from ashi.core.safety.facts import FactKind, fact_kinds
from ashi.core.safety.patients import Patient, to_ask, value_of
from ashi.core.safety.places import Spot
from ashi.core.safety.rules import all_rules

EVERY_VISITS = 4
AWAY = timedelta(weeks=4)
YEAR = timedelta(days=365)
WEEK = timedelta(weeks=1)
NEW = "something_new"
LONGEST_WEEK = 45


class Visit(NamedTuple):
    """A visit in a course: its number from 1, its day, and whether the complaint is new."""

    number: int
    on: date
    new_complaint: bool = False


def red_flags_due(visit: Visit, screened: Visit | None, last: date | None) -> tuple[str, ...]:
    """Return why red flags are asked at a visit; nothing where they are not.

    Parameters
    ----------
    screened
        The visit at which they were last asked; ``None`` if never, intake included.
    last
        The day of the visit before this one.
    """
    fours_before = 0 if screened is None else screened.number // EVERY_VISITS
    reasons = {
        "first_visit": screened is None or visit.number <= 1,
        "fourth_visit": visit.number // EVERY_VISITS > fours_before,
        "away": last is not None and visit.on - last >= AWAY,
        "new_complaint": visit.new_complaint,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered on a day. ``lasting``: it holds for good, such as "cannot be pregnant"."""

    on: date
    fact: Fact = Fact.UNKNOWN
    number: float | None = None
    sites: tuple[Spot, ...] = ()
    lasting: bool = False

    @property
    def known(self) -> bool:
        """Whether there is an answer at all."""
        return self.number is not None or self.fact is not Fact.UNKNOWN


def still_holds(kind: FactKind, answer: Answer | None, today: date, *, news: bool) -> bool:
    """Whether an answer need not be asked again.

    ``news``: somebody said today that something is new; then what may change with it is asked.
    """
    if answer is None or not answer.known:
        return False
    if answer.lasting or kind.validity == "once" or answer.on == today:
        return True
    if kind.validity == "yearly":
        return today - answer.on <= YEAR
    return kind.validity == "on_change" and not news


def _news(answers: Mapping[str, Answer], today: date) -> bool:
    answer = answers.get(NEW)
    return answer is not None and answer.on == today and answer.fact is Fact.YES


def patient_today(answers: Mapping[str, Answer], today: date) -> Patient:
    """Return what is known today: a "no" that is out of date is unknown, a "yes" stays.

    A "yes" of what is asked at each visit is of that visit only, and is unknown on another day.
    Weeks of pregnancy run on with the days.
    """
    facts: dict[str, Fact] = {}
    numbers: dict[str, float] = {}
    news = _news(answers, today)
    for name, answer in answers.items():
        kind = fact_kinds()[name]
        holds = still_holds(kind, answer, today, news=news)
        if answer.number is not None and name == "weeks":
            numbers[name] = min(answer.number + (today - answer.on) // WEEK, LONGEST_WEEK)
        elif answer.number is not None and holds:
            numbers[name] = answer.number
        elif holds or (answer.fact is Fact.YES and kind.validity != "each_visit"):
            facts[name] = answer.fact
    sites = {name: answer.sites for name, answer in answers.items() if answer.sites}
    return Patient(facts, numbers, sites)


class Due(NamedTuple):
    """What to ask today: at each visit anew, never answered, and answered too long ago."""

    each_visit: tuple[str, ...]
    unknown: tuple[str, ...]
    again: tuple[str, ...]


def facts_read(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the facts that rules read for acts of these kinds, each once, in their order."""
    counted = frozenset().union(*(counts_as(kind) for kind in kinds))
    read = {name for rule in all_rules() if rule.holds_for(counted) for name in rule.facts}
    return tuple(name for name in fact_kinds() if name in read)


def facts_due(
    answers: Mapping[str, Answer], kinds: Iterable[str], today: date, *, recorded: frozenset[str]
) -> Due:
    """Return what to ask before the first needle, each thing once, whatever the number of points.

    Parameters
    ----------
    answers
        By the name of the fact, the latest of each.
    kinds
        What is planned.
    recorded
        Facts that other records already answer, and that nobody is asked: consent, age, lot.
    """
    patient = patient_today(answers, today)
    asked = dict.fromkeys(one for name in facts_read(kinds) for one in _asked(patient, name))
    if value_of(patient, "pregnant") is Fact.YES and "weeks" not in patient.numbers:
        asked["weeks"] = None
    news = () if NEW in patient.facts else (NEW,)
    due = [name for name in (*news, *asked) if name not in recorded]
    each = [name for name in due if fact_kinds()[name].validity == "each_visit"]
    rest = [name for name in due if name not in each]
    again = [name for name in rest if _was_answered(answers, name)]
    return Due(tuple(each), tuple(name for name in rest if name not in again), tuple(again))


def _was_answered(answers: Mapping[str, Answer], name: str) -> bool:
    """Whether a fact, or all of those that decide it, were ever answered."""
    own = name in answers and answers[name].known
    kind = fact_kinds()[name]
    parts = () if kind.settles else kind.any_of
    return own or (bool(parts) and all(_was_answered(answers, part) for part in parts))


def _asked(patient: Patient, name: str) -> tuple[str, ...]:
    """Return what is asked for a fact; what is asked at each visit is one question."""
    kind = fact_kinds()[name]
    if kind.number or value_of(patient, name) is not Fact.UNKNOWN:
        return ()
    return (name,) if kind.validity == "each_visit" else to_ask(patient, name)
