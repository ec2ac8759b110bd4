"""Sick this morning, in real browsers: two desks work one list, and the conflicts are settled."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.actions.call_lists import call_because
from ashi.apps.encounters.calling import ListedCall
from tests.browser.sizes import PHONE
from tests.desk.centre import make_visit
from tests.desk.lateness import grain, reachable


def make_ill(small):
    """Two visits stand with Maria in the next hours, and she is ill."""
    visits = [
        make_visit(small, grain(60), reachable("Eleni", phone="+35799000001")),
        make_visit(small, grain(180), reachable("Nikos", phone="+35799000002")),
    ]
    absence = Absence.objects.create(
        resource=small.people["maria"], during=(grain(), grain(400)), reason="ill"
    )
    listed = call_because(by=small.actor("desk"), cause=absence)
    return visits, f"/desk/call-lists/{listed.pk}"


def fits(page: Page) -> None:
    """The page is no wider than the phone, and what is pressed is big enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for button in page.locator(".call-acts .btn, .call-phones .btn").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_two_desks_work_one_list_and_ring_nobody_twice(small, open_as):
    _visits, address = make_ill(small)
    desk = open_as("desk", address, viewport=PHONE)
    other = open_as("andreas", address, viewport=PHONE)
    fits(desk)
    eleni, seen = (page.locator("li.call", has_text="Eleni") for page in (desk, other))

    expect(eleni.get_by_role("link", name="+35799000001")).to_have_attribute(
        "href", "tel:+35799000001"
    )
    eleni.get_by_role("button", name="I ring now").click()
    expect(eleni.get_by_role("button", name="No answer")).to_be_visible()
    expect(seen).to_contain_text("Elena Desk rings now", timeout=8000)
    expect(seen.get_by_role("button", name="I ring now")).to_have_count(0)
    fits(desk)
    eleni.get_by_role("button", name="Told").click()
    expect(seen).to_contain_text("Elena Desk: told", timeout=8000)
    expect(other.get_by_role("heading", name="They know")).to_be_visible()
    other.locator("li.call", has_text="Nikos").get_by_role("button", name="I ring now").click()
    other.get_by_role("button", name="Left word").click()

    expect(desk.locator("li.call", has_text="Nikos")).to_contain_text("word left", timeout=8000)
    assert list(ListedCall.objects.order_by("starts_at").values_list("outcome", flat=True)) == [
        "told",
        "left-word",
    ]


def test_the_board_counts_the_conflicts_and_all_are_settled_at_once(small, open_as):
    visits, _address = make_ill(small)
    page = open_as("desk", f"/desk/board/{timezone.localdate(visits[0].session.starts_at)}")

    page.get_by_role("link", name="2 conflicts").click()
    expect(page.get_by_role("heading", name="Conflicts")).to_be_visible()
    expect(page.locator(f"#conflict-{visits[0].pk}")).to_contain_text("Andreas Nicolaou")
    page.get_by_role("button", name="Apply all 2 proposals").click()

    expect(page.get_by_text("2 visits are moved.")).to_be_visible()
    expect(page.get_by_text("Every booked visit can take place")).to_be_visible()
    for visit in visits:
        now = Visit.objects.get(pk=visit.pk)
        assert now.session.starts_at - visit.session.starts_at == timedelta(0)
        assert not now.session.roles.filter(resource=small.people["maria"]).exists()
