"""The board without connection: it goes on, reloads, rings, queues what is pressed, and sends it once."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.models import Step
from tests.browser.conftest import session_of
from tests.desk.centre import make_patient, make_visit, today
from tests.desk.line import Line

KEPT = """async () => {
  const day = await caches.open("ashi-day");
  const paths = (await day.keys()).map((one) => new URL(one.url).pathname);
  const shell = (await (await caches.open("ashi-shell")).keys()).length;
  const whole = [location.pathname, `${location.pathname}/sheet`].every((one) => paths.includes(one));
  return navigator.serviceWorker.controller && shell > 3 && whole;
}"""
AGE = """async (ms) => {
  const day = await caches.open("ashi-day");
  for (const one of await day.keys()) {
    const was = await day.match(one);
    const headers = new Headers(was.headers);
    headers.set("X-Ashi-Kept-At", String(Date.now() - ms));
    await day.put(one, new Response(await was.blob(), { headers }));
  }
}"""
HOLD = """() => {
  const open = caches.open.bind(caches);
  window.held = [];
  caches.open = (name) => new Promise((done) => held.push(() => done(open(name))));
}"""
HAS_DAY = "() => caches.has('ashi-day')"


@pytest.fixture
def line(live_server):
    made = Line(urlsplit(live_server.url).port)
    yield made
    made.cut()


@pytest.fixture
def visit(small):
    return make_visit(small, timezone.now(), make_patient("Ελένη", "Παπαδοπούλου"))


def until(page: Page, told: str) -> None:
    """Wait until a promise of the page holds."""
    for _ in range(150):
        if page.evaluate(told):
            return
        page.wait_for_timeout(200)
    raise AssertionError(told)


def board_of(open_as, line, who="maria", **options) -> Page:
    """Open today's board over the line, and wait until this device has kept it."""
    page = open_as(who, f"{line.url}/desk/board", **options)
    until(page, KEPT)
    return page


def arrives(small, visit) -> None:
    """Let somebody at another desk mark the patient as here."""
    record_step(
        by=small.actor("desk"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind="arrive",
        occurred_at=timezone.now(),
    )


def away(page: Page, line: Line) -> None:
    line.cut()
    expect(page.locator("#board-away")).to_be_visible(timeout=15_000)


def mark(page: Page, words: str, needles: int | None = None) -> None:
    page.locator(".board .visit .who").first.click()
    panel = page.locator("#panel")
    form = panel.locator("form", has=page.get_by_role("button", name=words, exact=True))
    if needles is not None:
        form.locator("[name=needles]").fill(str(needles))
    form.get_by_role("button", name=words, exact=True).click()
    expect(panel).to_be_hidden()


def back(page: Page, line: Line) -> None:
    line.mend()
    expect(page.locator("#board-away")).to_be_hidden(timeout=20_000)


def steps():
    return list(Step.objects.order_by("occurred_at").values_list("kind", "source"))


def test_the_board_goes_on_survives_a_reload_and_rings(small, open_as, line, visit):
    rest = timedelta(minutes=20) - timedelta(seconds=12)
    record_step(
        by=small.actor("maria"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind="needles-in",
        needles=14,
        occurred_at=timezone.now() - rest,
    )
    page = board_of(open_as, line)

    away(page, line)
    page.reload()

    expect(page.locator("#board-away")).to_contain_text(
        re.compile(r"No connection since \d\d:\d\d")
    )
    expect(page.locator(".board .visit").first).to_contain_text("Ελένη")
    expect(page.locator(".bell-banner:visible")).to_contain_text("Ελένη", timeout=20_000)
    # What the page asks by itself is not told as a press that failed.
    expect(page.locator("#toasts")).to_be_empty()
    page.get_by_role("button", name="Maria takes it").click()
    expect(page.locator(".bell-banner:visible")).to_have_count(0)
    back(page, line)


def test_what_is_marked_without_connection_is_sent_once_in_order_when_it_is_back(
    small, open_as, line, visit
):
    page = board_of(open_as, line)
    away(page, line)
    mark(page, "Mark as here")
    mark(page, "Begin the visit")
    mark(page, "Needles are in", 12)
    page.reload()
    queue = page.locator("#queue li")
    expect(queue).to_have_count(3)
    expect(queue.nth(2)).to_contain_text("needles in: 12")
    expect(page.locator(".board .visit").first).to_have_attribute(
        "data-waits", "here, begun, needles in: 12"
    )
    assert steps() == []

    back(page, line)

    expect(page.locator("#queue")).to_be_hidden(timeout=20_000)
    assert steps() == [("arrive", "offline"), ("start", "offline"), ("needles-in", "offline")]
    expect(page.locator("#in-now")).to_contain_text("12 needles in", timeout=10_000)


def test_needles_put_in_without_connection_ring_without_connection(small, open_as, line, visit):
    small.service.phases.filter(kind="rest").update(minutes=1)
    plan = [one | ({"minutes": 1} if one["kind"] == "rest" else {}) for one in visit.session.plan]
    visit.session.plan = plan
    visit.session.save()
    page = board_of(open_as, line, frozen=True)
    away(page, line)

    mark(page, "Needles are in", 7)

    bell = page.locator(".bell-banner:visible")
    expect(bell).to_have_count(0)
    page.clock.fast_forward(55_000)
    expect(bell).to_have_count(0)
    page.clock.fast_forward(6_000)
    expect(bell).to_contain_text("needles: 7", timeout=90_000)
    expect(bell).to_contain_text("Room 1")
    mark(page, "Needles are out", 7)
    expect(bell).to_have_count(0)


def test_both_versions_are_shown_and_mine_is_kept_or_dropped_by_hand(small, open_as, line, visit):
    page = board_of(open_as, line)
    away(page, line)
    mark(page, "Mark as here")
    record_step(by=small.actor("sofia"), step_id=uuid4(), visit_id=visit.pk, kind="arrive")

    back(page, line)

    refused = page.locator("#queue li[data-refused]")
    expect(refused).to_contain_text("Somebody else marked this meanwhile.", timeout=20_000)
    expect(refused).to_contain_text("here, Sofia Kyriakidou")
    assert steps() == [("arrive", "live")]
    refused.get_by_role("button", name="Drop it").click()
    expect(page.locator("#queue")).to_be_hidden()
    away(page, line)
    mark(page, "Needles are in", 3)
    record_step(
        by=small.actor("sofia"), step_id=uuid4(), visit_id=visit.pk, kind="needles-in", needles=4
    )
    back(page, line)
    refused.get_by_role("button", name="Keep mine too").click(timeout=20_000)
    expect(page.locator("#queue")).to_be_hidden(timeout=20_000)
    assert sorted(kind for kind, source in steps() if source == "offline") == ["needles-in"]


def test_the_queue_outlives_an_expired_sign_in_and_waits_for_its_author(
    small, open_as, line, visit
):
    page = board_of(open_as, line)
    away(page, line)
    mark(page, "Mark as here")
    Session.objects.all().delete()

    line.mend()

    expect(page).to_have_url(re.compile("/accounts/login/"), timeout=20_000)
    expect(page.locator("#steps-wait")).to_contain_text("Maria Georgiou")
    assert not page.evaluate(HAS_DAY)
    sign_in(page, small, "sofia", line)
    expect(page.locator("#queue")).to_contain_text(
        "1 marked by Maria Georgiou wait on this device until Maria Georgiou signs in."
    )
    assert steps() == []
    sign_in(page, small, "maria", line)
    expect(page.locator("#queue")).to_be_hidden(timeout=20_000)
    assert steps() == [("arrive", "offline")]
    assert Step.objects.get().by == small.users["maria"]


def sign_in(page: Page, small, name: str, line: Line) -> None:
    cookie = {"name": "sessionid", "value": session_of(small.users[name]), "url": line.url}
    page.context.add_cookies([cookie])
    page.goto(f"{line.url}/desk/board")


def test_a_connection_cut_in_the_middle_of_a_step_keeps_it_once(small, open_as, line, visit):
    page = board_of(open_as, line)

    def lose_the_answer(route):
        route.fetch()  # the server has kept it
        route.abort()

    page.route("**/step", lose_the_answer, times=1)
    page.locator(".board .visit .who").first.click()
    page.locator("#panel").get_by_role("button", name="Mark as here").click()

    expect(page.locator("#toasts")).to_contain_text("Sent what was marked", timeout=20_000)
    expect(page.locator("#queue")).to_be_hidden()
    assert steps() == [("arrive", "live")]


def test_the_day_sheet_opens_by_one_key_and_without_connection(small, open_as, line, visit):
    page = board_of(open_as, line)
    away(page, line)
    path = f"/desk/board/{today().isoformat()}/sheet"

    with page.context.expect_page() as opened:
        page.keyboard.press("p")

    assert path in opened.value.url or opened.value.url in ("about:blank", ":")
    head = page.evaluate(
        """async (path) => {
          const found = await (await caches.open("ashi-day")).match(path);
          return String.fromCharCode(...new Uint8Array(await found.arrayBuffer()).slice(0, 5));
        }""",
        path,
    )
    assert head == "%PDF-"


def test_no_other_page_is_given_without_connection(small, open_as, line, visit):
    page = board_of(open_as, line)
    page.goto(f"{line.url}/desk/visits/{visit.pk}")
    page.goto(f"{line.url}/desk/board")
    line.cut()

    for path in (f"/desk/visits/{visit.pk}", "/patients/", "/desk/board/2026-01-05"):
        with pytest.raises(Error):
            page.goto(f"{line.url}{path}")
        page.wait_for_timeout(500)  # the browser's own page for it
    page.goto(f"{line.url}/desk/board")
    expect(page.locator("#board")).to_be_visible()


def test_the_kept_day_goes_with_who_signs_out(small, open_as, line, visit):
    page = board_of(open_as, line)
    page.locator(".who-am-i").click()
    page.get_by_role("button", name="Sign out").click()
    # The home page; or, where the board asked in between, the sign-in it was sent to.
    expect(page).to_have_url(re.compile(r"^http://[^/]+/(accounts/login/.*)?$"))
    expect(page.locator("#steps-wait:visible")).to_have_count(0)
    until(page, "async () => !(await caches.has('ashi-day'))")
    line.cut()
    with pytest.raises(Error):
        page.goto(f"{line.url}/desk/board/{today().isoformat()}")


def test_a_page_keeps_nothing_that_it_has_in_hand_as_somebody_signs_out(
    small, open_as, line, visit
):
    page = board_of(open_as, line)
    page.evaluate(HOLD)  # what is about to be kept waits, as on a slow tablet
    arrives(small, visit)
    until(page, "() => held.length > 0")
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # it stays
    page.locator(".who-am-i").click()
    page.get_by_role("button", name="Sign out").click()
    until(page, f"async () => !(await ({HAS_DAY})())")

    page.evaluate("Promise.all(held.map((goes_on) => goes_on()))")
    page.wait_for_timeout(1500)  # what it does with that, and with what it asks after it

    assert not page.evaluate(HAS_DAY)


def test_the_kept_day_goes_with_the_next_person_and_after_a_day(small, open_as, line, visit):
    page = board_of(open_as, line)
    page.evaluate(AGE, 25 * 3600 * 1000)
    line.cut()
    with pytest.raises(Error):
        page.goto(f"{line.url}/desk/board/{today().isoformat()}")
    line.mend()
    page = board_of(open_as, line)
    cookie = {
        "name": "sessionid",
        "value": session_of(small.users["sofia"]),
        "url": line.url,
    }
    page.context.add_cookies([cookie])
    page.goto(f"{line.url}/desk/last-look/{today().isoformat()}")

    until(page, "async () => !(await caches.has('ashi-day'))")


def test_an_unattended_board_without_connection_is_covered_and_goes_on_ringing(
    small, open_as, line, visit
):
    page = board_of(open_as, line)
    away(page, line)
    page.evaluate("document.documentElement.dataset.veiled = ''")

    expect(page.locator("#board")).to_be_hidden()
    page.get_by_role("button", name="I am Maria Georgiou: go on").click()
    expect(page.locator("#board")).to_be_visible()


def test_what_needs_the_connection_says_so_and_the_board_stays(small, open_as, line, visit, axe):
    page = board_of(open_as, line)
    away(page, line)
    mark(page, "Mark as here")
    week = page.get_by_role("link", name="Week")

    assert axe(page) == []
    expect(week).to_have_attribute("aria-disabled", "true")
    week.click(force=True)  # it stays focusable, and says why

    expect(page.locator("#toasts")).to_contain_text("This needs the connection.")
    expect(page).to_have_url(re.compile("/desk/board/"))


def test_the_same_in_greek(small, open_as, line, visit):
    page = board_of(open_as, line, locale="el-GR")
    away(page, line)

    expect(page.locator("#board-away")).to_contain_text("Χωρίς σύνδεση από τις")
    mark(page, "Ήρθε")

    expect(page.locator("#queue li")).to_contain_text("Ελένη Π.: εδώ")
