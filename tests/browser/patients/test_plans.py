"""A plan in a browser: opened, booked in one go, reviewed; the points of a trial charted."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Needling
from ashi.apps.plans.actions.planning import About, open_plan
from ashi.apps.plans.models import Outside, Plan, Review
from ashi.core.planning.operated import surgeon_limits
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit
from tests.desk.planned import SHARED, dose, plan_of
from tests.desk.screened import screened


def test_a_plan_is_opened_and_its_visits_booked_in_one_go(small, open_as, axe):
    patient = make_patient()
    page = open_as("maria", f"/plans/{patient.pk}")
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Begin from").select_option("lbp_chronic")
    page.get_by_role("button", name="Take this").click()
    expect(page.get_by_label("Visits in all")).to_have_value("6")
    assert axe(page) == []
    page.get_by_role("button", name="Open the plan").click()
    expect(page.get_by_text("Something needs another look")).to_be_visible()
    page.get_by_label("Doing nothing for now").check()
    page.get_by_label("What the patient prefers").fill("needles first")
    page.get_by_label("Goal, in the patient's words").fill("lift my child")
    page.get_by_role("button", name="Open the plan").click()
    expect(page.get_by_text("visit 0 of 6")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Book the visits").click()
    page.get_by_label("Service").select_option(label="Acupuncture, 60 min")
    page.get_by_role("button", name="Find the times").click()
    assert axe(page) == []
    page.get_by_label("Who allows visits without a referral").fill("Maria, direct access")
    page.get_by_label("Why").fill("no referral needed here")
    page.get_by_role("button", name="Book all 6").click()
    expect(page.get_by_role("heading", name="Chronic low back pain")).to_be_visible()
    assert Visit.objects.filter(patient=patient).count() == 6
    assert Plan.objects.get().goals.get().words == "lift my child"


def test_a_review_that_waits_is_on_the_board_and_is_decided(small, open_as, looked_over):
    patient = make_patient()
    plan_of(small, patient)
    for days in (12, 8, 4, 1):
        make_visit(small, timezone.now() - timedelta(days=days), patient)
    page = open_as("maria", "/desk/", viewport=PHONE)
    page.get_by_text("1 review waits").click()
    page.get_by_role("link", name="Despina Charalambous").first.click()
    expect(page.get_by_text("review overdue")).to_be_visible()
    page.get_by_label("Since care began, the patient says").select_option("2")
    page.get_by_role("button", name="Show with this").click()
    assert looked_over(page) == []
    page.get_by_label("Space the visits out").check()
    page.get_by_label("Why").fill("much better")
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("After visit 4")).to_be_visible()
    assert (Review.objects.get().choice, Review.objects.get().pgic) == ("taper", 2)


def test_the_points_of_a_trial_are_charted_by_one_press(small, open_as, axe):
    patient = make_patient()
    visit = make_visit(small, timezone.now() - timedelta(minutes=20), patient)
    screened(small, visit)
    page = open_as("maria", f"/chart/{visit.pk}")
    page.get_by_role("link", name="Points of published trials").click()
    page.get_by_label("Condition", exact=True).select_option("lbp_chronic")
    page.get_by_role("button", name="Show these").click()
    assert axe(page) == []
    page.get_by_role("form", name="Chart the points of Kerr").get_by_role(
        "button", name="left"
    ).click()
    expect(page.locator("table.needles")).to_contain_text("GB30")
    assert Needling.objects.count() == 6


def test_after_an_operation_an_exercise_outside_the_limits_is_given_with_a_reason(
    small, open_as, looked_over
):
    patient, day = make_patient(), timezone.localdate() - timedelta(days=21)
    plan = open_plan(
        by=small.actor("maria"),
        patient_id=patient.pk,
        key=uuid4(),
        about=About("postop", "surgery", timezone.localdate(), day, "knee"),
        dose=dose(),
        shared=SHARED,
    )
    options = {"viewport": PHONE}
    page = open_as("maria", f"/plans/{patient.pk}", **options)
    expect(page.get_by_text("what the surgeon allows is not said")).to_be_visible()
    page.get_by_role("link", name="What the surgeon allows").click()
    assert looked_over(page) == []
    for one in surgeon_limits():
        page.locator(f"[name=limit-{one}][value=yes]").check(force=True)
    page.locator("[name=limit-impact][value=no]").check(force=True)
    page.locator("[name=week-impact]").fill("26")
    assert looked_over(page) == []
    page.get_by_role("button", name="Keep what is allowed").click()
    page.get_by_role("link", name="Give exercises").click()
    page.get_by_label("Add an exercise").fill("Step-up")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="Keep the programme").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it is given all the same: Step-up.")
    expect(page.get_by_text("written from week 8 after the operation").last).to_be_visible()
    assert looked_over(page) == []
    page.get_by_label("Why it is given all the same").fill("with the rail")
    page.get_by_role("button", name="Keep the programme").last.click()
    expect(page.get_by_text("The home programme is kept.")).to_be_visible()
    assert Outside.objects.get(plan=plan).why == "with the rail"
    page.goto(f"/plans/{patient.pk}")
    expect(page.get_by_text("with the rail")).to_be_visible()
    assert looked_over(page) == []
