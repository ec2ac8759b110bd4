"""A plan as it is drawn: its visits one by one, planned against done, the facts of the rule."""

from dataclasses import dataclass
from datetime import date, datetime

from ashi.apps.plans.facts import WORDS, RuleFacts, rule_facts
from ashi.apps.plans.measured import Measured
from ashi.apps.plans.models import Goal, PlanVersion, SharedDecision
from ashi.apps.plans.queries import Course, points_of
from ashi.core.knowledge.evidence_base.conditions import Condition, all_conditions
from ashi.core.knowledge.needling.trials import TrialProtocol, trial_protocols
from ashi.core.knowledge.physio.things import Thing, all_things
from ashi.core.planning.doses import PublishedDose, TreatmentDose, doses_beside, treatment_doses
from ashi.core.planning.reviewing import Due
from ashi.core.planning.templates import Phase
from ashi.web.charting.library_words import KNOWN_FROM_WORDS
from ashi.web.plans.measures import asked_words
from ashi.web.plans.wording import FACT_WORDS, LINE_WORDS, OPTION_WORDS, PHASE_WORDS
from ashi.web.templatetags.frame import in_language

DUE_STATES = {Due.NOW: "caution", Due.OVERDUE: "stop"}


@dataclass(frozen=True, slots=True)
class Tick:
    """One visit of the course: done, booked or planned; whether a review falls on it."""

    number: int
    state: str
    day: date | None
    visit_id: int | None
    review: bool
    needled: bool = False
    treated: bool = False


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One fact of the rule, and what the protocol says where it holds."""

    fact: str
    word: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with its first and its latest score."""

    words: str
    first: int | None
    last: int | None
    asked: int


@dataclass(frozen=True, slots=True)
class DoseLine:
    """A treatment of the plan, and how much is usual."""

    thing: Thing
    dose: TreatmentDose
    known_from: str


@dataclass(frozen=True, slots=True)
class PlanDrawn:
    """Everything that the page shows of one plan."""

    course: Course
    condition: Condition
    phase: str
    state: str
    ticks: tuple[Tick, ...]
    goals: tuple[GoalLine, ...]
    decision: SharedDecision | None
    told: tuple[str, ...]
    versions: tuple[PlanVersion, ...]
    protocol: TrialProtocol | None
    treatments: tuple[DoseLine, ...]
    beside: tuple[tuple[PublishedDose, str], ...]
    facts: RuleFacts
    lines: tuple[RuleLine, ...]
    measures: tuple[Measured, ...]
    asked: tuple[tuple[str, str], ...]

    @property
    def is_due(self) -> bool:
        """Whether a review is waited for now."""
        return self.course.due.state >= Due.NOW


def drawn(course: Course, pgic: int | None, now: datetime) -> PlanDrawn:
    """Return a plan as it is drawn."""
    plan, version = course.plan, course.version
    facts = rule_facts(course, pgic, now)
    decision = plan.decisions.last()
    things, usual = all_things(), treatment_doses()
    return PlanDrawn(
        course=course,
        condition=condition_named(plan.condition),
        phase=str(PHASE_WORDS[plan.phase]),
        state=DUE_STATES.get(course.due.state, ""),
        ticks=_ticks(course),
        goals=tuple(_goal(one) for one in plan.goals.prefetch_related("scores")),
        decision=decision,
        told=tuple(str(OPTION_WORDS[one]) for one in decision.told) if decision else (),
        versions=tuple(plan.versions.select_related("by").order_by("-number")),
        protocol=trial_protocols().get(version.protocol),
        treatments=tuple(
            DoseLine(things[one], usual[one], str(KNOWN_FROM_WORDS[usual[one].provenance]))
            for one in version.treatments
        ),
        beside=beside(plan.condition, plan.phase),
        facts=facts,
        lines=tuple(
            RuleLine(
                WORDS[one.holds],
                str(FACT_WORDS[WORDS[one.holds]]),
                str(LINE_WORDS[one.line.id]),
                in_language(one.line, "text"),
            )
            for one in facts.told
        ),
        measures=facts.measures,
        asked=asked_words(version.measures),
    )


def beside(condition: str, phase: str) -> tuple[tuple[PublishedDose, str], ...]:
    """Return what others say of the dose, each with how it is known."""
    found = doses_beside(condition, Phase(phase))
    return tuple((one, str(KNOWN_FROM_WORDS[one.provenance])) for one in found)


def condition_named(condition_id: str) -> Condition:
    """Return a condition by its id."""
    return next(one for one in all_conditions() if one.id == condition_id)


def _ticks(course: Course) -> tuple[Tick, ...]:
    """Return the visits of a course in order: those that are, then those only planned."""
    visits = (*course.done, *course.ahead)
    total = max(course.version.visits, len(visits))
    points = set(points_of(course.version).up_to(total))
    ticks = []
    for number in range(1, total + 1):
        one = visits[number - 1] if number <= len(visits) else None
        state = "planned" if one is None else "done" if one in course.done else "booked"
        ticks.append(
            Tick(
                number,
                state,
                one.day if one else None,
                one.id if one else None,
                number in points,
                bool(one and one.needled),
                bool(one and one.treated),
            )
        )
    return tuple(ticks)


def _goal(goal: Goal) -> GoalLine:
    scores = list(goal.scores.all())
    first = scores[0].score if scores else None
    last = scores[-1].score if len(scores) > 1 else None
    return GoalLine(goal.words, first, last, len(scores))
