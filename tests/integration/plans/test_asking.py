"""What a plan asks lays itself out, moves with its visits and its changes, and ends with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.outcomes.actions.answering import send_answers
from ashi.apps.outcomes.actions.loading import load_questionnaire
from ashi.apps.outcomes.actions.planning import lay_out
from ashi.apps.outcomes.models import Asking, CourseTimes
from ashi.apps.plans.actions.planning import About, change_plan, open_plan
from ashi.apps.plans.actions.reviewing import hold_review
from ashi.apps.plans.errors import DoseError
from ashi.web.outcomes.answer_pages import PUBLIC
from tests.desk.asked import as_file, complaint_for, questionnaire, sheet
from tests.desk.centre import make_visit, today
from tests.desk.planned import SHARED, dose
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MEASURES = ("NPRS:each", "PSFS:review", "PGIC:review", "PEG:start")
DAY = timedelta(days=1)


@pytest.fixture
def maria(small):
    return small.actor("maria")


@pytest.fixture
def visits(small, patient):
    """Four visits of the next days, the first in an hour; the complaint is stated, PEG loaded."""
    form = as_file(questionnaire(3, 10))
    load_questionnaire(by=small.actor("owner"), measure="PEG", language="en", data=form)
    complaint_for(patient, days_ago=1)
    start = timezone.now() + timedelta(hours=1)
    return [make_visit(small, start + number * DAY, patient) for number in range(4)]


def begin(by, patient, **changes):
    changes = {"measures": MEASURES, "reviews": (3,), "review_every": None} | changes
    return open_plan(
        by=by,
        patient_id=patient.pk,
        key=uuid4(),
        about=About("lbp_chronic", "chronic", today()),
        dose=dose(**changes),
        shared=SHARED,
    )


def open_sets() -> dict[tuple[str, int | None], list[str]]:
    rows = Asking.objects.filter(withdrawn_at=None).order_by("opens_at")
    return {(row.moment, row.visit_id): row.measures for row in rows}


def test_a_plan_asks_its_own_measures_at_its_own_visits(maria, patient, visits):
    begin(maria, patient)

    sets = open_sets()
    first, second, third, fourth = (one.pk for one in visits)
    assert set(sets) == {
        ("start", first),
        ("visit", second),
        ("review", third),
        ("visit", fourth),
    }
    assert sets["start", first][:2] == ["NPRS", "PEG"]
    assert "PGIC" not in sets["start", first]
    assert sets["visit", second] == ["NPRS", "DRUGS7", "NIGHTS", "STRESS"]
    assert sets["review", third][:3] == ["NPRS", "PSFS", "PGIC"]
    assert "PEG" not in sets["review", third]


def test_changing_the_plan_moves_what_is_open_and_leaves_what_was_answered(maria, patient, visits):
    plan = begin(maria, patient)
    start = Asking.objects.get(moment="start")
    send_answers(by=PUBLIC, asking_id=start.pk, sheet=sheet())

    changed = dose(measures=("NPRS:each", "PEG:review"), reviews=(2, 4), review_every=None)
    change_plan(by=maria, plan_id=plan.pk, seen=1, dose=changed, what="earlier", why="worse")

    sets = open_sets()
    first, second, third, fourth = (one.pk for one in visits)
    assert set(sets) == {
        ("start", first),
        ("review", second),
        ("visit", third),
        ("review", fourth),
    }
    assert "PEG" in sets["review", second]
    start.refresh_from_db()
    assert start.measures == sets["start", first]
    assert "PSFS" in start.measures


def test_a_cancelled_visit_takes_its_questions_and_the_review_falls_on_the_next(
    small, maria, patient, visits
):
    begin(maria, patient)
    cancel_visit(by=small.actor("desk"), visit_id=visits[1].pk, reason="ill")
    lay_out(small.centre, timezone.now())

    sets = open_sets()
    assert ("visit", visits[1].pk) not in sets
    assert ("review", visits[3].pk) in sets


def test_ending_the_plan_asks_at_its_end_and_no_more_at_visits(maria, patient, visits):
    plan = begin(maria, patient)
    hold_review(by=maria, plan_id=plan.pk, seen=0, choice="stop", reason="moved away")

    moments = {moment for moment, _visit in open_sets()}
    assert moments == set()  # no visit took place: nothing to ask about
    assert CourseTimes.objects.get().ended_at is not None


def test_after_visits_the_end_is_asked_and_an_answer_after_it_says_so(small, maria, patient, come):
    complaint_for(patient, days_ago=20)
    come(10, 5)
    ahead = make_visit(small, timezone.now() + DAY, patient)
    plan = begin(maria, patient)
    CourseTimes.objects.update(starts_on=today() - 15 * DAY)
    hold_review(by=maria, plan_id=plan.pk, seen=0, choice="stop", reason="well again")

    sets = open_sets()
    assert {moment for moment, _visit in sets} >= {"end"}
    assert ("visit", ahead.pk) not in sets
    end = Asking.objects.get(moment="end")
    assert end.measures[:3] == ["NPRS", "PSFS", "PGIC"]
    CourseTimes.objects.update(ended_at=timezone.now() - 3 * DAY)
    sent = send_answers(by=PUBLIC, asking_id=end.pk, sheet=sheet())
    assert {row.after_end for row in sent.responses} == {True}


def test_a_plan_that_names_no_measure_asks_what_its_area_asks(maria, patient, visits):
    plan = begin(maria, patient)
    bare = dose(measures=(), reviews=(3,))
    change_plan(by=maria, plan_id=plan.pk, seen=1, dose=bare, what="fewer", why="tired of it")

    assert not CourseTimes.objects.exists()
    assert ("review", visits[3].pk) in open_sets()  # the area's own fourth visit


@pytest.mark.parametrize("measure", ["NPRS", "NPRS:never", "XX:each", ":each"])
def test_a_measure_that_is_not_there_is_refused_and_nothing_is_kept(maria, patient, measure):
    with pytest.raises(DoseError):
        begin(maria, patient, measures=(measure,))
    assert not CourseTimes.objects.exists()


def test_the_form_starts_from_the_template_and_the_desk_sees_what_is_missing(
    small, maria, patient, visits
):
    browser = client_of(small.users["maria"])
    page = browser.get(f"/plans/{patient.pk}/new", {"template": "lbp_chronic"})
    form = page.context["form"]
    assert form["ask-NPRS"].value() == "each"
    assert form["ask-RMDQ24"].help_text
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")}
    sent |= {"told": ["nothing"], "prefers": "exercise", "ask-PHQ4": ""}
    assert browser.post(f"/plans/{patient.pk}/new", sent).status_code == 302

    times = CourseTimes.objects.get()
    assert times.each == ["NPRS"]
    assert "PHQ4" not in times.start
    Asking.objects.filter(moment="start").update(opens_at=timezone.now() - DAY)
    listed = client_of(small.users["desk"]).get("/outcomes/").content.decode()
    assert patient.given_name in listed
    assert "at each visit" in browser.get(f"/plans/{patient.pk}").content.decode()
