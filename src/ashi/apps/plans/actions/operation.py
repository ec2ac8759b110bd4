"""Keep what the surgeon allows, and why an exercise outside it is given all the same."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.patients.texts import checked_text
from ashi.apps.plans.actions.owning import locked_plan, planner, tell
from ashi.apps.plans.errors import DayError, DoseError, OutsideLimitsError
from ashi.apps.plans.models import Outside, Plan, SurgeonSaid
from ashi.apps.plans.operated import operated
from ashi.core.kernel.facts import Fact
from ashi.core.planning.operated import LONGEST_WEEKS, Ruling, operated_parts, surgeon_limits


@transaction.atomic
def say_limits(
    *, by: Actor, plan_id: int, part: str, said: Mapping[str, Ruling], words: str
) -> SurgeonSaid:
    """Keep what the surgeon said of each limit; what was said before stays readable.

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError, TooLongError, UnwritableError
    DayError
        The plan follows no operation.
    DoseError
        ``field`` is ``part``, or the limit whose week cannot be.
    """
    user = planner(by)
    plan = locked_plan(by, plan_id)
    if plan.operated_on is None:
        raise DayError(field="operated_on")
    if part not in operated_parts():
        raise DoseError(field="operated_part")
    _see_rulings(said)
    made = SurgeonSaid.objects.create(
        plan=plan,
        part=part,
        allowed=[one for one, it in said.items() if it.allowed is Fact.YES],
        forbidden=[one for one, it in said.items() if it.allowed is Fact.NO],
        until={one: it.until_week for one, it in said.items() if it.until_week is not None},
        words=checked_text("words", words, 500),
        by_id=user,
        at=timezone.now(),
    )
    tell(by, "plan.limits", plan, part=part, forbidden=made.forbidden)
    return made


def _see_rulings(said: Mapping[str, Ruling]) -> None:
    for name, ruling in said.items():
        week = ruling.until_week
        fits = week is None or (ruling.allowed is Fact.NO and 1 <= week <= LONGEST_WEEKS)
        if name not in surgeon_limits() or not fits:
            raise DoseError(field="until_week")


def decide_outside(
    *, by: Actor, plan: Plan, exercises: Iterable[str], whys: Mapping[str, str]
) -> None:
    """Keep why each exercise that something speaks against is given all the same.

    Belongs into the transaction that gives them. What was decided before holds while no further
    reason came up.

    Raises
    ------
    OutsideLimitsError
        Something speaks against ``exercises`` and nobody said why they are given.
    TooLongError, UnwritableError
    """
    user, now = planner(by), timezone.now()
    here = operated(plan, timezone.localdate())
    if here is None:
        return
    rows, undecided = [], []
    for exercise in exercises:
        against, before = here.against(exercise), here.why_of(exercise)
        why = checked_text("why", whys.get(exercise, ""), 300) or before
        if not against or (before and why == before):
            continue
        if not why:
            undecided.append(exercise)
        keys = [one.key for one in against]
        rows.append(
            Outside(plan=plan, exercise=exercise, reasons=keys, why=why, by_id=user, at=now)
        )
    if undecided:
        raise OutsideLimitsError(exercises=undecided)
    for row in Outside.objects.bulk_create(rows):
        tell(by, "plan.outside", plan, exercise=row.exercise, reasons=row.reasons)
