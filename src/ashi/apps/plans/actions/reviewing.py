"""Hold a review: what a clinician decides, with the facts that stood there; a second sign."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.outcomes.actions.times import end_times
from ashi.apps.patients.texts import checked_text
from ashi.apps.plans.actions.owning import locked_plan, planner, tell
from ashi.apps.plans.errors import (
    NoWordsError,
    OwnSecondSignError,
    PlanChangedError,
    PlanUnknownError,
    ScoreError,
)
from ashi.apps.plans.facts import WORDS, kept, rule_facts
from ashi.apps.plans.models import Review, SecondSign, VersionSign
from ashi.apps.plans.queries import courses_of
from ashi.core.planning.rule import FIRST_STEP, LAST_STEP, needs_second_sign

ENDS = (Review.Choice.STOP, Review.Choice.REFER)


@transaction.atomic
def hold_review(
    *, by: Actor, plan_id: int, seen: int, choice: str, reason: str, pgic: int | None = None
) -> Review:
    """Keep what a clinician decides at a review; to stop or refer ends the plan.

    Parameters
    ----------
    seen : how many visits stood on the page that was looked at
    pgic : what the patient answered, 1 to 7; None where nobody asked

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError, NoWordsError, ScoreError
    TooLongError, UnwritableError
    PlanChangedError
        A visit came to it meanwhile, or it was reviewed after so many already.
    """
    user = planner(by, Permission.CLINICAL_SIGN)
    plan = locked_plan(by, plan_id)
    why = checked_text("reason", reason, 500)
    if not why:
        raise NoWordsError(field="reason")
    if choice not in Review.Choice.values:
        raise NoWordsError(field="choice")
    if pgic is not None and not FIRST_STEP <= pgic <= LAST_STEP:
        raise ScoreError(field="pgic")
    now = timezone.now()
    (course,) = courses_of([plan], now)
    if len(course.done) != seen or any(one.visits == seen for one in course.reviews):
        raise PlanChangedError(visits=len(course.done))
    facts = rule_facts(course, pgic, now)
    ends = choice in ENDS
    review = Review.objects.create(
        plan=plan,
        version=course.version,
        visits=seen,
        visits_in_year=facts.seen.visits_in_year,
        pgic=pgic,
        worse=WORDS[facts.worse],
        facts=kept(facts),
        choice=choice,
        reason=why,
        needs_second=not ends and needs_second_sign(facts.seen.visits_in_year + 1),
        on=timezone.localdate(now),
        by_id=user,
        at=now,
    )
    if ends:
        plan.ended_on, plan.ended_by_id = timezone.localdate(now), user
        plan.save(update_fields=["ended_on", "ended_by"])
        if plan.complaint is not None:
            end_times(plan.complaint, plan.centre_id, now)
    tell(by, "plan.review", plan, review=review.pk, choice=choice, visits=seen)
    return review


@transaction.atomic
def sign_second(*, by: Actor, plan_id: int, review_id: int) -> SecondSign:
    """Agree to a review that asks for two; a repeat changes nothing.

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError
    OwnSecondSignError
        The review is the signer's own.
    """
    user = planner(by, Permission.CLINICAL_SIGN)
    plan = locked_plan(by, plan_id)
    review = plan.reviews.filter(pk=review_id, needs_second=True).first()
    if review is None:
        raise PlanUnknownError(review=review_id)
    if review.by_id == user:
        raise OwnSecondSignError()
    sign, made = SecondSign.objects.get_or_create(
        review=review, defaults={"by_id": user, "at": timezone.now()}
    )
    if made:
        tell(by, "plan.second", plan, review=review.pk)
    return sign


@transaction.atomic
def sign_version(*, by: Actor, plan_id: int) -> VersionSign:
    """Agree to the plan as it stands, where it has more visits than the protocol's most.

    A repeat changes nothing.

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError
    OwnSecondSignError
        The version is the signer's own.
    """
    user = planner(by, Permission.CLINICAL_SIGN)
    plan = locked_plan(by, plan_id)
    version = plan.versions.order_by("-number").first()
    if version is None or not version.needs_second:
        raise PlanUnknownError(plan=plan_id)
    if version.by_id == user:
        raise OwnSecondSignError()
    sign, made = VersionSign.objects.get_or_create(
        version=version, defaults={"by_id": user, "at": timezone.now()}
    )
    if made:
        tell(by, "plan.sign", plan, version=version.number)
    return sign
