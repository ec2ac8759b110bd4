"""A plan: opened once, changed by a further version, its visits counted, nothing overwritten."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.plans.actions.goals import add_goal, score_goals
from ashi.apps.plans.actions.planning import (
    About,
    Shared,
    change_plan,
    open_plan,
    say_visit,
)
from ashi.apps.plans.errors import (
    DayError,
    DoseError,
    NoWordsError,
    PlanChangedError,
    PlanUnknownError,
    ScoreError,
)
from ashi.apps.plans.models import Goal, GoalScore, Plan, PlanVersion
from ashi.apps.plans.queries import courses_of, plan_at, reviews_waiting
from ashi.core.planning.reviewing import Due
from tests.desk.centre import make_centre, today
from tests.desk.planned import SHARED, dose, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ABOUT = ("lbp_chronic", "chronic")


def course(plan):
    return courses_of([Plan.objects.get(pk=plan.pk)], timezone.now())[0]


def test_the_same_form_twice_opens_one_plan(small, patient):
    asked = {
        "by": small.actor("maria"),
        "patient_id": patient.pk,
        "key": uuid4(),
        "about": About(*ABOUT, today()),
        "dose": dose(),
        "shared": SHARED,
    }
    assert open_plan(**asked) == open_plan(**asked)
    assert Plan.objects.count() == PlanVersion.objects.count() == Goal.objects.count() == 1
    assert GoalScore.objects.get().score == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"visits": 12}, "visits"),
        ({"acupuncture": 7}, "acupuncture"),
        ({"min_days": 9}, "min_days"),
        ({"reviews": (6, 4)}, "reviews"),
        ({"reviews": ()}, "reviews"),
        ({"protocol": "nobody1999"}, "protocol"),
        ({"treatments": ("magic",)}, "treatments"),
        ({"stop_at": 0}, "stop_at"),
    ],
)
def test_numbers_that_do_not_fit_open_nothing(small, patient, wrong, field):
    with pytest.raises(DoseError) as refused:
        plan_of(small, patient, **wrong)
    assert refused.value.fields["field"] == field
    assert not Plan.objects.exists()


def test_a_plan_is_not_shared_unless_doing_nothing_was_told(small, patient):
    asked = {"by": small.actor("maria"), "patient_id": patient.pk, "dose": dose()}
    about = About(*ABOUT, today())
    for shared in (Shared(("both",), "all"), Shared(("nothing",), " ")):
        with pytest.raises(NoWordsError), transaction.atomic():
            open_plan(**asked, key=uuid4(), about=about, shared=shared)
    late = About("postop", "surgery", today())
    with pytest.raises(DayError), transaction.atomic():
        open_plan(**asked, key=uuid4(), about=late, shared=SHARED)
    with pytest.raises(ScoreError), transaction.atomic():
        open_plan(
            **asked, key=uuid4(), about=about, shared=Shared(("nothing",), "rest", {"walk": 11})
        )
    assert not Plan.objects.exists()


def test_the_desk_and_other_centres_open_and_change_nothing(small, patient, plan):
    with pytest.raises(NotAllowedError):
        add_goal(by=small.actor("desk"), plan_id=plan.pk, words="walk", score=None)
    other = make_centre("other")
    with pytest.raises(PlanUnknownError):
        add_goal(by=other.actor("maria"), plan_id=plan.pk, words="walk", score=None)
    assert Goal.objects.count() == 1


def test_a_change_keeps_what_it_was_and_who_changed_it_why(small, plan):
    by = {"by": small.actor("maria"), "plan_id": plan.pk}
    with pytest.raises(NoWordsError):
        change_plan(**by, seen=1, dose=dose(visits=8), what="longer", why="")
    change_plan(**by, seen=1, dose=dose(visits=8, acupuncture=8), what="longer", why="it helps")
    first, second = plan.versions.all()
    assert (first.visits, second.visits, second.why, second.number) == (6, 8, "it helps", 2)
    with pytest.raises(PlanChangedError):
        change_plan(**by, seen=1, dose=dose(visits=4, reviews=(4,)), what="shorter", why="busy")
    assert course(plan).version == second


def test_the_database_refuses_to_rewrite_what_was_planned(small, plan):
    for table in ("planversion", "goal", "goalscore", "shareddecision"):
        for order in (f"DELETE FROM plans_{table}", f"UPDATE plans_{table} SET at = now()"):
            with pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute(order)


def test_visits_of_its_days_count_and_cancelled_ones_do_not(small, plan, come):
    before, first, second, ahead = come(40, 12, 5, -3)
    assert [one.id for one in course(plan).done] == [first.pk, second.pk]
    assert [one.id for one in course(plan).ahead] == [ahead.pk]
    cancel_visit(by=small.actor("desk"), visit_id=ahead.pk, reason="patient")
    assert course(plan).ahead == ()
    assert before.pk not in {one.id for one in course(plan).done}


def test_what_was_done_is_counted_for_each_modality_from_the_record(small, plan, come):
    both, needles, neither = come(12, 8, 4)
    by = small.actor("maria")
    add_needles(by=by, visit_id=both.pk, line="BL23 left 20mm")
    add_done(by=by, visit_id=both.pk, line="bridge 3x10")
    add_needles(by=by, visit_id=needles.pk, line="BL23 left 20mm")
    found = course(plan)
    assert (found.acupuncture, found.physiotherapy, found.uncharted) == (2, 1, 1)
    assert neither.pk in {one.id for one in found.done}


def test_a_visit_of_two_plans_is_nobodys_until_it_is_said(small, patient, plan, come):
    (visit,) = come(2)
    other = plan_of(small, patient, days_ago=10)
    assert [one.id for one in course(plan).unsaid] == [visit.pk]
    assert course(plan).done == course(other).done == ()
    say_visit(by=small.actor("maria"), plan_id=other.pk, visit_id=visit.pk)
    assert [one.id for one in course(other).done] == [visit.pk]
    assert course(plan).done == course(plan).unsaid == ()
    say_visit(by=small.actor("maria"), plan_id=plan.pk, visit_id=visit.pk)
    assert [one.id for one in course(plan).done] == [visit.pk]


def test_the_banner_says_the_how_manieth_visit_it_is_and_when_a_review_falls(
    small, patient, plan, come
):
    visits = come(12, 8, 4, 0, -4)
    now = timezone.now()
    at = [plan_at(one, now) for one in visits]
    assert [one.number for one in at] == [1, 2, 3, 4, 5]
    assert [one.due.state for one in at] == [Due.AHEAD, Due.AHEAD, Due.AHEAD, Due.NOW, Due.OVERDUE]
    assert [one.due.at_visit for one in at] == [4, 4, 4, 4, 4]


def test_reviews_that_wait_are_listed_most_urgent_first(small, patient, plan, come):
    come(12, 8, 4)
    now = timezone.now()
    assert reviews_waiting(small.centre.pk, now) == []
    come(1)
    assert [one.plan for one in reviews_waiting(small.centre.pk, now)] == [plan]
    assert reviews_waiting(small.centre.pk, now)[0].due.state is Due.OVERDUE
    assert reviews_waiting(make_centre("other").centre.pk, now) == []


def test_goals_are_scored_and_a_goal_of_another_plan_is_refused(small, patient, plan):
    goal = add_goal(by=small.actor("maria"), plan_id=plan.pk, words="walk  far", score=None)
    assert goal == add_goal(by=small.actor("maria"), plan_id=plan.pk, words="walk far", score=4)
    score_goals(by=small.actor("maria"), plan_id=plan.pk, scores={goal.pk: 5})
    assert [one.score for one in goal.scores.all()] == [5]
    other = plan_of(small, patient)
    with pytest.raises(PlanUnknownError):
        score_goals(by=small.actor("maria"), plan_id=other.pk, scores={goal.pk: 5})


def test_more_plans_take_no_more_queries(small, patient, plan, come, django_assert_num_queries):
    come(12, 8)
    with django_assert_num_queries(5):
        courses_of([plan], timezone.now())
    plans = [plan, plan_of(small, patient), plan_of(small, patient)]
    with django_assert_num_queries(5):
        courses_of(plans, timezone.now())
