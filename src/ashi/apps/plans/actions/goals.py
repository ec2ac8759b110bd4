"""Goals in the patient's words, and how well each goes."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.patients.texts import checked_text
from ashi.apps.plans.actions.owning import locked_plan, planner, tell
from ashi.apps.plans.errors import NoWordsError, PlanUnknownError, ScoreError
from ashi.apps.plans.models import Goal, GoalScore, Plan

LOWEST, HIGHEST = 0, 10


@transaction.atomic
def add_goal(*, by: Actor, plan_id: int, words: str, score: int | None) -> Goal:
    """Add a goal in the patient's words; the same words again add nothing.

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError, NoWordsError, ScoreError
    TooLongError, UnwritableError
    """
    user = planner(by)
    plan = locked_plan(by, plan_id)
    goal = write_goal(plan, words, score, user)
    tell(by, "plan.goal", plan, goal=goal.pk)
    return goal


def write_goal(plan: Plan, words: str, score: int | None, user: int) -> Goal:
    """Write a goal with its first score; the same words again write nothing."""
    said = " ".join(checked_text("words", words, 200).split())
    if not said:
        raise NoWordsError(field="words")
    now = timezone.now()
    goal, made = Goal.objects.get_or_create(
        plan=plan, words=said, defaults={"by_id": user, "at": now}
    )
    if made and score is not None:
        _score(goal, score, user)
    return goal


def _score(goal: Goal, score: int, user: int) -> None:
    if not LOWEST <= score <= HIGHEST:
        raise ScoreError(field="score")
    today = timezone.localdate()
    GoalScore.objects.create(goal=goal, score=score, on=today, by_id=user, at=timezone.now())


@transaction.atomic
def score_goals(*, by: Actor, plan_id: int, scores: Mapping[int, int]) -> None:
    """Keep today's scores of goals, by the goal's id; what is not among them is not asked today.

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError, ScoreError
    """
    user = planner(by)
    plan = locked_plan(by, plan_id)
    goals = {one.pk: one for one in plan.goals.all()}
    if not set(scores) <= set(goals):
        raise PlanUnknownError(goals=sorted(set(scores) - set(goals)))
    for pk, score in scores.items():
        _score(goals[pk], score, user)
    tell(by, "plan.score", plan, goals=len(scores))
