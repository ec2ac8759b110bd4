"""Open a plan, change it, say to which plan a visit belongs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.outcomes.actions.times import Times, drop_times, keep_times
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.patients.texts import checked_text
from ashi.apps.plans.actions.goals import write_goal
from ashi.apps.plans.actions.owning import locked_plan, planner, tell
from ashi.apps.plans.errors import (
    DayError,
    DoseError,
    NoWordsError,
    PlanChangedError,
    PlanUnknownError,
)
from ashi.apps.plans.models import Plan, PlanVersion, PlanVisit, SharedDecision
from ashi.apps.plans.queries import courses_of, visits_in_year
from ashi.apps.screening.known import complaint_of
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.needling.trials import trial_protocols
from ashi.core.outcomes.catalogue import known_codes
from ashi.core.planning.doses import treatment_doses
from ashi.core.planning.operated import operated_parts
from ashi.core.planning.rule import past_the_most
from ashi.core.planning.templates import Asked, Modality, Phase, Template

OPTIONS = ("acupuncture", "physiotherapy", "both", "medicine", "nothing")
NOTHING = "nothing"
# Both ask how much all of it changed: a course asks by one of them.
RATE_CHANGE = {"PGIC", "GROC"}
MOST_VISITS, MOST_DAYS = 60, 90
LONGEST_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Dose:
    """How much is planned, of what, and when it is looked at."""

    visits: int
    acupuncture: int
    physiotherapy: int
    min_days: int
    max_days: int
    reviews: tuple[int, ...]
    stop_at: int
    review_every: int | None = None
    review_days: int | None = None
    template: str = ""
    protocol: str = ""
    treatments: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the columns of a version."""
        lists = ("reviews", "treatments", "measures")
        return asdict(self) | {name: list(getattr(self, name)) for name in lists}


def dose_of(template: Template) -> Dose:
    """Return the dose of a template: its fewest visits, at its pace."""
    visits, parts = template.visits[0], template.modality.parts
    least, most = template.days_apart
    return Dose(
        visits=visits,
        acupuncture=visits if Modality.ACUPUNCTURE in parts else 0,
        physiotherapy=visits if Modality.PHYSIOTHERAPY in parts else 0,
        min_days=least,
        max_days=most,
        reviews=template.reviews.visits,
        stop_at=template.stop_at,
        review_every=template.reviews.every,
        review_days=template.reviews.first_days,
        template=template.id,
        treatments=template.treatments,
        measures=tuple(f"{code}:{when}" for code, when in template.measures),
    )


@dataclass(frozen=True, slots=True)
class About:
    """What a plan is for, and since when; an operation, where it follows one."""

    condition: str
    phase: str
    started_on: date
    operated_on: date | None = None
    operated_part: str = ""
    surgeon_limits: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What was told and preferred; goals in the patient's words, with a first score or none."""

    told: tuple[str, ...]
    prefers: str
    goals: Mapping[str, int | None] = field(default_factory=dict)


@transaction.atomic
def open_plan(
    *, by: Actor, patient_id: int, key: UUID, about: About, dose: Dose, shared: Shared
) -> Plan:
    """Open a plan with its first version; the same ``key`` again returns the first answer.

    Raises
    ------
    NotAllowedError, PlanUnknownError, DoseError, DayError, NoWordsError, ScoreError
    TooLongError, UnwritableError
    """
    user = planner(by)
    if not patients_for(by).filter(pk=patient_id).exists():
        raise PlanUnknownError(patient=patient_id)
    Patient.objects.select_for_update(no_key=True).only("pk").get(pk=patient_id)  # one at a time
    again = Plan.objects.filter(key=key, patient=patient_id, centre=by.centre_id).first()
    if again is not None:
        return again
    _see_about(about)
    now = timezone.now()
    plan = Plan.objects.create(
        patient_id=patient_id,
        centre_id=by.centre_id or 0,
        complaint=complaint_of(patient_id),
        key=key,
        condition=about.condition,
        phase=about.phase,
        started_on=about.started_on,
        operated_on=about.operated_on,
        operated_part=about.operated_part,
        surgeon_limits=checked_text("surgeon_limits", about.surgeon_limits, 1000),
        by_id=user,
        at=now,
    )
    _write(plan, 1, dose, user, what="", why="")
    _decide(plan, shared, user)
    for words, score in shared.goals.items():
        write_goal(plan, words, score, user)
    ask_by(plan, dose)
    tell(by, "plan.open", plan, condition=plan.condition, visits=dose.visits)
    return plan


def _see_about(about: About) -> None:
    today = timezone.localdate()
    if about.condition not in {one.id for one in all_conditions()} or about.phase not in set(Phase):
        raise PlanUnknownError(condition=about.condition)
    if not today - LONGEST_BACK <= about.started_on <= today:
        raise DayError(field="started_on")
    if about.operated_on is not None and about.operated_on > about.started_on:
        raise DayError(field="operated_on")
    if about.operated_part and about.operated_part not in operated_parts():
        raise DoseError(field="operated_part")
    if about.phase == Phase.SURGERY and about.operated_on is None:
        raise DayError(field="operated_on")


def _decide(plan: Plan, shared: Shared, user: int) -> None:
    """Keep the shared decision: doing nothing must be among what was told."""
    prefers = checked_text("prefers", shared.prefers, 500)
    if NOTHING not in shared.told or not set(shared.told) <= set(OPTIONS):
        raise NoWordsError(field="told")
    if not prefers:
        raise NoWordsError(field="prefers")
    SharedDecision.objects.create(
        plan=plan, told=list(shared.told), prefers=prefers, by_id=user, at=timezone.now()
    )


@transaction.atomic
def change_plan(
    *, by: Actor, plan_id: int, seen: int, dose: Dose, what: str, why: str
) -> PlanVersion:
    """Add a version; ``seen`` is the number of the one that was looked at.

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError, PlanChangedError, DoseError, NoWordsError
    TooLongError, UnwritableError
    """
    user = planner(by)
    plan = locked_plan(by, plan_id)
    last = plan.versions.order_by("-number").values_list("number", flat=True)[0]
    if last != seen:
        raise PlanChangedError(version=last)
    what, why = checked_text("what", what, 300), checked_text("why", why, 300)
    for name, text in (("what", what), ("why", why)):
        if not text:
            raise NoWordsError(field=name)
    version = _write(plan, last + 1, dose, user, what=what, why=why)
    ask_by(plan, dose)
    tell(by, "plan.change", plan, version=version.number)
    return version


def _write(plan: Plan, number: int, dose: Dose, user: int, *, what: str, why: str) -> PlanVersion:
    _see_dose(dose)
    now = timezone.now()
    had = visits_in_year(plan.patient_id, plan.centre_id, now)
    done = len(courses_of([plan], now)[0].done) if number > 1 else 0
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        needs_second=past_the_most(had, dose.visits - done),
        what=what,
        why=why,
        by_id=user,
        at=now,
        **dose.columns(),
    )


def _see_dose(dose: Dose) -> None:
    """See that the numbers of a plan fit each other."""
    most = dose.acupuncture + dose.physiotherapy
    fits = {
        "visits": 1 <= dose.visits <= MOST_VISITS and dose.visits <= most,
        "acupuncture": 0 <= dose.acupuncture <= dose.visits,
        "physiotherapy": 0 <= dose.physiotherapy <= dose.visits,
        "min_days": 1 <= dose.min_days <= dose.max_days,
        "max_days": dose.max_days <= MOST_DAYS,
        "reviews": bool(dose.reviews)
        and list(dose.reviews) == sorted(set(dose.reviews))
        and dose.reviews[0] >= 1
        and dose.reviews[-1] <= MOST_VISITS,
        "stop_at": 1 <= dose.stop_at <= MOST_VISITS,
        "review_every": dose.review_every is None or 1 <= dose.review_every <= MOST_VISITS,
        "review_days": dose.review_days is None or 1 <= dose.review_days <= MOST_DAYS,
        "protocol": not dose.protocol or dose.protocol in trial_protocols(),
        "measures": all(map(_is_measure, dose.measures))
        and len({one.partition(":")[0] for one in dose.measures} & RATE_CHANGE) < 2,
        "treatments": set(dose.treatments) <= set(treatment_doses()),
    }
    wrong = next((name for name, holds in fits.items() if not holds), None)
    if wrong is not None:
        raise DoseError(field=wrong)


def _is_measure(text: str) -> bool:
    code, _sep, when = text.partition(":")
    return code in known_codes() and when in set(Asked)


def ask_by(plan: Plan, dose: Dose) -> None:
    """Lay out the questions of a plan: its measures at its own start, visits and reviews.

    A plan that names no measure asks what its area asks.
    """
    if plan.complaint is None:
        return
    if not dose.measures:
        drop_times(plan.complaint, plan.centre_id)
        return
    keep_times(plan.complaint, plan.centre_id, asks_of(plan, dose))


def asks_of(plan: Plan, dose: Dose) -> Times:
    """Return what a dose asks of whom the plan is for, and at which visits."""
    when = [one.split(":") for one in dose.measures]
    at = {moment: tuple(code for code, it in when if it == moment) for moment in Asked}
    return Times(
        plan.started_on,
        at[Asked.START],
        at[Asked.EACH],
        at[Asked.REVIEW],
        dose.reviews,
        dose.review_every,
    )


@transaction.atomic
def say_visit(*, by: Actor, plan_id: int, visit_id: int) -> PlanVisit:
    """Say that a visit of the patient belongs to a plan; the last word holds.

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError
    """
    user = planner(by)
    plan = locked_plan(by, plan_id)
    own = {"patient": plan.patient_id, "session__centre": plan.centre_id}
    if not Visit.objects.filter(pk=visit_id, **own).exists():
        raise PlanUnknownError(visit=visit_id)
    said, _ = PlanVisit.objects.update_or_create(
        visit_id=visit_id, defaults={"plan": plan, "by_id": user, "at": timezone.now()}
    )
    tell(by, "plan.visit", plan, visit=visit_id)
    return said
