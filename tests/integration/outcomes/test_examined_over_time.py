"""What examining found over a course stands on the progress page, before and after treatment."""

from datetime import timedelta

import pytest

from ashi.apps.charting.actions.finding import measure_again, repeat_findings, say_ready
from ashi.apps.charting.models import Measurement
from tests.desk.found import find, gym_visit
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAYS = (21, 14, 7)


@pytest.fixture
def course(small, patient, complaint):
    """Three visits: the knee bends further each time, and further still after treatment."""
    visits = [gym_visit(small, patient, timedelta(days=day)) for day in DAYS]
    for number, visit in enumerate(visits):
        find(small, visit, f"knee flexion right {100 + 5 * number}; knee flexion left 130")
        find(small, visit, f"tenderness gluteus medius left {3 - number}; slr left 60")
        knee = Measurement.objects.get(note__visit=visit, code="flex_knee", side="right")
        typed = {knee.pk: str(110 + 5 * number)}
        measure_again(by=small.actor("maria"), visit_id=visit.pk, typed=typed)
    say_ready(by=small.actor("maria"), visit_id=visits[0].pk, ready="not-yet")
    say_ready(by=small.actor("maria"), visit_id=visits[2].pk, ready="yes")
    return visits


def page_of(small, patient):
    return client_of(small.users["maria"]).get(f"/outcomes/patient/{patient.pk}")


def test_each_side_stands_before_and_after_each_treatment(small, patient, course):
    page = page_of(small, patient)
    knee, tender = page.context["examined"]

    assert knee.name == "Knee flexion"
    assert [side.side for side in knee.pictures] == ["right", "left"]
    assert [list(cells) for _visit, cells in knee.rows] == [
        [("100°", "110°"), ("130°", "")],
        [("105°", "115°"), ("130°", "")],
        [("110°", "120°"), ("130°", "")],
    ]
    right = knee.pictures[0].marks
    assert [one.after < one.before for one in right] == [True] * 3  # higher on the picture
    assert right[0].before > right[1].before > right[2].before
    assert "gluteus medius" in tender.name
    shown = page.content.decode()
    assert "Ready for exercise at 1 of 2 visits" in shown


def test_one_finding_alone_tells_no_course(small, patient, complaint):
    visit = gym_visit(small, patient, timedelta(days=7))
    find(small, visit, "knee flexion right 100")
    page = page_of(small, patient)

    assert page.context["examined"] == ()
    assert "before and after treatment" not in page.content.decode()


def test_what_was_copied_and_not_looked_at_is_no_finding(small, patient, course):
    later = gym_visit(small, patient, timedelta(days=1))
    repeat_findings(by=small.actor("maria"), visit_id=later.pk)

    assert len(page_of(small, patient).context["examined"][0].rows) == 3


def test_findings_of_many_visits_cost_no_more_and_the_latest_are_shown(
    small, patient, course, count_queries
):
    maria, path = client_of(small.users["maria"]), f"/outcomes/patient/{patient.pk}"
    maria.get(path)
    few = count_queries(maria, path)
    for hours in range(2, 14):
        visit = gym_visit(small, patient, timedelta(hours=hours * 2))
        find(
            small,
            visit,
            "knee flexion right 120; tenderness trapezius right 2; knee flexion left 90",
        )
    knee = page_of(small, patient).context["examined"][0]

    assert count_queries(maria, path) == few
    assert (len(knee.rows), knee.more) == (8, 7)
