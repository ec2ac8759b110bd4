"""Points of published trials: flagged by the safety check, charted by one press."""

import pytest

from ashi.apps.charting.actions.needling import add_trial_needles
from ashi.apps.charting.errors import ProtocolUnknownError
from ashi.apps.charting.library import flags_at
from ashi.apps.charting.models import Needling
from ashi.apps.screening.models import Complaint
from ashi.core.safety.rules import Weight
from tests.desk.screened import answer
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def by(small, visit):
    return {"by": small.actor("maria"), "visit_id": visit.pk}


def test_one_press_charts_the_points_on_the_side_that_was_pressed(small, visit):
    maria = client_of(small.users["maria"])
    answered = maria.post(f"/chart/{visit.pk}/library/kerr2003", {"side": "left"})
    assert answered.url == f"/chart/{visit.pk}#needles"

    rows = list(Needling.objects.filter(note__visit=visit))
    assert [(row.point, row.side) for row in rows] == [
        ("BL23", "left"),
        ("BL25", "left"),
        ("GB30", "left"),
        ("BL40", "left"),
        ("KI3", "left"),
        ("GV4", "midline"),
    ]
    assert {row.lot for row in rows} == {"A4471"}
    assert all(row.depth_mm is None and row.in_at is None for row in rows)


def test_what_is_no_trial_or_no_side_charts_nothing(small, visit, by):
    for wrong in ({"trial": "nobody1999", "side": "left"}, {"trial": "kerr2003", "side": "up"}):
        with pytest.raises(ProtocolUnknownError):
            add_trial_needles(**by, **wrong)
    maria = client_of(small.users["maria"])
    assert maria.post(f"/chart/{visit.pk}/library/kerr2003", {}).status_code == 422
    assert not Needling.objects.exists()


def test_the_complaints_conditions_come_first(small, visit):
    Complaint.objects.create(
        patient=visit.patient, words="knee", areas=["knee"], at=visit.session.starts_at
    )
    page = client_of(small.users["maria"]).get(f"/chart/{visit.pk}/library").content.decode()
    assert "Witt" in page
    assert "Kerr" not in page
    assert "read in a report of it" in page
    other = client_of(small.users["maria"]).get(
        f"/chart/{visit.pk}/library", {"condition": "tth"}, headers={"Accept-Language": "el"}
    )
    assert "Σημεία δημοσιευμένων μελετών" in other.content.decode()


def test_points_that_the_safety_rules_forbid_are_flagged_and_no_others(small, visit):
    assert all(
        one.finding.weight is not Weight.STOP for one in flags_at(visit, ["SP6", "BL23"]).at["SP6"]
    )
    answer(small, visit, pregnant="yes")
    flagged = flags_at(visit, ["SP6", "LI4", "KI3"])
    assert flagged.at["SP6"]
    assert flagged.at["LI4"]
    assert not {one.key for one in flagged.at["SP6"]} & {one.key for one in flagged.at["KI3"]}


@pytest.mark.parametrize("condition", ["oa_hip", "lbp_chronic", "tth"])
def test_reading_the_library_asks_no_more_for_more_trials(
    small, visit, condition, django_assert_max_num_queries
):
    maria = client_of(small.users["maria"])
    maria.get(f"/chart/{visit.pk}/library")
    with django_assert_max_num_queries(40):
        maria.get(f"/chart/{visit.pk}/library", {"condition": condition})
