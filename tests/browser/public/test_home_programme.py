"""A patient does exercises on a telephone: one tap each, without a connection, without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.programmes.actions import Plan, prescribe
from ashi.apps.programmes.links import home_token
from ashi.apps.programmes.models import Report
from ashi.core.knowledge.physio.exercises import Dose
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient

ITEMS = (("LB11", Dose(sets=3, reps=10, hold_s=5)), ("AE01", Dose(minutes=20)))


@pytest.fixture
def address(small):
    plan = Plan(ITEMS, timezone.localdate() - timedelta(days=2))
    made = prescribe(by=small.actor("maria"), patient_id=make_patient().pk, plan=plan)
    return f"/home/{home_token(made)}"


def opened(new_browser, **more):
    return new_browser(viewport=PHONE, locale="en", **more).new_page()


def answers() -> list[tuple[str, str]]:
    return list(Report.objects.order_by("recorded_at").values_list("exercise", "answer"))


def test_taps_without_a_connection_are_sent_once_when_it_is_back(address, new_browser, looked_over):
    page = opened(new_browser)
    page.goto(address)
    assert looked_over(page) == []
    page.context.set_offline(True)
    page.locator("#LB11").get_by_role("button", name="Done").click()
    page.locator("#AE01").get_by_role("button", name="It hurt").click()
    page.get_by_text("No connection").wait_for()
    assert answers() == []
    page.context.set_offline(False)
    page.get_by_text("All sent.").wait_for()

    assert answers() == [("LB11", "done"), ("AE01", "pain")]
    page.reload()
    done = page.locator("#LB11").get_by_role("button", name="Done")
    assert done.get_attribute("aria-pressed") == "true"
    expect(page.locator("#AE01 .stop-if")).to_be_visible()
    assert len(answers()) == 2


def test_a_timer_runs_and_sets_are_counted(address, new_browser):
    page = opened(new_browser)
    page.goto(address)
    card = page.locator("#LB11")
    card.get_by_role("button", name="Start the timer").click()
    card.get_by_text("0:0").wait_for()
    card.get_by_role("button", name="Count a set").click()
    expect(card.get_by_text("set 1/3")).to_be_visible()


def test_the_buttons_work_without_a_script(address, new_browser):
    page = opened(new_browser, java_script_enabled=False)
    page.goto(address)
    page.locator("#LB11").get_by_role("button", name="Partly").click()
    page.wait_for_url("**#LB11")

    assert answers() == [("LB11", "partly")]
