"""Reads of plans: the course as it stands, whether a review is due, in few queries for many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import SessionRole, Visit
from ashi.apps.charting.models import AdverseEvent, Needling, Note, Treatment
from ashi.apps.plans.models import Plan, PlanVersion, PlanVisit, Review
from ashi.core.kernel.facts import Fact, fact_of
from ashi.core.planning.belonging import Open, belonging
from ashi.core.planning.reviewing import Due, Held, ReviewDue, review_due
from ashi.core.planning.templates import ReviewPoints

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CourseVisit:
    """A visit of a course, and what was charted of it: nothing charted is neither."""

    id: int
    starts_at: datetime
    day: date
    patient_id: int
    needled: bool
    treated: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A plan as it stands: what was done, what is booked, how its next review stands."""

    plan: Plan
    version: PlanVersion
    done: tuple[CourseVisit, ...]
    ahead: tuple[CourseVisit, ...]
    reviews: tuple[Review, ...]
    due: ReviewDue
    unsaid: tuple[CourseVisit, ...]

    @property
    def acupuncture(self) -> int:
        """How many visits had needles, on record."""
        return sum(one.needled for one in self.done)

    @property
    def physiotherapy(self) -> int:
        """How many visits had physiotherapy, on record."""
        return sum(one.treated for one in self.done)

    @property
    def uncharted(self) -> int:
        """How many visits have nothing on record: of what, nobody knows."""
        return sum(not (one.needled or one.treated) for one in self.done)


def points_of(version: PlanVersion) -> ReviewPoints:
    """Return when a version is looked at."""
    return ReviewPoints(tuple(version.reviews), version.review_every, version.review_days)


def own_plans(by: Actor) -> QuerySet[Plan]:
    """Return the plans of the actor's centre, for who may read them.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.CLINICAL_READ, centre_id=by.centre_id)
    return Plan.objects.filter(centre=by.centre_id).select_related("patient", "complaint")


def visits_stand(patient_ids: Iterable[int], centre_id: int) -> list[CourseVisit]:
    """Return the visits of patients that stand (neither cancelled nor missed), in order."""
    rows = (
        Visit.objects.filter(
            patient__in=list(patient_ids),
            session__centre=centre_id,
            status=Visit.Status.BOOKED,
        )
        .annotate(
            needled=Exists(Needling.objects.filter(note__visit=OuterRef("pk"))),
            treated=Exists(Treatment.objects.filter(note__visit=OuterRef("pk"))),
        )
        .order_by("session__starts_at", "pk")
        .values_list("pk", "session__starts_at", "patient_id", "needled", "treated")
    )
    return [
        CourseVisit(pk, at, timezone.localdate(at), patient or 0, needled, treated)
        for pk, at, patient, needled, treated in rows
    ]


def courses_of(plans: Sequence[Plan], now: datetime) -> list[Course]:
    """Return how plans of one centre stand, in a number of queries that does not grow."""
    if not plans:
        return []
    patients = {one.patient_id for one in plans}
    centre_id = plans[0].centre_id
    versions: dict[int, PlanVersion] = {}
    rows_of = PlanVersion.objects.filter(plan__in=plans).select_related("second__by")
    for version in rows_of.order_by("number"):
        versions[version.plan_id] = version
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.filter(plan__in=plans).select_related("by", "second__by"):
        reviews[review.plan_id].append(review)
    visits = visits_stand(patients, centre_id)
    opened: dict[int, list[Open]] = defaultdict(list)
    rows = Plan.objects.filter(patient__in=patients, centre=centre_id)
    for pk, patient, first, last in rows.values_list("pk", "patient", "started_on", "ended_on"):
        opened[patient].append(Open(pk, first, last))
    said = dict(
        PlanVisit.objects.filter(plan__patient__in=patients).values_list("visit_id", "plan_id")
    )
    by_id = {one.id: one for one in visits}
    mine: dict[int, tuple[int, ...]] = {}
    unsaid: dict[int, tuple[CourseVisit, ...]] = {}
    for patient in patients:
        own = [(one.id, one.day) for one in visits if one.patient_id == patient]
        found = belonging(opened[patient], own, said)
        mine |= found.courses
        unsaid[patient] = tuple(by_id[one] for one in found.unsaid)
    return [
        _course(
            plan,
            versions[plan.pk],
            tuple(by_id[one] for one in mine.get(plan.pk, ()) if one in by_id),
            reviews[plan.pk],
            unsaid[plan.patient_id],
            now,
        )
        for plan in plans
    ]


def _course(
    plan: Plan,
    version: PlanVersion,
    visits: tuple[CourseVisit, ...],
    reviews: list[Review],
    unsaid: tuple[CourseVisit, ...],
    now: datetime,
) -> Course:
    done = tuple(one for one in visits if one.starts_at <= now)
    ahead = tuple(one for one in visits if one.starts_at > now)
    held = Held(
        plan.started_on,
        tuple(one.day for one in done),
        tuple(one.visits for one in reviews),
    )
    due = review_due(points_of(version), held, timezone.localdate(now))
    if plan.ended_on is not None:
        due = ReviewDue(Due.NONE)
    return Course(plan, version, done, ahead, tuple(reviews), due, unsaid)


@dataclass(frozen=True, slots=True)
class AtVisit:
    """A plan as a visit of it sees it: the how-manieth it is, whether a review falls on it."""

    course: Course
    number: int

    @property
    def due(self) -> ReviewDue:
        """How the review stands on the day of this visit."""
        visits = (*self.course.done, *self.course.ahead)[: self.number]
        reviewed = tuple(one.visits for one in self.course.reviews)
        held = Held(self.course.plan.started_on, tuple(one.day for one in visits), reviewed)
        return review_due(points_of(self.course.version), held, visits[-1].day)


def plan_at(visit: Visit, now: datetime) -> AtVisit | None:
    """Return the plan to which a visit belongs; nothing where there is none, or nobody said."""
    plans = list(
        Plan.objects.filter(patient=visit.patient_id, centre=visit.session.centre_id)
        .select_related("patient")
        .order_by("pk")
    )
    for course in courses_of(plans, now):
        for number, one in enumerate((*course.done, *course.ahead), start=1):
            if one.id == visit.pk:
                return AtVisit(course, number)
    return None


def reviews_waiting(centre_id: int, now: datetime) -> list[Course]:
    """Return the open plans of a centre of which a review is due or overdue, most urgent first."""
    plans = list(
        Plan.objects.filter(centre=centre_id, ended_on=None).select_related("patient", "by")
    )
    due = [one for one in courses_of(plans, now) if one.due.state >= Due.NOW]
    return sorted(due, key=lambda one: (-one.due.state, one.plan.started_on, one.plan.pk))


def visits_in_year(patient_id: int, centre_id: int, now: datetime) -> int:
    """Return how many visits a patient had at a centre in the twelve months before."""
    found = visits_stand([patient_id], centre_id)
    return sum(now - YEAR < one.starts_at <= now for one in found)


def waits_for_sign(plan: Plan) -> bool:
    """Whether a plan has more visits than the protocol's most, and nobody else signed it yet."""
    latest = plan.versions.order_by("-number").select_related("second").first()
    return latest is not None and latest.needs_second and getattr(latest, "second", None) is None


def of_reader(courses: Sequence[Course], user_id: int | None) -> tuple[Course, ...]:
    """Return the courses that somebody opened, or of which a visit is theirs to give."""
    visits = {one.id: at for at, course in enumerate(courses) for one in _near(course)}
    # 0 is no visit: with it the same is asked whatever waits.
    roles = SessionRole.objects.filter(
        session__visits__in=[*visits, 0], resource__user=user_id, resource__user__isnull=False
    )
    treats = {visits[pk] for pk in roles.values_list("session__visits", flat=True) if pk in visits}
    return tuple(one for at, one in enumerate(courses) if at in treats or one.plan.by_id == user_id)


def _near(course: Course) -> tuple[CourseVisit, ...]:
    """Return the last visit that was and the next that is to come: whose the patient is now."""
    return (*course.done[-1:], *course.ahead[:1])


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What is recorded of unwanted events over a course; ``unasked`` visits say nothing of it."""

    events: int
    serious: int
    visits: int
    unasked: int

    @property
    def any_serious(self) -> Fact:
        """Whether something serious happened; unknown while a visit has not been asked."""
        if self.serious or (self.visits and not self.unasked):
            return fact_of(self.serious > 0)
        return Fact.UNKNOWN


def unwanted_in(course: Course) -> Unwanted:
    """Return what is recorded of unwanted events at the visits of a course."""
    ids = [one.id for one in course.done]
    serious = list(
        AdverseEvent.objects.filter(note__visit__in=ids).values_list("serious", flat=True)
    )
    asked = Note.objects.filter(visit__in=ids).exclude(adverse="unknown").count()
    return Unwanted(len(serious), sum(serious), len(ids), len(ids) - asked)
