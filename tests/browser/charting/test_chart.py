"""A visit is charted in a browser: few keys, nothing lost when the server goes away."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.needling import add_needles, set_in, set_out
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.models import Needling, Note
from tests.browser.charting.hands import Hands
from tests.browser.conftest import session_of
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit
from tests.desk.screened import answer, consent, during, screened

FOURTEEN = "BL23 BL25 BL26 GB30 BL40 BL57 KI3 both 20mm deqi"


@pytest.fixture
def visit(small) -> Visit:
    """A follow-up: the same patient was needled last week."""
    patient = make_patient()
    before = make_visit(small, timezone.now() - timedelta(days=7), patient)
    by = {"by": small.actor("maria"), "visit_id": before.pk}
    with during(before):
        add_needles(**by, line=FOURTEEN)
        screened(small, before)
        set_in(**by)
        set_out(**by)
        note = save_note(**by, seen=0, texts={"plan": "again"}, adverse="none")
        sign_note(**by, seen=note.version)
    return make_visit(small, timezone.now() - timedelta(minutes=20), patient)


def test_a_follow_up_of_fourteen_needles_takes_at_most_fifteen_taps(small, visit, open_as, axe):
    page = open_as("maria", f"/chart/{visit.pk}")
    hands = Hands(page)
    expect(page.locator(".ask-group[open] fieldset")).to_have_count(3)
    hands.tap("No to the rest")
    page.get_by_label("Point line").click()
    hands.acts += 1
    page.keyboard.type("same")
    hands.acts += 4
    hands.key("Enter")
    expect(page.get_by_text("copied").first).to_be_visible()
    hands.tap("as last time")
    hands.tap("What was copied holds today")
    hands.tap("All in")
    hands.tap("All out")
    page.get_by_label("what comes next").fill("Once more, then review.")
    for asked in page.get_by_role("group", name="Anything unwanted").all():
        asked.locator("label", has_text="None").click()  # today, and since the last visit
    hands.acts += 3
    assert axe(page) == []
    hands.tap("Sign and lock")  # at once: what is typed and not yet kept goes with it

    expect(page.get_by_text("Signed and locked")).to_be_visible()
    note = Note.objects.get(visit=visit)
    assert (note.signed_by_id, note.plan) == (small.users["maria"].pk, "Once more, then review.")
    assert sum(one.needles for one in Needling.objects.filter(note=note)) == 14
    assert hands.acts <= 15
    print(f"taps and keys of a follow-up: {hands.acts}")


def test_what_is_typed_outlives_a_dead_server_and_a_closed_page(small, visit, open_as):
    page = open_as("maria", f"/chart/{visit.pk}")
    page.context.set_offline(True)
    page.get_by_label("what the patient says").fill("Slept through for the first time.")
    expect(page.locator("#kept")).to_contain_text("this browser keeps", timeout=10_000)
    assert not Note.objects.filter(visit=visit).exists()
    page.context.set_offline(False)
    page.goto("about:blank")
    page.goto(f"/chart/{visit.pk}")

    expect(page.get_by_label("what the patient says")).to_have_value(
        "Slept through for the first time."
    )
    expect(page.locator("#kept")).to_contain_text("kept", timeout=10_000)
    assert Note.objects.get(visit=visit).subjective == "Slept through for the first time."


def test_what_is_typed_outlives_an_expired_sign_in(small, visit, open_as, live_server):
    page = open_as("maria", f"/chart/{visit.pk}")
    page.route("**/note", lambda route: route.abort())  # nothing is kept before the sign-in ends
    page.get_by_label("what the patient says").fill("Turned over in bed without waking.")
    Session.objects.all().delete()
    expect(page).to_have_url(re.compile("/accounts/login/"), timeout=20_000)
    assert not Note.objects.filter(visit=visit).exists()
    page.unroute("**/note")

    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session_of(small.users["maria"]),
        "url": live_server.url,
    }
    page.context.add_cookies([cookie])
    page.goto(f"/chart/{visit.pk}")

    expect(page.get_by_label("what the patient says")).to_have_value(
        "Turned over in bed without waking."
    )
    expect(page.locator("#kept")).to_contain_text("kept", timeout=10_000)
    assert Note.objects.get(visit=visit).subjective == "Turned over in bed without waking."


def test_what_is_being_kept_is_waited_for_before_it_is_signed(small, visit, open_as):
    """A save under way made the signature look like somebody else's older page."""
    screened(small, visit)
    page = open_as("maria", f"/chart/{visit.pk}")

    def late(route):
        answer = route.fetch()
        page.wait_for_timeout(500)
        route.fulfill(response=answer)

    page.route("**/note", late)
    for asked in page.get_by_role("group", name="Anything unwanted").all():
        asked.locator("label", has_text="None").click()
    with page.expect_request("**/note"):
        page.get_by_label("what comes next").fill("Once more")
    page.get_by_role("button", name="Sign and lock").click()

    expect(page.get_by_text("Signed and locked")).to_be_visible()


def test_what_was_just_typed_is_kept_by_any_press_that_leaves_the_page(small, visit, open_as):
    page = open_as("maria", f"/chart/{visit.pk}")
    page.get_by_label("what comes next").fill("Refer to a doctor")
    page.get_by_role("button", name="No to the rest").click()

    expect(page.locator(".ask-group[open]")).to_have_count(0)
    assert Note.objects.get(visit=visit).plan == "Refer to a doctor"


def test_two_browsers_on_one_note_are_told(small, visit, open_as):
    first = open_as("maria", f"/chart/{visit.pk}")
    second = open_as("andreas", f"/chart/{visit.pk}")
    first.get_by_label("what comes next").fill("Once more")
    expect(first.locator("#kept")).to_contain_text("kept", timeout=10_000)
    second.get_by_label("what comes next").fill("Refer")
    expect(second.locator("#kept")).to_contain_text("Somebody else saved", timeout=10_000)

    second.get_by_role("button", name="Keep", exact=True).click()

    expect(second.get_by_text("Once more")).to_be_visible()
    expect(second.get_by_label("what comes next")).to_have_value("Refer")
    assert Note.objects.get(visit=visit).plan == "Once more"


def test_the_record_has_no_axe_faults_and_never_scrolls_sideways(
    small, visit, open_as, looked_over
):
    add_needles(by=small.actor("maria"), visit_id=visit.pk, line=FOURTEEN)
    signed = Note.objects.exclude(visit=visit).get().visit_id
    page = open_as("maria", f"/chart/{visit.pk}")
    for one in (visit.pk, signed):
        page.goto(f"/chart/{one}")
        assert looked_over(page) == []


def test_a_walk_in_is_asked_in_the_room_and_a_red_flag_stops(small, open_as, axe):
    visit = make_visit(
        small, timezone.now() - timedelta(minutes=5), make_patient("Yiannis", "Loizou")
    )
    page = open_as("maria", f"/chart/{visit.pk}")
    page.get_by_label("Point line").fill("ST36 both 20mm deqi")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="All in").click()
    expect(page.get_by_text("Something is still to be asked.").first).to_be_visible()

    page.get_by_role("link", name="Read it and sign").click()
    assert axe(page) == []
    page.get_by_label("Name of who signs").fill("Yiannis Loizou")
    page.get_by_role("button", name="I have read this and consent").click()
    page.get_by_label("What brings the patient").fill("Low back pain")
    page.get_by_label("Where").first.select_option(label="lower back")
    page.get_by_role("button", name="Keep the complaint").click()
    page.locator(".ask-group[open]").get_by_role("button", name="No to the rest").click()
    for title in ("Never answered", "Red flags"):
        page.locator("summary", has_text=title).click()
        if title == "Red flags":
            saddle = page.get_by_role("group", name="numbness or a changed feeling around")
            saddle.get_by_text("Yes").click()
        page.locator(".ask-group[open]", has_text=title).get_by_role(
            "button", name="No to the rest"
        ).click()
    expect(page.get_by_text("Red flag answered yes")).to_be_visible()
    assert axe(page) == []
    flag = page.get_by_role("alert").filter(has_text="Red flag")
    flag.get_by_text("Watched").click()
    flag.get_by_label("Because").fill("since birth, seen by a neurologist in May")
    flag.get_by_role("button", name="Keep the decision").click()

    expect(page.get_by_text("Everything that is asked today was answered.")).to_be_visible()
    page.get_by_role("button", name="All in").click()
    expect(page.get_by_role("button", name="All out")).to_be_visible()


def test_what_is_asked_and_found_has_no_axe_faults(small, visit, open_as, looked_over):
    answer(small, visit, saddle="yes", skin_inf="yes", bleed_severe="yes")
    add_needles(by=small.actor("maria"), visit_id=visit.pk, line="BL23 both 25mm deqi")
    page = open_as("maria", f"/chart/{visit.pk}", viewport=PHONE)
    for one in page.locator(".ask-group:not([open]) summary").all():
        one.click()
    assert looked_over(page) == []
    consent(small, visit)
    page.goto(f"/screening/{visit.pk}/consent/needling")
    assert looked_over(page) == []


def test_a_physiotherapy_follow_up_takes_at_most_fifteen_taps(small, open_as, axe):
    patient = make_patient("Eleni", "Nicolaou")
    before = make_visit(
        small,
        timezone.now() - timedelta(days=7),
        patient,
        service=small.gym,
        room="Gym",
        therapist=None,
    )
    by = {"by": small.actor("maria"), "visit_id": before.pk}
    line = "mob L4 III 3x30s; mob L5 III 3x30s; soft tissue back 10min; bridge 3x10; "
    with during(before):
        add_done(**by, line=f"{line}bird dog 2x8; hip hinge 2x8; graded walking 10min; pain 5")
        screened(small, before)
        note = save_note(**by, seen=0, texts={"plan": "again"}, adverse="none")
        sign_note(**by, seen=note.version)
    visit = make_visit(
        small, timezone.now(), patient, service=small.gym, room="Gym", therapist=None
    )
    page = open_as("maria", f"/chart/{visit.pk}", viewport={"width": 820, "height": 1180})
    hands = Hands(page)
    expect(page.get_by_label("Point line")).not_to_be_visible()
    page.get_by_label("Done and measured").click()
    page.keyboard.type("same; pain 3; ffd 12")
    hands.acts += 5  # the field, and "same"; what is measured has to be said
    hands.key("Enter")
    expect(page.get_by_role("rowheader", name="Fingertips to floor")).to_be_visible()
    hands.tap("No to the rest")
    hands.tap("What was copied holds today")
    page.get_by_label("what comes next").fill("Once more")
    for asked in page.get_by_role("group", name="Anything unwanted").all():
        asked.locator("label", has_text="None").click()  # today, and since the last visit
    hands.acts += 3
    assert axe(page) == []
    hands.tap("Sign and lock")

    expect(page.get_by_text("Signed and locked")).to_be_visible()
    assert hands.acts <= 15
    print(f"taps and keys of a physiotherapy follow-up: {hands.acts}")
