"""A review: the facts as they stand, a clinician's decision, kept as it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.events import Told, add_event
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.plans.actions.goals import add_goal
from ashi.apps.plans.actions.reviewing import hold_review, sign_second
from ashi.apps.plans.errors import (
    NoWordsError,
    OwnSecondSignError,
    PlanChangedError,
    PlanEndedError,
    ScoreError,
)
from ashi.apps.plans.facts import rule_facts
from ashi.apps.plans.measured import goals_of
from ashi.apps.plans.models import Plan, Review
from ashi.apps.plans.queries import courses_of, of_reader, reviews_waiting
from ashi.core.kernel.facts import Fact
from ashi.core.planning.reviewing import Due
from tests.desk.centre import make_visit, today
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def course(plan):
    return courses_of([Plan.objects.get(pk=plan.pk)], timezone.now())[0]


def facts(plan, pgic=None):
    found = rule_facts(course(plan), pgic, timezone.now())
    return found, {one.line.id: one.holds for one in found.told}


def measure(small, visit, line):
    add_done(by=small.actor("maria"), visit_id=visit.pk, line=line)


def asked(small, visit, adverse="none"):
    save_note(
        by=small.actor("maria"), visit_id=visit.pk, seen=0, texts={"plan": "x"}, adverse=adverse
    )


@pytest.fixture
def review(small, plan):
    def hold(choice="continue", who="maria", **more):
        seen = more.pop("seen", len(course(plan).done))
        return hold_review(
            by=small.actor(who),
            plan_id=plan.pk,
            seen=seen,
            choice=choice,
            reason=more.pop("reason", "as agreed"),
            **more,
        )

    return hold


def test_what_was_not_measured_or_asked_stays_unknown(plan, come):
    come(12, 8, 4, 0)
    found, holds = facts(plan)
    assert found.measures[0].code == "PSFS"
    assert found.measures[0].change is None
    assert holds["changed_enough"] is Fact.UNKNOWN
    assert holds["serious_event"] is Fact.UNKNOWN
    assert found.unwanted.unasked == 4


def test_pain_from_seven_to_four_is_a_change_that_people_notice(small, plan, come):
    first, _second, last = come(12, 8, 0)
    measure(small, first, "pain 7")
    measure(small, last, "pain 4")
    found, holds = facts(plan)
    (pain,) = [one for one in found.measures if one.code == "NPRS"]
    assert (pain.change.before, pain.change.after, pain.change.direction) == (7, 4, "better")
    assert holds["changed_enough"] is Fact.YES
    assert holds["little_change"] is Fact.NO


def test_late_without_change_and_not_felt_better_is_said_as_such(small, plan, come):
    visits = come(26, 22, 18, 12, 8, 4)
    measure(small, visits[0], "pain 7")
    measure(small, visits[-1], "pain 7")
    assert facts(plan)[1]["little_change"] is Fact.UNKNOWN
    assert facts(plan, pgic=4)[1]["little_change"] is Fact.YES
    assert facts(plan, pgic=2)[1]["little_change"] is Fact.NO


def test_a_serious_event_is_a_fact_and_none_only_where_each_visit_was_asked(small, plan, come):
    first, second = come(8, 4)
    asked(small, first)
    assert facts(plan)[1]["serious_event"] is Fact.UNKNOWN
    asked(small, second)
    assert facts(plan)[1]["serious_event"] is Fact.NO
    add_event(
        by=small.actor("maria"),
        visit_id=second.pk,
        told=Told(code="AE02", severity="severe", serious=True),
    )
    assert facts(plan)[1]["serious_event"] is Fact.YES


def test_the_mean_of_the_goals_needs_every_goal_of_a_day(small, plan):
    add_goal(by=small.actor("maria"), plan_id=plan.pk, words="walk", score=None)
    scores = [one for goal in plan.goals.all() for one in goal.scores.all()]
    assert list(goals_of(scores).values()) == [3]
    add_goal(by=small.actor("maria"), plan_id=plan.pk, words="sit", score=6)
    scores = [one for goal in plan.goals.all() for one in goal.scores.all()]
    assert [float(one) for one in goals_of(scores).values()] == [4.5]


def test_a_review_is_kept_with_the_facts_that_stood_there(small, plan, come, review):
    first, *_rest, last = come(12, 8, 4, 0)
    measure(small, first, "pain 7")
    measure(small, last, "pain 4")
    assert course(plan).due.state is Due.NOW
    kept = review("taper", pgic=2)
    assert kept.facts["told"]["changed_enough"] == "yes"
    assert kept.facts["measures"][0] | {"beyond_mdc": None} == {
        "code": "NPRS",
        "place": "",
        "first": 7.0,
        "last": 4.0,
        "change": -3.0,
        "beyond_mdc": None,
        "beyond_mcid": True,
    }
    assert (kept.visits, kept.worse, kept.by) == (4, "no", small.users["maria"])
    assert (course(plan).due.state, course(plan).due.at_visit) == (Due.AHEAD, 6)
    with pytest.raises(PlanChangedError):
        review()
    for order in ("DELETE FROM plans_review", "UPDATE plans_review SET reason = 'x'"):
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(order)


def test_a_review_of_what_is_no_longer_so_is_refused(small, plan, come, review):
    come(12, 8, 4)
    with pytest.raises(PlanChangedError):
        review(seen=2)
    with pytest.raises(NoWordsError):
        review(reason="  ")
    with pytest.raises(NoWordsError):
        review("cured")
    with pytest.raises(ScoreError):
        review(pgic=8)
    assert not Review.objects.exists()


def test_students_and_the_desk_hold_no_review(review, come):
    come(4)
    for who in ("student", "desk"):
        with pytest.raises(NotAllowedError):
            review(who=who)


@pytest.mark.parametrize("choice", ["stop", "refer"])
def test_to_stop_or_to_refer_ends_the_plan(plan, come, review, choice):
    come(12, 8, 4, 0)
    review(choice)
    plan.refresh_from_db()
    assert plan.ended_on is not None
    assert course(plan).due.state is Due.NONE
    with pytest.raises(PlanEndedError):
        review()


def test_twice_worse_is_a_fact_only_after_two_reviews(small, plan, come, review):
    first, _two, third = come(12, 8, 4)
    measure(small, first, "pain 3")
    measure(small, third, "pain 9")
    assert facts(plan)[1]["worse_again"] is Fact.NO
    assert review().worse == "yes"
    assert facts(plan)[1]["worse_again"] is Fact.YES
    come(1)
    assert facts(plan)[1]["worse_again"] is Fact.YES


def test_going_on_beyond_twenty_a_year_waits_for_somebody_elses_sign(small, plan, come, review):
    come(*[200 + at * 3 for at in range(19)])
    come(1)
    kept = review()
    assert (kept.visits_in_year, kept.needs_second) == (20, True)
    sign = {"plan_id": plan.pk, "review_id": kept.pk}
    with pytest.raises(OwnSecondSignError):
        sign_second(by=small.actor("maria"), **sign)
    first = sign_second(by=small.actor("andreas"), **sign)
    assert sign_second(by=small.actor("andreas"), **sign) == first
    assert (first.by, first.at <= timezone.now() + timedelta(0)) == (small.users["andreas"], True)


def test_nineteen_a_year_need_no_second_sign(come, review):
    come(*[200 + at * 3 for at in range(18)])
    come(1)
    assert review().needs_second is False


def test_reviews_of_mine_are_those_i_opened_or_whose_patients_are_with_me(
    small, patient, plan, come
):
    come(12, 8, 4, 1)
    waiting = reviews_waiting(small.centre.pk, timezone.now())
    assert [one.plan for one in waiting] == [plan]
    whose = {name: len(of_reader(waiting, user.pk)) for name, user in small.users.items()}
    assert (whose["maria"], whose["andreas"], whose["desk"]) == (1, 0, 0)
    make_visit(small, timezone.now() + timedelta(days=2), patient, therapist="andreas")
    waiting = reviews_waiting(small.centre.pk, timezone.now())
    assert len(of_reader(waiting, small.users["andreas"].pk)) == 1

    board = f"/desk/board/{today()}"
    assert "1 review of mine waits" in client_of(small.users["maria"]).get(board).content.decode()
    desk = client_of(small.users["desk"]).get(board).content.decode()
    assert "1 review waits" in desk
    assert "of mine" not in desk
