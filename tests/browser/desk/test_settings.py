"""The owner adds a room and its hours, and patients can have it at once; every page for everyone."""

from playwright.sync_api import expect

from ashi.apps.centres.models import Resource


def test_a_room_is_added_with_hours_and_shown_among_the_others(small, open_as, axe):
    page = open_as("owner", "/settings/")
    page.get_by_role("link", name="Add a room").click()
    page.get_by_label("Name", exact=True).fill("Room 9")
    page.get_by_label("Needling room").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Monday").fill("9-13, 12-15")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Two of these hours overlap.").first).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Monday").fill("9-13, 14-19")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    room = Resource.objects.get(name="Room 9")
    assert [(one.weekday, one.opens_min, one.closes_min) for one in room.hours.order_by("pk")] == [
        (0, 540, 780),
        (0, 840, 1140),
    ]
    page.get_by_role("link", name="Settings").first.click()
    expect(page.get_by_role("link", name="Room 9")).to_be_visible()


def test_settings_have_no_axe_faults_and_never_scroll_sideways(small, open_as, looked_over):
    maria = small.people["maria"].pk
    page = open_as("owner", "/settings/")
    thing = f"/settings/things/{maria}"
    for path in (
        "/settings/",
        "/settings/centre",
        "/settings/closures",
        "/settings/services",
        f"/settings/services/{small.service.pk}",
        f"/settings/services/{small.service.pk}/phases",
        f"/settings/services/{small.service.pk}/roles",
        "/settings/new/couch",
        thing,
        f"{thing}/hours",
        f"{thing}/away",
        f"{thing}/extra",
        f"{thing}/permits",
    ):
        page.goto(path)
        assert looked_over(page) == [], path
