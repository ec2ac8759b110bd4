"""The list of double bookings, reached from the board."""

import pytest

from ashi.apps.bookings.actions.booking import book_visit
from tests.desk.centre import make_patient, make_visit
from tests.desk.lateness import grain


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1440, "dark")])
def test_what_was_booked_twice_is_found_from_the_board(small, open_as, axe, width, theme):
    make_visit(small, grain(60), service=small.gym, room="Gym", therapist=None)
    book_visit(
        by=small.actor("desk"),
        service=small.gym,
        starts_at=grain(75),
        patient=make_patient("Nikos", "Ioannou"),
        roles={"room": small.rooms["Gym"].pk},
        override_reason="came from far away",
    )
    page = open_as(
        "owner",
        "/desk/board",
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        reduced_motion="reduce",
    )

    page.get_by_role("link", name="Double-booked", exact=True).click()
    page.get_by_text("came from far away").wait_for()
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    with page.expect_download() as download:
        page.get_by_role("button", name="As a file (CSV)").click()

    assert download.value.suggested_filename.startswith("overrides-")
