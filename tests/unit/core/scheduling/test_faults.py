"""Every fault of a document is named, by its path, and all of them at once."""

from typing import Any

import pytest

from ashi.core.scheduling.faults import CaseFaultsError
from ashi.core.scheduling.reading import read_case
from ashi.core.scheduling.reading_questions import read_course, read_fill, read_find
from tests.unit.core.scheduling.cases import Document, case

READERS: dict[str, Any] = {"find": read_find, "course": read_course, "fill": read_fill}


def faults_of(document: object, question: str = "find") -> list[tuple[str, str]]:
    try:
        read_case(document, READERS[question])
    except CaseFaultsError as error:
        return [(fault.path, fault.code) for fault in error.faults]
    return []


def put(path: str, value: object) -> Document:
    """Return the case with one value set: ``resources.0.hours.0.to``."""
    document = case()
    *steps, last = path.split(".")
    inner: Any = document
    for step in steps:
        inner = inner[int(step) if isinstance(inner, list) else step]
    inner[int(last) if isinstance(inner, list) else last] = value
    return document


def without(path: str) -> Document:
    document = put(path, None)
    *steps, last = path.split(".")
    inner: Any = document
    for step in steps:
        inner = inner[int(step) if isinstance(inner, list) else step]
    del inner[last]
    return document


@pytest.mark.parametrize("question", ["find", "course", "fill"])
def test_the_case_itself_has_no_fault(question: str) -> None:
    assert faults_of(case(), question) == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("zone", "zone"),
        ("grain_min", "grain_min"),
        ("resources.0.id", "resources[0].id"),
        ("resources.0.kind", "resources[0].kind"),
        ("resources.0.hours.0.days", "resources[0].hours[0].days"),
        ("resources.0.hours.0.from", "resources[0].hours[0].from"),
        ("resources.0.hours.0.to", "resources[0].hours[0].to"),
        ("services.0.id", "services[0].id"),
        ("services.0.roles.place.kind", "services[0].roles.place.kind"),
        ("services.0.phases", "services[0].phases"),
        ("services.0.phases.0.min", "services[0].phases[0].min"),
        ("services.0.phases.0.roles", "services[0].phases[0].roles"),
        ("find", "find"),
        ("find.service", "find.service"),
        ("find.from", "find.from"),
        ("find.to", "find.to"),
    ],
)
def test_what_is_missing_is_named(path: str, shown: str) -> None:
    assert (shown, "missing") in faults_of(without(path))


SPAN = {"from": "2026-12-07T09:00", "to": "2026-12-07T10:00"}


@pytest.mark.parametrize(
    ("path", "value", "faults"),
    [
        ("zone", "Europe/Nowhere", [("zone", "unknown_zone")]),
        ("zone", "../../etc/passwd", [("zone", "unknown_zone")]),
        ("zone", "Europe", [("zone", "unknown_zone")]),
        ("zone", "Europe/Nicosia\0", [("zone", "unknown_zone")]),
        ("zone", 3, [("zone", "not_text")]),
        ("grain_min", 7, [("grain_min", "not_divisor")]),
        ("grain_min", 0, [("grain_min", "too_small")]),
        ("grain_min", 120, [("grain_min", "too_large")]),
        ("grain_min", True, [("grain_min", "not_whole")]),
        ("grain_min", 5.0, [("grain_min", "not_whole")]),
        ("resources.1", 5, [("resources[1]", "not_object")]),
        ("resources.1.hours.0", 5, [("resources[1].hours[0]", "not_object")]),
        ("resources.1.away", [5], [("resources[1].away[0]", "not_object")]),
        ("resources.1.away", [SPAN | {"to": "2026-12-07T24:01"}],
         [("resources[1].away[0].to", "no_such_moment")]),
        ("services.0.phases.0", 5, [("services[0].phases[0]", "not_object")]),
        ("services.0", 5, [("services[0]", "not_object"), ("find.service", "unknown_service")]),
        ("find.roles", {"therapist": 5}, [("find.roles.therapist", "not_text")]),
        ("resources.1.id", "anna", [("resources[1].id", "twice")]),
        ("resources.1.id", "patient", [("resources[1].id", "reserved")]),
        ("resources.1.id", " ", [("resources[1].id", "empty")]),
        ("resources.1.skills", "removal", [("resources[1].skills", "not_list")]),
        ("resources.1.skills", ["a", "a"], [("resources[1].skills[1]", "twice")]),
        ("resources.1.parts", ["eleni"], [("resources[1].parts", "own_part")]),
        ("resources.1.parts", ["nobody"], [("resources[1].parts[0]", "unknown_resource")]),
        (
            "resources.2.parts",
            ["room1"],
            [("resources[2].parts", "circle"), ("resources[4].parts", "circle")],
        ),
        ("resources.1.hours.0.days", "mon-fry", [("resources[1].hours[0].days", "not_days")]),
        ("resources.1.hours.0.days", "mon,,tue", [("resources[1].hours[0].days", "not_days")]),
        ("resources.1.hours.0.days", "mon-tue-wed", [("resources[1].hours[0].days", "not_days")]),
        ("resources.1.hours.0.from", "9:00", [("resources[1].hours[0].from", "not_time")]),
        ("resources.1.hours.0.from", "24:00", [("resources[1].hours[0].from", "no_such_time")]),
        ("resources.1.hours.0.from", "09:60", [("resources[1].hours[0].from", "no_such_time")]),
        ("resources.1.hours.0.from", "09:00:30", [("resources[1].hours[0].from", "seconds")]),
        ("resources.1.hours.0.from", "0\u0669:00", [("resources[1].hours[0].from", "not_time")]),
        ("resources.1.hours.0.to", "24:01", [("resources[1].hours[0].to", "no_such_time")]),
        ("resources.1.hours.0.to", "09:00", [("resources[1].hours[0].to", "equal")]),
        ("resources.1.away", [SPAN | {"to": "2026-12-07T08:00"}],
         [("resources[1].away[0].to", "before_from")]),
        ("resources.1.away", [SPAN | {"to": "2026-12-07T09:00"}],
         [("resources[1].away[0].to", "equal")]),
        ("resources.1.away", [SPAN | {"to": "2026-12-07T10:00:30"}],
         [("resources[1].away[0].to", "seconds")]),
        ("resources.1.away", [SPAN | {"to": "2026-02-30T10:00"}],
         [("resources[1].away[0].to", "no_such_moment")]),
        ("resources.1.away", [SPAN | {"to": "2026-12-08"}],
         [("resources[1].away[0].to", "not_moment")]),
        ("resources.1.away", [SPAN | {"to": "2026-12-07T10:00+25:00"}],
         [("resources[1].away[0].to", "not_moment")]),
        ("resources.1.extra", [SPAN | {"from": 5}],
         [("resources[1].extra[0].from", "not_moment")]),
        ("services.0.phases", [], [("services[0].phases", "empty")]),
        ("services.0.phases.0.min", 0, [("services[0].phases[0].min", "too_small")]),
        ("services.0.phases.0.min", 1.5, [("services[0].phases[0].min", "not_whole")]),
        ("services.0.phases.0.min", 10**9, [("services[0].phases[0].min", "too_large")]),
        ("services.0.phases.0.id", "rest", [("services[0].phases[1].id", "twice")]),
        ("services.0.phases.0.roles", ["x"], [("services[0].phases[0].roles[0]", "unknown_role")]),
        ("services.0.phases.3.patient", "no", [("services[0].phases[3].patient", "not_flag")]),
        ("services.0.roles.place", [], [("services[0].roles.place", "not_object")]),
        ("services.0.roles.place.kind", [], [("services[0].roles.place.kind", "empty")]),
        ("services.0.roles.place.skill", [], [("services[0].roles.place.skill", "empty")]),
        ("services.0.roles.place.skill", 5, [("services[0].roles.place.skill", "not_texts")]),
        ("services.1.id", "needling", [("services[1].id", "twice")]),
        ("busy", [SPAN | {"resource": "x"}], [("busy[0].resource", "unknown_resource")]),
        ("busy", [SPAN], [("busy[0].resource", "missing")]),
        ("busy", None, [("busy", "not_list")]),
        ("find.service", "nothing", [("find.service", "unknown_service")]),
        ("find.from", "2026-12-08", [("find.to", "before_from")]),
        ("find.from", "20261207", [("find.from", "not_date")]),
        ("find.from", "2026-13-01", [("find.from", "no_such_date")]),
        ("find.from", "1969-12-31", [("find.from", "out_of_reach")]),
        ("find.to", "2046-12-07", [("find.to", "too_long")]),
        ("find.limit", 0, [("find.limit", "too_small")]),
        ("find.earliest", "2026-12-07", [("find.earliest", "not_moment")]),
        ("find.roles", {"therapist": "x"}, [("find.roles.therapist", "unknown_resource")]),
        ("find.roles", {"x y": "anna"}, [('find.roles["x y"]', "unknown_role")]),
        ("find.roles", ["anna"], [("find.roles", "not_object")]),
    ],
)  # fmt: skip
def test_each_fault_is_named_alone(path: str, value: object, faults: list[tuple[str, str]]) -> None:
    assert faults_of(put(path, value)) == faults


def test_valid_from_after_valid_to_is_a_fault() -> None:
    rule = {"days": "mon", "from": "09:00", "to": "10:00", "valid_from": "2026-02-01"}

    assert faults_of(put("resources.0.hours", [rule | {"valid_to": "2026-01-31"}])) == [
        ("resources[0].hours[0].valid_to", "before_valid_from")
    ]
    assert faults_of(put("resources.0.hours", [rule | {"valid_to": "2026-02-01"}])) == []


@pytest.mark.parametrize(
    ("path", "value", "faults"),
    [
        ("course", 5, [("course", "not_object")]),
        ("course.visits", 367, [("course.visits", "too_large")]),
        ("course.visits", 0, [("course.visits", "too_small")]),
        ("course.min_days", -1, [("course.min_days", "too_small")]),
        ("course.max_days", 1, [("course.max_days", "before_min_days")]),
        ("course.max_days", 2000, [("course.to", "horizon_too_long")]),
        ("course.to", "2026-12-06", [("course.to", "before_from")]),
        ("course.same", ["x"], [("course.same[0]", "unknown_role")]),
        ("course.same", "therapist", [("course.same", "not_list")]),
        (
            "course.prefer",
            {"days": "mon", "from": "09:00", "to": "09:00"},
            [("course.prefer.to", "equal")],
        ),
        ("course.prefer", {"days": "mon", "from": "09:00"}, [("course.prefer.to", "missing")]),
    ],
)
def test_each_fault_of_a_course_is_named_alone(
    path: str, value: object, faults: list[tuple[str, str]]
) -> None:
    assert faults_of(put(path, value), "course") == faults


def test_a_day_is_not_filled_with_visits_that_take_nobody() -> None:
    document = case(
        lambda one: one["services"][0].update(roles={}, phases=[{"min": 5, "roles": []}])
    )

    assert faults_of(document, "fill") == [("fill.service", "takes_nobody")]
    assert faults_of(put("fill.optimal", 1), "fill") == [("fill.optimal", "not_flag")]
    assert faults_of(put("fill", []), "fill") == [("fill", "not_object")]
    assert faults_of(put("fill.day", "2026-12"), "fill") == [("fill.day", "not_date")]


def test_all_faults_are_named_together() -> None:
    document = put("zone", "Mars")
    document["grain_min"] = 7
    document["resources"][0]["hours"][0] = {"days": "x", "from": "1", "to": "25:00"}
    document["find"]["to"] = "2026-12-06"

    assert faults_of(document) == [
        ("zone", "unknown_zone"),
        ("grain_min", "not_divisor"),
        ("resources[0].hours[0].days", "not_days"),
        ("resources[0].hours[0].from", "not_time"),
        ("resources[0].hours[0].to", "no_such_time"),
        ("find.to", "before_from"),
    ]


@pytest.mark.parametrize("document", [None, [], "text", 3])
def test_a_document_is_an_object(document: object) -> None:
    assert faults_of(document) == [("document", "not_object")]


def test_order_is_judged_on_the_wall_and_written_offsets_as_instants() -> None:
    turned_by_the_clock = {"from": "2026-03-29T03:30", "to": "2026-03-29T04:15"}
    the_hour_twice = {"from": "2026-10-25T03:30+03:00", "to": "2026-10-25T03:15+02:00"}
    wrong = {"from": "2026-10-25T03:15+02:00", "to": "2026-10-25T03:30+03:00"}

    assert faults_of(put("resources.0.away", [turned_by_the_clock])) == []
    assert faults_of(put("resources.0.away", [the_hour_twice])) == []
    assert faults_of(put("resources.0.away", [wrong])) == [
        ("resources[0].away[0].to", "before_from")
    ]
