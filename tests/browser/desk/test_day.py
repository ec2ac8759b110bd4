"""A day at the desk, in real browsers."""

import re
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.day_board import day_of
from ashi.apps.encounters.models import Bell, NeedleIncident, Step
from tests.desk.centre import make_patient, make_visit, today

BOARD = "/desk/board"
LIVE_WITHIN_MS = 10_000  # that it is two seconds is measured by `make bench ARGS=live`


@pytest.fixture
def visit(small):
    return make_visit(small, timezone.now(), make_patient("Despina", "Charalambous"))


def card(page: Page, visit: Visit):
    return page.locator(f'.board .visit[data-visit="{visit.pk}"]').first


def open_visit(page: Page, visit: Visit) -> None:
    card(page, visit).locator(".who").click()
    expect(page.locator("#panel")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.locator("#panel").get_by_role("button", name=name, exact=True).click()


def shows(page: Page, visit: Visit, state: str) -> None:
    expect(card(page, visit)).to_have_attribute("data-state", state, timeout=LIVE_WITHIN_MS)


def test_a_patient_is_taken_through_the_course_and_two_browsers_agree(small, open_as, visit):
    desk, maria = open_as("desk", BOARD), open_as("maria", BOARD)

    open_visit(desk, visit)
    press(desk, "Mark as here")
    shows(maria, visit, "here")
    expect(maria.locator(f"#here-{visit.pk}")).to_be_visible(timeout=LIVE_WITHIN_MS)
    open_visit(maria, visit)
    press(maria, "Begin the visit")
    shows(desk, visit, "with")
    maria.get_by_label("How many needles went in?").first.fill("12")
    press(maria, "Needles are in")
    shows(desk, visit, "resting")
    expect(desk.locator("#in-now")).to_contain_text("12 needles in, 1 room", timeout=5000)
    expect(maria.get_by_label("How many needles came out?")).to_have_value("12")
    press(maria, "Needles are out")
    shows(desk, visit, "out")
    press(maria, "Exercise begins")
    shows(desk, visit, "exercise")
    press(maria, "Has left")
    shows(desk, visit, "left")

    expect(maria.locator("#payment")).to_contain_text("€55.00 not paid yet.")
    expect(desk.locator("#in-now")).to_contain_text("No needles in", timeout=5000)
    kinds = Step.objects.filter(visit=visit).order_by("recorded_at").values_list("kind", flat=True)
    assert list(kinds) == ["arrive", "start", "needles-in", "needles-out", "exercise", "leave"]
    assert not NeedleIncident.objects.exists()


def rest(small, visit, needles=14, due_in=timedelta(minutes=20)):
    record_step(
        by=small.actor("maria"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind="needles-in",
        needles=needles,
        occurred_at=timezone.now() + due_in - timedelta(minutes=20),
    )


def test_the_bell_rings_when_needles_are_due_and_stops_when_somebody_takes_it(
    small, open_as, visit
):
    desk, sofia = open_as("desk", BOARD), open_as("sofia", "/desk/wall")
    bell = desk.locator(".bell-banner")

    rest(small, visit, due_in=timedelta(seconds=8))
    expect(desk.locator("#in-now")).to_contain_text("14 needles in")
    expect(bell).to_be_hidden()

    expect(bell).to_be_visible(timeout=20_000)
    expect(bell).to_contain_text("Room 1: needles due out at")
    expect(sofia.locator(".bell-banner")).to_be_visible()
    expect(desk).to_have_title(re.compile("^● Needles due out"))
    shows(desk, visit, "bell")
    sofia.get_by_role("button", name="Sofia takes it").click()
    expect(sofia.locator(".bell-banner")).to_be_hidden()
    expect(bell).to_be_hidden()
    assert Bell.objects.get().taken_by == small.users["sofia"]


def test_the_board_says_that_it_has_no_sound_until_somebody_touches_it(small, open_as, visit):
    rest(small, visit)
    desk = open_as("desk", BOARD)
    notice = desk.locator("#sound-off")
    expect(notice).to_be_visible()

    desk.get_by_role("button", name="Turn the bell on").click()

    expect(notice).to_be_hidden()
    sofia = open_as("sofia", BOARD)
    expect(sofia.locator("#sound-off")).to_be_visible()
    expect(desk.locator("#silent-boards")).to_contain_text("Sofia Kyriakidou", timeout=8000)


def test_a_slow_press_sends_the_form_though_it_turns_the_bell_on(small, open_as):
    """The notice that goes with the first touch made long pages jump under the finger."""
    page = open_as("desk", "/patients/new", viewport={"width": 390, "height": 800})
    expect(page.locator("#sound-off")).to_be_visible()
    page.get_by_label("First name").fill("Maria")
    page.get_by_label("Last name").fill("Ioannou")
    page.get_by_label("Mobile phone").fill("99 765432")

    page.get_by_role("button", name="Save patient").click(delay=400)

    expect(page.get_by_text("The patient is saved.")).to_be_visible()


@pytest.fixture
def tomorrow(small):
    """A visit tomorrow at ten, far from the clock."""
    first = day_of(small.centre, today() + timedelta(days=1)).first
    return make_visit(small, first + timedelta(hours=10), make_patient("Stella", "Antoniou"))


def board_of(visit: Visit) -> str:
    return f"{BOARD}/{today(visit.session.starts_at)}"


def test_a_visit_is_moved_by_keyboard_and_put_back_by_undo(small, open_as, tomorrow):
    make_visit(small, tomorrow.session.starts_at, room="Room 2", therapist="andreas")
    was = tomorrow.session.starts_at
    page = open_as("desk", board_of(tomorrow))
    says = page.locator("#board-says")
    card(page, tomorrow).locator(".who").focus()

    page.keyboard.press("Space")
    expect(says).to_contain_text("10:00, Room 1, where it was")
    page.keyboard.press("ArrowRight")
    expect(says).to_contain_text("10:00, Room 2, does not fit: Room 2 is taken at 10:00")
    page.keyboard.press("Escape")
    expect(says).to_contain_text("Put back.")
    page.keyboard.press("Space")
    expect(says).to_contain_text("where it was")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(says).to_contain_text("10:15, Room 1, fits")
    page.keyboard.press("Enter")

    expect(page.locator("#toasts")).to_contain_text("Stella Antoniou moved to 10:15.")
    tomorrow.session.refresh_from_db()
    assert tomorrow.session.starts_at == was + timedelta(minutes=15)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("Put back.")
    expect(card(page, tomorrow).locator("time")).to_have_text("10:00")
    tomorrow.session.refresh_from_db()
    assert tomorrow.session.starts_at == was


@pytest.mark.parametrize("far", ["America/Los_Angeles", "Pacific/Auckland"])
def test_a_tablet_set_to_another_zone_shows_the_centres_hours(small, open_as, tomorrow, far):
    was = tomorrow.session.starts_at
    page = open_as("desk", board_of(tomorrow), timezone_id=far)
    expect(card(page, tomorrow).locator("time")).to_have_text("10:00")
    card(page, tomorrow).locator(".who").focus()

    page.keyboard.press("Space")
    expect(page.locator("#board-says")).to_contain_text("10:00, Room 1, where it was")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#board-says")).to_contain_text("10:05, Room 1, fits")
    page.keyboard.press("Enter")

    expect(page.locator("#toasts")).to_contain_text("Stella Antoniou moved to 10:05.")
    tomorrow.session.refresh_from_db()
    assert tomorrow.session.starts_at == was + timedelta(minutes=5)
    page.goto("/desk/wall")
    now = timezone.now().astimezone(ZoneInfo(small.centre.zone))
    clocks = [f"{now + timedelta(minutes=one):%H:%M}" for one in (0, 1)]
    expect(page.locator("[data-wall-time]")).to_have_text(re.compile("|".join(clocks)))


def test_a_visit_is_moved_by_mouse_to_where_it_fits(small, open_as, tomorrow):
    page = open_as("desk", board_of(tomorrow))
    card(page, tomorrow).scroll_into_view_if_needed()
    start = card(page, tomorrow).bounding_box()
    column = page.locator(f"#col-{small.rooms['Room 2'].pk} > ol").bounding_box()

    page.mouse.move(start["x"] + 60, start["y"] + 10)
    page.mouse.down()
    with page.expect_response("**/fits/**"):
        page.mouse.move(start["x"] + 90, start["y"] + 20, steps=3)
    page.mouse.move(column["x"] + 40, start["y"] + 10, steps=4)
    expect(page.locator(".board .drop b")).to_have_text("Drop here, 10:00")
    page.mouse.up()

    expect(page.locator("#toasts")).to_contain_text("Stella Antoniou moved to 10:00.")
    room = tomorrow.session.roles.get(key="room").resource
    assert room == small.rooms["Room 2"]


def test_the_board_is_walked_by_arrows(small, open_as, tomorrow):
    start = tomorrow.session.starts_at
    later = make_visit(small, start + timedelta(hours=2), make_patient("Tom", "Barker"))
    beside = make_visit(
        small,
        start + timedelta(minutes=5),
        make_patient("Anna"),
        room="Room 2",
        therapist="andreas",
    )
    page = open_as("desk", board_of(tomorrow))
    card(page, tomorrow).locator(".who").focus()

    stood = []
    for key in ("ArrowRight", "ArrowLeft", "End", "ArrowUp"):
        page.keyboard.press(key)
        stood.append(page.evaluate("document.activeElement.closest('.visit').dataset.visit"))

    assert stood == [str(one.pk) for one in (beside, tomorrow, later, tomorrow)]
    assert page.locator('.board .who[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_visible()


def test_what_is_open_and_focused_survives_a_change_from_elsewhere(small, open_as, visit):
    other = make_visit(
        small, timezone.now(), make_patient("Eleni"), room="Room 2", therapist="andreas"
    )
    page = open_as("desk", BOARD)
    card(page, other).locator(".who").focus()
    page.locator(".board-and-drawer .scroll").evaluate("one => { one.scrollTop = 150; }")

    rest(small, visit)

    shows(page, visit, "resting")
    focused = page.evaluate("document.activeElement.closest('.visit')?.dataset.visit")
    assert focused == str(other.pk)
    assert page.locator(".board-and-drawer .scroll").evaluate("one => one.scrollTop") == 150


def test_the_board_says_when_the_server_is_away_and_comes_back_by_itself(small, open_as, visit):
    page = open_as("desk", BOARD)
    page.context.set_offline(True)
    expect(page.locator("#board-away")).to_be_visible(timeout=10_000)

    rest(small, visit)
    page.context.set_offline(False)

    expect(page.locator("#board-away")).to_be_hidden(timeout=10_000)
    shows(page, visit, "resting")


def test_a_visit_is_booked_from_the_board(small, open_as, tomorrow):
    make_patient("Nikos", "Savva", search_key="nikos savva", sort_key="savva nikos")
    page = open_as("desk", f"/desk/visits/new?day={today(tomorrow.session.starts_at)}")

    page.get_by_label("Patient", exact=True).type("nikos", delay=20)
    page.get_by_role("button", name="Nikos Savva").click()
    expect(page.get_by_role("link", name="Somebody else")).to_be_visible()
    page.get_by_label("Service").select_option(label="Acupuncture, 60 min")
    expect(page.get_by_role("group", name="Free times")).to_be_visible()
    page.locator(".time", has_text="12:00").first.click()
    page.get_by_role("button", name="Book this visit").click()

    expect(
        page.get_by_role("status").filter(has_text="Nikos Savva is booked for 12:00.")
    ).to_be_visible()
    assert Visit.objects.filter(patient__given_name="Nikos", status="booked").count() == 1


def test_a_slow_answer_to_half_a_name_does_not_replace_what_was_typed_since(small, open_as):
    make_patient("Nikos", "Savva", search_key="nikos savva", sort_key="savva nikos")
    page = open_as("desk", "/desk/visits/new")

    def late(route):
        answer = route.fetch()
        page.wait_for_timeout(600)
        route.fulfill(response=answer)

    page.route("**/visits/new?**q=ni&**", late)
    with page.expect_request("**/visits/new?**q=ni&**"):
        page.get_by_label("Patient", exact=True).press_sequentially("ni")
    page.get_by_label("Patient", exact=True).press_sequentially("kos", delay=300)

    expect(page.get_by_label("Patient", exact=True)).to_have_value("nikos")
    expect(page.get_by_role("button", name="Nikos Savva")).to_be_visible()


def test_a_visit_is_moved_by_a_finger_that_holds_it(small, open_as, tomorrow):
    page = open_as(
        "desk", board_of(tomorrow), has_touch=True, viewport={"width": 820, "height": 1100}
    )
    card(page, tomorrow).scroll_into_view_if_needed()
    start = card(page, tomorrow).bounding_box()
    column = page.locator(f"#col-{small.rooms['Room 2'].pk} > ol").bounding_box()
    touch = page.context.new_cdp_session(page)

    def finger(kind, *point):
        points = [{"x": point[0], "y": point[1]}] if point else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    with page.expect_response("**/fits/**"):
        finger("touchStart", start["x"] + 60, start["y"] + 10)
    for step in range(1, 6):
        across = (column["x"] + 40 - start["x"] - 60) * step / 5
        finger("touchMove", start["x"] + 60 + across, start["y"] + 10)
    expect(page.locator(".board .drop b")).to_have_text("Drop here, 10:00")
    finger("touchEnd")

    expect(page.locator("#toasts")).to_contain_text("Stella Antoniou moved to 10:00.")
    assert tomorrow.session.roles.get(key="room").resource == small.rooms["Room 2"]


def test_a_finger_that_moves_at_once_scrolls_and_moves_nothing(small, open_as, tomorrow):
    page = open_as(
        "desk", board_of(tomorrow), has_touch=True, viewport={"width": 820, "height": 1100}
    )
    card(page, tomorrow).scroll_into_view_if_needed()
    start = card(page, tomorrow).bounding_box()
    touch = page.context.new_cdp_session(page)

    touch.send(
        "Input.synthesizeScrollGesture",
        {
            "x": start["x"] + 60,
            "y": start["y"] + 30,
            "yDistance": -200,
            "gestureSourceType": "touch",
        },
    )

    assert page.locator(".board [data-held]").count() == 0
    assert page.locator(".board .drop").count() == 0
