"""Red flags: what is asked by region, and what an answer sets going.

Decides        which questions belong to a complaint; which fixed advice and which waiting follow
Does not       score; say that anything is clear; name a disease to a patient
Takes          regions of complaint, three-valued answers, a clinician's decisions
Gives          questions; what was answered yes, worst first; what was not asked
Sources        data/red_flags.toml (03_red_flags.csv)
Reviewed       draft

Nobody is told that all is well. An answer "no" is an answer; what was not asked is shown as that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cache
from typing import Any, NamedTuple

from ashi.core.kernel.facts import Fact
from ashi.core.safety.data_files import read_data
from ashi.core.safety.errors import NotPermittedError, ReasonMissingError
from ashi.core.safety.places import upwards


class Urgency(IntEnum):
    """How soon somebody must see the patient; the most urgent is the least."""

    EMERGENCY_NOW = 0
    SAME_DAY = 1
    URGENT_2WK = 2
    MEDICAL_REVIEW = 3
    WATCH = 4


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One question. ``advice`` is the key of a fixed text; ``waits`` the acts that wait.

    ``waits_where`` holds acts that wait in one place only: ``local`` (where it hurts), ``neck``,
    or under the rules of ``pregnancy``.

    ``suspected`` and ``protocol`` are for staff, never for the patient.
    """

    order: int
    id: str
    code: str
    region: str
    question: str
    question_el: str
    suspected: str
    urgency: Urgency
    advice: str
    protocol: str
    waits: tuple[str, ...]
    waits_where: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    provenance: str
    status: str
    note: str = ""


class Advice(NamedTuple):
    """The fixed words for a patient, in both languages."""

    text: str
    text_el: str


@cache
def advice_of(key: str) -> Advice:
    """Return the fixed words of a key, such as ``emergency``."""
    return Advice(**read_data("red_flags.toml")["advice"][key])


def _flag(order: int, row: Mapping[str, Any]) -> RedFlag:
    return RedFlag(
        order=order,
        id=row["id"],
        code=row["code"],
        region=row["region"],
        question=row["question"],
        question_el=row["question_el"],
        suspected=row["suspected"],
        urgency=Urgency[row["urgency"].upper()],
        advice=row["advice"],
        protocol=row["protocol"],
        waits=tuple(row["waits"]),
        waits_where=tuple(row.get("waits_where", {}).items()),
        sources=tuple(row["sources"]),
        provenance=row["provenance"],
        status=row["status"],
        note=row.get("note", ""),
    )


@cache
def all_red_flags() -> tuple[RedFlag, ...]:
    """Return every question, in the order of the file."""
    return tuple(
        _flag(order, row) for order, row in enumerate(read_data("red_flags.toml")["flags"])
    )


def asked_regions(areas: Iterable[str]) -> frozenset[str]:
    """Return the regions of red flags that a complaint in ``areas`` touches.

    A complaint without a place touches all of them.
    """
    groups = read_data("red_flags.toml")["regions"]
    reached = frozenset().union(*(upwards(area) for area in areas))
    if not reached:
        return frozenset({flag.region for flag in all_red_flags()})
    return frozenset(
        region for region, within in groups.items() if not within or not reached.isdisjoint(within)
    )


def questions_for(areas: Iterable[str]) -> tuple[RedFlag, ...]:
    """Return the questions for a complaint, emergencies first."""
    regions = asked_regions(areas)
    asked = [flag for flag in all_red_flags() if flag.region in regions]
    return tuple(sorted(asked, key=lambda flag: (flag.urgency, flag.order)))


class FlagChoice(Enum):
    """What a clinician decided on an answer of yes."""

    NO_ACTION = "no_action"
    MONITOR = "monitor"
    REFER = "refer"


class FlagDecision(NamedTuple):
    """A decision on one red flag, with its reason."""

    code: str
    choice: FlagChoice
    reason: str


def decide(flag: RedFlag, choice: FlagChoice, reason: str, *, clinician: bool) -> FlagDecision:
    """Return a decision on an answer of yes.

    Raises
    ------
    NotPermittedError
        Whoever decides is no clinician.
    ReasonMissingError
        There is no reason.
    """
    if not clinician:
        raise NotPermittedError(flag=flag.id)
    if not reason.strip():
        raise ReasonMissingError(flag=flag.id)
    return FlagDecision(flag.code, choice, reason.strip())


@dataclass(frozen=True, slots=True)
class Screening:
    """What the answers say: which are yes, worst first; which are still open; which unasked.

    ``advice`` is the key of the fixed text shown to the patient at once, for emergencies only;
    ``page_staff`` says that somebody is called.
    """

    raised: tuple[RedFlag, ...]
    undecided: tuple[RedFlag, ...]
    unanswered: tuple[RedFlag, ...]

    @property
    def advice(self) -> str | None:
        """The key of the fixed text for the patient, where an answer is an emergency."""
        first = self.raised[0] if self.raised else None
        urgent = first is not None and first.urgency is Urgency.EMERGENCY_NOW
        return first.advice if first is not None and urgent else None

    @property
    def page_staff(self) -> bool:
        """Whether somebody is called: for what must be seen today."""
        return any(flag.urgency <= Urgency.SAME_DAY for flag in self.undecided)

    @property
    def waiting(self) -> frozenset[str]:
        """Kinds of acts that wait for a clinician's decision."""
        return frozenset(kind for flag in self.undecided for kind in flag.waits)

    @property
    def waiting_where(self) -> frozenset[tuple[str, str]]:
        """Kinds of acts that wait in one place only, with that place."""
        held = frozenset(one for flag in self.undecided for one in flag.waits_where)
        return frozenset(one for one in held if one[0] not in self.waiting)


def screen(
    asked: Iterable[RedFlag],
    answers: Mapping[str, Fact],
    decisions: Iterable[FlagDecision] = (),
) -> Screening:
    """Return what the answers to some questions say.

    Parameters
    ----------
    answers
        By code; a code that is not there is unknown. An answer of yes to a question that was
        not asked counts too.
    decisions
        Of clinicians, on answers of yes. A patient who is referred still waits for treatment.
    """
    raised = sorted(
        (flag for flag in all_red_flags() if answers.get(flag.code) is Fact.YES),
        key=lambda flag: (flag.urgency, flag.order),
    )
    settled = {one.code for one in decisions if one.choice is not FlagChoice.REFER}
    return Screening(
        tuple(raised),
        tuple(flag for flag in raised if flag.code not in settled),
        tuple(flag for flag in asked if answers.get(flag.code, Fact.UNKNOWN) is Fact.UNKNOWN),
    )
