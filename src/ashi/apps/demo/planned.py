"""Plans of those who come today: begun with their visits, some reviewed, some on a referral."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Q
from django.utils import timezone

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Note
from ashi.apps.demo.records import AGO
from ashi.apps.demo.workbench import Workbench
from ashi.apps.outcomes.models import CourseTimes
from ashi.apps.patients.models import ContactLink, Patient
from ashi.apps.plans.actions.planning import Dose, asks_of, dose_of
from ashi.apps.plans.facts import WORDS, kept, rule_facts
from ashi.apps.plans.models import (
    Draw,
    Goal,
    GoalScore,
    Plan,
    PlanVersion,
    Referral,
    Review,
    SharedDecision,
)
from ashi.apps.plans.queries import Course, CourseVisit, courses_of, points_of, visits_stand
from ashi.apps.screening.known import complaint_of
from ashi.core.planning.templates import Template, all_templates

BACK, AFTER = timedelta(days=56), timedelta(minutes=5)
TEMPLATES = {"lumbar": "lbp_chronic", "neck": "neck_pain_chronic", "lower_limb": "oa_knee_chronic"}
OTHERS = "msk_general_chronic"
TOLD = ("acupuncture", "physiotherapy", "both", "nothing")
# Invented, as the demo's people are: goals, with how well each went at the start and now.
GOALS = (
    ("Lift my grandchild", 3, 6),
    ("Sit through a day at work", 4, 5),
    ("Walk to the market and back", 2, 6),
    ("Sleep through the night", 5, 5),
)
PREFERS = ("Needles first, then exercise; no tablets", "As few visits as it takes")
REASONS = ("Moves more easily and says so", "Little change yet; once more, then we look again")
DOCTORS = ("Dr Anna Demetriou", "Dr Kyriakos Savva")
GESY_VISITS, GESY_YEARLY, GESY_DAYS = 6, 12, timedelta(days=182)


class Begun(NamedTuple):
    """A patient's visits of these weeks, and who wrote the record of the last one."""

    patient_id: int
    by: Actor
    visits: Sequence[CourseVisit]


def write_plans(bench: Workbench) -> None:
    """Write a plan for everybody with a signed record, or who can sign in, and has none yet.

    A third was reviewed where a review fell, a third still waits for it, a third has a referral.
    """
    for one in list(_begun(bench)):
        plan = _plan(bench, one)
        if one.patient_id % 3 == 1:
            _review(bench, plan, one)
        elif one.patient_id % 3 == 0:
            _refer(bench, one)


def _begun(bench: Workbench) -> Iterator[Begun]:
    centre_id = bench.house.centre.pk
    stands = Q(ended_on=None) | Q(ended_on__gte=timezone.localdate(bench.now - BACK))
    notes = Note.objects.filter(
        signed_at__isnull=False, visit__session__starts_at__gte=bench.morning - AGO
    ).exclude(visit__patient__in=Plan.objects.filter(stands).values("patient"))
    by_patient = {
        patient: by
        for patient, by in notes.order_by("pk").values_list("visit__patient", "signed_by")
        if patient is not None
    }
    therapist = bench.house.centre.memberships.filter(role=Role.PRACTITIONER).earliest("pk")
    guests = Patient.objects.filter(
        plans=None,
        contact_links__contact__user__isnull=False,
        contact_links__relation=ContactLink.Relation.SELF,
    )
    by_patient |= dict.fromkeys(guests.values_list("pk", flat=True), therapist.user_id)
    visits = visits_stand(by_patient, centre_id)
    for patient_id, user_id in sorted(by_patient.items()):
        first = bench.now - BACK
        mine = [one for one in visits if one.patient_id == patient_id and one.starts_at >= first]
        if mine and mine[0].starts_at <= bench.now:
            by = Actor(role=Role.PRACTITIONER, user_id=user_id, centre_id=centre_id)
            yield Begun(patient_id, by, mine)


def _template(patient_id: int) -> Template:
    complaint = complaint_of(patient_id)
    area = complaint.areas[0] if complaint and complaint.areas else ""
    return all_templates()[TEMPLATES.get(area, OTHERS)]


def _plan(bench: Workbench, one: Begun) -> Plan:
    """Write a plan as it was opened at the first visit, and how its goal went at the last."""
    template, first = _template(one.patient_id), one.visits[0]
    at, said = first.starts_at + AFTER, {"by_id": one.by.user_id}
    plan = Plan.objects.create(
        patient_id=one.patient_id,
        centre=bench.house.centre,
        complaint=complaint_of(one.patient_id),
        key=uuid5(NAMESPACE_URL, f"plan:{one.patient_id}:{first.id}"),
        condition=template.condition,
        phase=template.phase.value,
        started_on=first.day,
        at=at,
        **said,
    )
    dose: Dose = dose_of(template)
    PlanVersion.objects.create(plan=plan, number=1, at=at, **dose.columns(), **said)
    _ask(plan, dose, at)
    SharedDecision.objects.create(
        plan=plan, told=list(TOLD), prefers=PREFERS[one.patient_id % 2], at=at, **said
    )
    words, start, now = GOALS[one.patient_id % len(GOALS)]
    goal = Goal.objects.create(plan=plan, words=words, at=at, **said)
    GoalScore.objects.create(goal=goal, score=start, on=first.day, at=at, **said)
    done = [it for it in one.visits if it.starts_at <= bench.now]
    if len(done) > 1:
        scored = done[-1].starts_at + AFTER
        GoalScore.objects.create(
            goal=goal, score=now, on=timezone.localdate(scored), at=scored, **said
        )
    detail = {"condition": plan.condition, "visits": dose.visits}
    subject, patient = ("plan", plan.pk), one.patient_id
    bench.trail.add(at, one.by, "plan.open", subject, patient, detail)
    return plan


def _ask(plan: Plan, dose: Dose, at: datetime) -> None:
    """Keep what the plan asks, as opening it does; the sets themselves come with the answers."""
    if plan.complaint_id is not None:
        asked = asks_of(plan, dose)
        values = {name: getattr(asked, name) for name in ("starts_on", "start", "each", "review")}
        CourseTimes.objects.create(
            complaint_id=plan.complaint_id,
            reviews=list(asked.reviews),
            review_every=asked.every,
            at=at,
            **values,
        )


def _review(bench: Workbench, plan: Plan, one: Begun) -> None:
    """Write the first review where it fell before today; who came today still waits for it."""
    (course,) = courses_of([plan], bench.now)
    due = points_of(course.version).visits[0]
    if len(course.done) < due or course.done[due - 1].day >= bench.today:
        return
    then = course.done[due - 1].starts_at + AFTER
    (course,) = courses_of([plan], then)
    review = _held(course, one, then)
    detail = {"review": review.pk, "choice": review.choice, "visits": review.visits}
    subject, patient = ("plan", plan.pk), one.patient_id
    bench.trail.add(then, one.by, "plan.review", subject, patient, detail)


def _held(course: Course, one: Begun, then: datetime) -> Review:
    facts = rule_facts(course, None, then)
    return Review.objects.create(
        plan=course.plan,
        version=course.version,
        visits=len(course.done),
        visits_in_year=facts.seen.visits_in_year,
        worse=WORDS[facts.worse],
        facts=kept(facts),
        choice=Review.Choice.CONTINUE,
        reason=REASONS[one.patient_id % 2],
        on=timezone.localdate(then),
        by_id=one.by.user_id or 0,
        at=then,
    )


def _refer(bench: Workbench, one: Begun) -> None:
    """Write a referral that began with the visits, and let them draw on it."""
    first = one.visits[0].day
    desk, at = bench.house.desk, one.visits[0].starts_at
    referral = Referral.objects.create(
        patient_id=one.patient_id,
        centre=bench.house.centre,
        number=f"GE-{one.patient_id:05d}",
        doctor=DOCTORS[one.patient_id % 2],
        diagnosis=_template(one.patient_id).condition.replace("_", " "),
        visits=GESY_VISITS,
        yearly=GESY_YEARLY,
        valid_from=first,
        valid_to=first + GESY_DAYS,
        by_id=desk.user_id or 0,
        at=at,
    )
    subject, patient = ("referral", referral.pk), one.patient_id
    bench.trail.add(at, desk, "referral.add", subject, patient, {"visits": GESY_VISITS})
    drawn = one.visits[:GESY_VISITS]
    stand = Visit.objects.filter(pk__in=[it.id for it in drawn]).in_bulk()
    Draw.objects.bulk_create(
        Draw(visit=stand[it.id], referral=referral, by_id=desk.user_id, at=at) for it in drawn
    )
    for it in drawn:
        detail = {"referral": referral.pk, "cover": "covered"}
        bench.trail.add(at, desk, "referral.draw", ("visit", it.id), patient, detail)
