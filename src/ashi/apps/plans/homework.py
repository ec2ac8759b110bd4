"""Reads of the home programmes of plans: what holds now, what came back week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ashi.apps.plans.models import HomeProgramme, Plan
from ashi.apps.programmes.adherence import Week
from ashi.apps.programmes.models import Programme
from ashi.apps.programmes.queries import weeks_of


@dataclass(frozen=True, slots=True)
class Homework:
    """The version of a plan's programme that was kept last, and the weeks of the plan.

    ``holds`` is false where it was ended or replaced by another.
    """

    programme: Programme
    weeks: tuple[Week, ...]

    @property
    def holds(self) -> bool:
        """Whether the patient does it now."""
        return self.programme.replaced_at is None


def homework_of(plans: Sequence[Plan], today: date) -> dict[int, Homework]:
    """Return the home programme of each plan that has one, with its weeks since the plan began."""
    links = list(HomeProgramme.objects.filter(plan__in=plans).order_by("pk"))
    if not links:
        return {}
    rows = Programme.objects.filter(series__in={one.series for one in links})
    latest = {
        row.series: row
        for row in rows.select_related("by").prefetch_related("items").order_by("version")
    }
    series = {one.plan_id: one.series for one in links}
    return {
        plan.pk: Homework(
            latest[series[plan.pk]],
            weeks_of(plan.patient_id, plan.started_on, min(plan.ended_on or today, today)),
        )
        for plan in plans
        if plan.pk in series
    }
