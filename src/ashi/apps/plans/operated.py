"""Reads of plans after an operation: what the surgeon said, what speaks against an exercise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ashi.apps.plans.models import Outside, Plan, SurgeonSaid
from ashi.core.kernel.facts import Fact
from ashi.core.planning.operated import Reason, Ruling, reasons
from ashi.core.planning.referring import weeks_since


@dataclass(frozen=True, slots=True)
class Operated:
    """An operation as it stands on a day: the week, what was said, what was decided beside it.

    ``part`` is empty where nobody said what was operated.
    """

    plan: Plan
    week: int
    part: str
    said: Mapping[str, Ruling]
    last: SurgeonSaid | None
    decided: tuple[Outside, ...]

    def against(self, exercise_id: str) -> tuple[Reason, ...]:
        """Return every reason against an exercise today; none while no part is known."""
        if not self.part:
            return ()
        return reasons(exercise_id, self.part, self.week, self.said)

    def why_of(self, exercise_id: str) -> str:
        """Return why it is given all the same; empty where a further reason came up."""
        keys = {one.key for one in self.against(exercise_id)}
        mine = [one for one in self.decided if one.exercise == exercise_id]
        return mine[-1].why if mine and keys <= set(mine[-1].reasons) else ""


def operated(plan: Plan, today: date) -> Operated | None:
    """Return the operation that a plan follows; nothing where it follows none."""
    if plan.operated_on is None:
        return None
    last = plan.surgeon_said.select_related("by").last()
    return Operated(
        plan,
        weeks_since(plan.operated_on, today) or 0,
        last.part if last else plan.operated_part,
        rulings(last) if last else {},
        last,
        tuple(plan.outside.select_related("by")),
    )


def rulings(said: SurgeonSaid) -> dict[str, Ruling]:
    """Return what was said, by the limit's id."""
    found = {one: Ruling(Fact.YES) for one in said.allowed}
    return found | {one: Ruling(Fact.NO, said.until.get(one)) for one in said.forbidden}
