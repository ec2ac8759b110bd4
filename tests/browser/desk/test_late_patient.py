"""A late patient's visit is shortened beside the board, and put back by the toast's Undo."""

from ashi.apps.bookings.models import Visit
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit
from tests.desk.lateness import grain


def test_a_late_visit_is_shortened_and_put_back(small, open_as, looked_over):
    small.service.phases.filter(kind="move").update(may_be_left_out=True)
    visit = make_visit(small, grain(-15), make_patient())
    make_visit(small, grain(45), make_patient("Nikos", "Ioannou"), therapist="andreas")
    page = open_as(
        "desk",
        f"/desk/visits/{visit.pk}",
        viewport=PHONE,
        reduced_motion="reduce",
    )

    page.get_by_role("button", name="Leave out what may be (15 min)").wait_for()
    assert looked_over(page) == []
    page.get_by_role("button", name="Leave out what may be (15 min)").click()
    page.get_by_role("button", name="Undo").wait_for()
    shortened = len(Visit.objects.select_related("session").get(pk=visit.pk).session.plan)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Put back.").wait_for()

    assert shortened == 4
    after = Visit.objects.select_related("session").get(pk=visit.pk).session
    assert (len(after.plan), after.starts_at) == (5, visit.session.starts_at)
