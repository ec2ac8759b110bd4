"""The list of double bookings, reached from the board."""

from ashi.apps.bookings.actions.booking import book_visit
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit
from tests.desk.lateness import grain


def test_what_was_booked_twice_is_found_from_the_board(small, open_as, looked_over):
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
        viewport=PHONE,
        reduced_motion="reduce",
    )

    page.get_by_role("link", name="Double-booked", exact=True).click()
    page.get_by_text("came from far away").wait_for()
    assert looked_over(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="As a file (CSV)").click()

    assert download.value.suggested_filename.startswith("overrides-")
