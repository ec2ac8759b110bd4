"""The demo's plans: as the actions would have left them, and never written twice."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import transaction

from ashi.apps.audit.actor import Actor
from ashi.apps.audit.models import Event
from ashi.apps.plans.actions.planning import About, Shared, dose_of, open_plan
from ashi.apps.plans.actions.referring import Paper, add_referral, draw_on
from ashi.apps.plans.models import Draw, Goal, GoalScore, Plan, PlanVersion, Referral, Review
from ashi.apps.plans.queries import courses_of
from ashi.apps.plans.referrals import standings
from ashi.apps.programmes.models import Programme, Report
from ashi.apps.programmes.queries import adherence_of
from ashi.core.planning.reviewing import Due
from ashi.core.planning.templates import all_templates
from tests.integration.demo.test_loading import local

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.long]
MORNING = local("2026-11-25T10:37")
OWN = ("id", "key", "plan_id", "goal_id", "visit_id", "referral_id", "number")


def columns(row):
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in OWN}


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def test_a_loaded_plan_is_as_the_action_would_have_opened_it(demo):
    demo(MORNING)
    loaded = Plan.objects.order_by("pk").first()
    version, decision = loaded.versions.get(), loaded.decisions.get()
    goal = loaded.goals.get()
    score = goal.scores.first()
    with transaction.atomic(), at(loaded.at):
        by_hand = open_plan(
            by=Actor(role="practitioner", user_id=loaded.by_id, centre_id=loaded.centre_id),
            patient_id=loaded.patient_id,
            key="7b1f4a4e-4d0f-4c27-9d6c-b8a3f5a0c001",
            about=About(loaded.condition, loaded.phase, loaded.started_on),
            dose=dose_of(all_templates()[version.template]),
            shared=Shared(tuple(decision.told), decision.prefers, {goal.words: score.score}),
        )
    for one, two in (
        (loaded, by_hand),
        (version, by_hand.versions.get()),
        (decision, by_hand.decisions.get()),
        (goal, by_hand.goals.get()),
        (score, by_hand.goals.get().scores.get()),
    ):
        assert columns(one) == columns(two)


def test_a_loaded_referral_is_as_the_actions_would_have_left_it(demo):
    demo(MORNING)
    loaded = Referral.objects.order_by("pk").first()
    (standing,) = standings(loaded.patient_id, loaded.centre_id)
    assert standing.days
    assert {cover for _draw, _day, cover in standing.draws} == {"covered"}
    first = standing.draws[0][0]
    before = columns(first)
    by = Actor(role="desk", user_id=loaded.by_id, centre_id=loaded.centre_id)
    said = ("doctor", "diagnosis", "visits", "valid_from", "valid_to", "yearly")
    with at(loaded.at):
        by_hand = add_referral(
            by=by,
            patient_id=loaded.patient_id,
            paper=Paper(number="by hand", **{name: getattr(loaded, name) for name in said}),
        )
        drawn = draw_on(by=by, visit_id=first.visit_id, referral_id=by_hand.pk)
    assert columns(loaded) == columns(by_hand)
    assert columns(drawn) == before


def test_a_further_start_opens_no_second_plan_and_some_reviews_wait(demo):
    demo(MORNING)
    plans = list(Plan.objects.order_by("pk"))
    assert len(plans) >= 5
    assert PlanVersion.objects.count() == Goal.objects.count() == len(plans)
    assert GoalScore.objects.count() >= len(plans)
    assert Draw.objects.exists()
    for review in Review.objects.all():
        assert review.facts["visits"] == review.visits
    states = {one.due.state for one in courses_of(plans, MORNING)}
    assert states & {Due.AHEAD, Due.NOW, Due.OVERDUE}

    demo(MORNING + timedelta(days=1))

    patients = list(Plan.objects.values_list("patient", flat=True))
    assert len(patients) == len(set(patients))
    assert {one.pk for one in plans} <= set(Plan.objects.values_list("pk", flat=True))


def test_those_with_a_plan_have_exercises_and_have_answered_for_weeks(demo):
    demo(MORNING)
    programmes = list(Programme.objects.all())
    assert len(programmes) >= 5
    assert {one.patient_id for one in programmes} <= set(
        Plan.objects.values_list("patient", flat=True)
    )
    reports = list(Report.objects.all())
    assert {one.answer for one in reports} == {"done", "partly", "pain"}
    assert all(one.occurred_at < MORNING for one in reports)
    told = Event.objects.filter(action="programme.report")
    assert told.count() == len(reports)
    weeks = {one.patient_id: (MORNING.date() - one.first_day).days // 7 for one in programmes}
    assert max(weeks.values()) <= 6
    longest = max(programmes, key=lambda one: (MORNING.date() - one.first_day).days)
    assert adherence_of(longest.patient_id, longest.first_day, MORNING.date()).done >= 3

    demo(MORNING + timedelta(days=1))
    assert Programme.objects.filter(pk__in=[one.pk for one in programmes]).count() == len(
        programmes
    )
    assert not Programme.objects.filter(version__gt=1).exists()
