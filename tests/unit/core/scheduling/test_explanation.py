"""Why a visit does not fit: each reason by its code, with who, where and when."""

from datetime import date
from typing import Any

from ashi.core.scheduling.answering import lay_out
from ashi.core.scheduling.explanation import Explanation, Obstacle, Why, explain
from ashi.core.scheduling.openings import Search
from ashi.core.scheduling.reading import read_case
from ashi.core.scheduling.reading_questions import read_find
from ashi.core.scheduling.resources import ResourceId
from tests.unit.core.scheduling.cases import Document, case

DAY = date(2026, 12, 7)
ANNA, COUCH1, COUCH2, ROOM = map(ResourceId, ("anna", "couch1", "couch2", "room1"))


def why(document: Document, hour: float, service: str = "needling", **pins: str) -> Explanation:
    centre, _ = read_case(document, read_find)
    wanted = centre.services[service]
    calendar = lay_out(centre, wanted, DAY, DAY, with_patient=True)
    chosen = {role: ResourceId(one) for role, one in pins.items()}
    start = calendar.axis.origin + round(hour * 60)
    return explain(Search(wanted, 0, chosen), calendar, start)


def at(explanation: Explanation, hour: float) -> list[tuple[Why, Any, Any, Any, float | None]]:
    """Return the obstacles with their hour instead of their minute."""
    return [
        (one.why, one.role, one.resource, one.phase, one.minute and (one.minute + 120) % 1440 / 60)
        for one in explanation.obstacles
    ]


def test_what_fits_has_an_opening_and_no_obstacles() -> None:
    explanation = why(case(), 9)

    assert explanation.obstacles == ()
    assert explanation.opening is not None
    assert dict(explanation.opening.roles)["therapist"] == ANNA


def test_closed_and_taken_are_told_apart_with_phase_and_minute() -> None:
    busy = {"resource": "anna", "from": "2026-12-07T10:05", "to": "2026-12-07T11:00"}
    document = case(lambda one: one["busy"].append(busy))

    assert at(why(document, 14), 14) == [(Why.CLOSED, "therapist", ANNA, "intake", 14.0)]
    assert at(why(document, 10), 10) == [(Why.TAKEN, "therapist", ANNA, "intake", 10 + 5 / 60)]


def test_the_part_in_the_way_is_named() -> None:
    busy = {"resource": "couch2", "from": "2026-12-07T10:00", "to": "2026-12-07T11:00"}
    explanation = why(case(lambda one: one["busy"].append(busy)), 10, "couple")

    assert [(one.resource, one.part) for one in explanation.obstacles] == [(ROOM, COUCH2)]


def test_a_pin_that_does_not_fit_says_what_it_lacks() -> None:
    document = case(lambda one: one["resources"][0].update(skills=["physiotherapy"]))
    centre, _ = read_case(document, read_find)

    assert why(document, 9).obstacles == (Obstacle(Why.NOBODY, "therapist"),)
    assert len(centre.resources) == 5
    assert why(case(), 9, place="anna").obstacles == (Obstacle(Why.WRONG_KIND, "place", ANNA),)


def test_the_patient_elsewhere_is_an_obstacle() -> None:
    busy = {"resource": "patient", "from": "2026-12-07T09:20", "to": "2026-12-07T09:30"}
    explanation = why(case(lambda one: one["busy"].append(busy)), 9)

    assert at(explanation, 9) == [(Why.PATIENT_TAKEN, None, None, "rest", 9 + 20 / 60)]


def test_two_roles_that_need_one_person_are_both_named() -> None:
    def change(one: Document) -> None:
        one["services"][0]["phases"][2]["roles"] = ["therapist", "remover"]
        del one["resources"][1]

    explanation = why(case(change), 9)

    assert [(one.why, one.role) for one in explanation.obstacles] == [
        (Why.NEEDED_TWICE, "therapist"),
        (Why.NEEDED_TWICE, "remover"),
    ]


def test_a_start_beyond_the_calendar_is_out_of_reach() -> None:
    assert why(case(), -1).obstacles == (Obstacle(Why.OUT_OF_REACH),)
    assert why(case(), 24.5).obstacles == (Obstacle(Why.OUT_OF_REACH),)
