"""The facts of the rule for a course as it stands, and how they are kept with a review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ashi.apps.plans.measured import Measured, measured
from ashi.apps.plans.models import GoalScore
from ashi.apps.plans.queries import Course, Unwanted, unwanted_in, visits_in_year
from ashi.core.kernel.facts import Fact
from ashi.core.planning.packaged import read_protocol
from ashi.core.planning.rule import Seen, Told, is_worse, told_at

WORDS = {Fact.YES: "yes", Fact.NO: "no", Fact.UNKNOWN: "unknown"}
VALUES = {word: fact for fact, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """Everything that a review shows."""

    seen: Seen
    measures: tuple[Measured, ...]
    unwanted: Unwanted
    told: tuple[Told, ...]
    worse: Fact


def rule_facts(course: Course, pgic: int | None, now: datetime) -> RuleFacts:
    """Return the facts of the rule; ``pgic`` is what the patient answered today, or None."""
    scores = GoalScore.objects.filter(goal__plan=course.plan).order_by("on", "pk")
    measures = tuple(measured([one.id for one in course.done], scores))
    unwanted = unwanted_in(course)
    before = course.reviews[-1] if course.reviews else None
    seen = Seen(
        visits=len(course.done),
        visits_in_year=visits_in_year(course.plan.patient_id, course.plan.centre_id, now),
        changes=tuple(one.change for one in measures if one.change is not None),
        pgic=pgic,
        serious=unwanted.any_serious,
        worse_before=VALUES[before.worse] if before else None,
    )
    told = told_at(seen, course.version.stop_at)
    return RuleFacts(seen, measures, unwanted, told, is_worse(seen.changes, pgic))


def kept(facts: RuleFacts) -> dict[str, Any]:
    """Return the facts as they are kept with a review: what was shown, in codes and numbers."""
    return {
        "protocol": read_protocol()["version"],
        "visits": facts.seen.visits,
        "visits_in_year": facts.seen.visits_in_year,
        "events": facts.unwanted.events,
        "serious": facts.unwanted.serious,
        "unasked": facts.unwanted.unasked,
        "told": {one.line.id: WORDS[one.holds] for one in facts.told},
        "measures": [
            {
                "code": one.code,
                "place": one.place,
                "first": float(one.readings[0][1]),
                "last": float(one.readings[-1][1]),
                "change": None if one.change is None else float(one.change.change),
                "beyond_mdc": None if one.change is None else one.change.beyond_mdc,
                "beyond_mcid": None if one.change is None else one.change.beyond_mcid,
            }
            for one in facts.measures
        ],
    }
