"""The body map by hand and by keys: what is tapped stands in the point line and on the picture."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Needling
from tests.desk.centre import make_patient, make_visit


@pytest.fixture
def visit(small) -> Visit:
    return make_visit(small, timezone.now() - timedelta(minutes=20), make_patient())


def _tap(page: Page, x: float, y: float) -> None:
    """Tap the picture at a place in its own units."""
    at = page.locator("#body-map svg[role=application]").evaluate(
        """(svg, [x, y]) => { svg.scrollIntoView({ block: "center" });
            const to = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
            return [to.x, to.y]; }""",
        [x, y],
    )
    page.mouse.click(*at)


def test_a_tap_offers_what_is_near_and_two_taps_chart_it(visit, open_as, axe):
    page = open_as("maria", f"/chart/{visit.pk}")
    _tap(page, 193, 92)
    page.locator("#map-near").get_by_role("button", name="both").first.click()
    _tap(page, 300, 140)
    page.locator("#map-near").get_by_role("button", name="ashi").click()
    line = page.get_by_label("Point line")
    expect(line).to_have_value("BL23 both; ashi L3 right @low_back:300:140")
    assert axe(page) == []
    page.keyboard.press("Enter")

    expect(page.locator("#body-map")).to_contain_text("3 needles on this view.")
    expect(page.locator("svg[data-view=low_back] .pt")).to_have_count(3)
    drawn = Needling.objects.get(kind="ashi")
    assert (drawn.drawn_view, drawn.drawn_x, drawn.drawn_y, drawn.side) == (
        "low_back",
        300,
        140,
        "right",
    )


def test_keys_go_from_point_to_point_and_tab_leaves(visit, open_as):
    page = open_as("maria", f"/chart/{visit.pk}")
    page.locator("#body-map svg[role=application]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    said = page.locator("#map-near")
    expect(said).to_contain_text("left")
    code = said.inner_text().split()[0]
    page.keyboard.press("Enter")
    expect(said.get_by_role("button").first).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_label("Point line")).to_have_value(f"{code} left")
    expect(page.get_by_label("Point line")).to_be_focused()


def test_another_view_comes_without_leaving_and_nearer_is_undone(visit, open_as):
    page = open_as("maria", f"/chart/{visit.pk}")
    page.get_by_label("what comes next").fill("Keep this")
    page.get_by_role("navigation", name="View", exact=True).get_by_role(
        "link", name="Front"
    ).click()
    picture = page.locator("#body-map svg[data-view=front][role=application]")
    expect(picture).to_be_visible()
    whole = picture.get_attribute("viewBox")
    page.get_by_role("button", name="Nearer").click()
    expect(picture).to_have_attribute("data-near", "")
    page.get_by_role("button", name="Farther").click()
    expect(picture).to_have_attribute("viewBox", whole)
    _tap(page, 205, 575)
    expect(page.locator("#map-near li")).to_have_count(6)

    expect(page.get_by_label("what comes next")).to_have_value("Keep this")
