"""A first visit asked for on a phone and booked at the desk; a fee found, let off; the settings."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.audit.actor import SYSTEM
from ashi.apps.bookings.actions.holding import retire_expired
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit
from tests.browser.sizes import PHONE
from tests.desk.centre import make_visit
from tests.desk.owing import fee_and_deposit, soon, terms
from tests.desk.requested import a_request


def test_a_request_is_booked_at_the_desk_and_the_patient_reads_it(
    small, open_as, looked_over, new_browser
):
    visit = a_request(small)
    phone = new_browser(viewport=PHONE, locale="el").new_page()
    phone.goto(f"/visit/{manage_token(visit)}")
    expect(phone.get_by_role("heading", name="Το αίτημά σας")).to_be_visible()
    assert looked_over(phone) == []
    page = open_as("desk", "/desk/board", viewport=PHONE, color_scheme="dark")

    page.get_by_role("link", name="1 request waits").click()
    expect(page.get_by_role("heading", name="First visits asked for")).to_be_visible()
    page.get_by_text("Decline", exact=True).click()
    assert looked_over(page) == []
    page.get_by_role("button", name="Book it").click()

    expect(page.get_by_text("Nobody waits for an answer.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Ακύρωση του ραντεβού").first).to_be_visible()
    assert looked_over(phone) == []
    assert Visit.objects.get().status == "booked"


def test_a_fee_is_found_and_let_off_with_a_reason(small, open_as, looked_over):
    fee_and_deposit(small)
    page = open_as("andreas", "/desk/fees", viewport=PHONE)
    expect(page.get_by_text("Fees open: €30")).to_be_visible()
    assert looked_over(page) == []

    page.get_by_role("row").filter(has_text="did not come").get_by_role("link").click()
    against = page.get_by_role("button", name="Set the deposit against the fee")
    against.click()
    expect(against).to_have_count(0)  # the page has come again
    page.locator("summary", has_text="Let the fee off").click()
    page.get_by_label("How much is let off").fill("12.50")
    page.get_by_label("Why it is let off").fill("was in hospital")
    page.get_by_role("button", name="Let the fee off").click()

    expect(page.get_by_text("let off €12.50")).to_be_visible()
    page.locator("summary", has_text="All lines").click()
    again = page.get_by_role("button", name="Ask for the €12.50 again")
    expect(again).to_be_visible()
    assert looked_over(page) == []
    again.click()
    expect(again).to_have_count(0)
    page.locator("summary", has_text="Let the fee off").click()
    page.get_by_label("Why it is let off").fill("was in hospital")
    page.get_by_role("button", name="Let the fee off").click()
    expect(page.get_by_text("let off €20")).to_be_visible()
    assert looked_over(page) == []


def test_the_terms_are_set_and_read_before_booking(small, open_as, looked_over):
    terms(small, deposit=1500)
    page = open_as("owner", "/settings/terms", viewport=PHONE)
    page.get_by_label("Not coming costs").fill("45")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert looked_over(page) == []
    page.goto(f"/settings/services/{small.service.pk}/online")
    page.get_by_label("A first visit is a request until the desk books it").check()
    page.get_by_role("button", name="Save").click()
    assert looked_over(page) == []

    page.goto("/book/acu-60/")

    expect(page.get_by_text("€45")).to_be_visible()
    expect(page.get_by_text("A first visit is a request")).to_be_visible()
    assert looked_over(page) == []


def test_a_visit_is_cancelled_late_on_a_phone_once_the_fee_is_ticked(
    small, open_as, looked_over, new_browser
):
    terms(small)
    visit = make_visit(small, soon())
    phone = new_browser(viewport=PHONE, color_scheme="dark").new_page()
    phone.goto(f"/visit/{manage_token(visit)}")

    phone.locator("summary", has_text="Cancel this visit").click()
    tick = phone.get_by_label("I cancel all the same, and I owe €20")
    expect(tick).to_be_visible()
    assert looked_over(phone) == []
    phone.get_by_role("button", name="Yes, cancel my visit").click()
    expect(phone.get_by_text("Tick this to cancel, or keep the visit.")).to_be_visible()
    assert looked_over(phone) == []
    phone.get_by_label("I cancel all the same, and I owe €20").check()
    phone.get_by_role("button", name="Yes, cancel my visit").click()
    expect(phone.get_by_role("heading", name="This visit is cancelled")).to_be_visible()
    page = open_as("desk", f"/desk/visits/{visit.pk}", viewport=PHONE)

    page.locator("summary", has_text="All lines").click()

    expect(page.get_by_text("Ticked by the patient online:")).to_be_visible()
    assert looked_over(page) == []


def test_who_found_no_time_waits_by_one_press_and_the_desk_sees_it(
    small, open_as, looked_over, new_browser
):
    visit = a_request(small)
    past = timezone.now() - timedelta(seconds=1)
    Visit.objects.filter(pk=visit.pk).update(hold_expires_at=past)
    visit.session.occupancies.filter(live=True).update(expires_at=past)
    retire_expired(by=SYSTEM)
    phone = new_browser(viewport=PHONE, color_scheme="dark").new_page()
    phone.goto(f"/visit/{manage_token(visit)}")

    assert looked_over(phone) == []
    phone.get_by_role("button", name="Put me on the waiting list").click()

    expect(phone.get_by_role("heading", name="You are on the list")).to_be_visible()
    page = open_as("desk", "/desk/requests", viewport=PHONE)
    expect(page.get_by_text("on the waiting list", exact=True)).to_be_visible()
    assert looked_over(page) == []
