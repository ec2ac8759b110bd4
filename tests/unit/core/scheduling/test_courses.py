"""Courses and full days, by examples that can be checked by hand."""

import pytest

from ashi.cli.schedule import answer_course, answer_fill
from ashi.core.scheduling.answering import lay_out, starts_on
from ashi.core.scheduling.errors import UnboundedError
from ashi.core.scheduling.filling import fill_greedily
from ashi.core.scheduling.openings import Search
from ashi.core.scheduling.packing import Packing, pack
from ashi.core.scheduling.reading import read_case
from ashi.core.scheduling.reading_questions import read_fill, read_find
from tests.unit.core.scheduling.cases import Document, case, starts


def test_the_last_date_comes_before_the_preferred_hours() -> None:
    prefer = {"days": "mon-fri", "from": "11:00", "to": "12:00"}

    answer = answer_course(case(lambda one: one["course"].update(prefer=prefer)))

    assert starts(answer) == ["07T11:00+02:00", "09T11:00+02:00", "11T11:00+02:00"]
    assert (answer["complete"], answer["unplaced"], answer["preferred"]) == (True, 0, 3)


def test_the_end_of_the_preferred_hours_is_excluded() -> None:
    prefer = {"days": "mon", "from": "08:00", "to": "09:00"}

    answer = answer_course(case(lambda one: one["course"].update(prefer=prefer)))

    assert (starts(answer)[0], answer["preferred"]) == ("07T09:00+02:00", 0)


def test_a_course_that_cannot_be_completed_is_said_to_be_so() -> None:
    answer = answer_course(case(lambda one: one["course"].update(to="2026-12-09")))

    assert starts(answer) == ["07T09:00+02:00", "09T09:00+02:00"]
    assert (answer["complete"], answer["unplaced"]) == (False, 1)


def test_nothing_at_all_is_an_answer() -> None:
    answer = answer_course(case(lambda one: one["course"].update(roles={"therapist": "eleni"})))

    assert answer == {"visits": [], "complete": False, "unplaced": 3, "preferred": 0}


def test_one_therapist_is_kept_though_two_would_be_sooner() -> None:
    def change(one: Document) -> None:
        one["resources"][0]["hours"][0]["days"] = "mon,fri"
        other = {"id": "petros", "kind": "practitioner", "skills": ["acupuncture"]}
        hours = [{"days": "wed,fri", "from": "09:00", "to": "13:00"}]
        one["resources"].append(other | {"hours": hours})
        one["course"]["visits"] = 2

    def kept(one: Document) -> None:
        change(one)
        one["course"]["same"] = ["therapist"]

    assert starts(answer_course(case(change))) == ["07T09:00+02:00", "09T09:00+02:00"]
    assert starts(answer_course(case(kept))) == ["07T09:00+02:00", "11T09:00+02:00"]


def test_two_visits_of_one_day_do_not_overlap_and_may_share_a_turnover() -> None:
    def change(one: Document) -> None:
        one["course"].update(visits=2, min_days=0, max_days=0, same=["therapist"])
        one["grain_min"] = 5

    answer = answer_course(case(change))

    assert starts(answer) == ["07T09:00+02:00", "07T09:40+02:00"]
    assert [visit["roles"]["place"] for visit in answer["visits"]] == ["couch1", "couch2"]


def test_a_day_is_filled_until_nothing_can_be_added() -> None:
    answer = answer_fill(case())

    assert answer["count"] == len(starts(answer))
    assert answer["optimal"] is False
    assert answer["practitioner_minutes"] == sum(
        15 + 5 * (visit["roles"]["remover"] == "anna") for visit in answer["visits"]
    )
    assert answer["room_minutes"] == 0


def test_the_minutes_of_a_whole_room_are_room_minutes() -> None:
    answer = answer_fill(case(lambda one: one["fill"].update(service="couple")))

    assert (answer["count"], answer["practitioner_minutes"], answer["room_minutes"]) == (
        4,
        240,
        240,
    )


def test_other_patients_do_not_mind_where_this_one_is() -> None:
    busy = {"resource": "patient", "from": "2026-12-07T00:00", "to": "2026-12-08T00:00"}

    assert answer_fill(case(lambda one: one["busy"].append(busy))) == answer_fill(case())


@pytest.mark.slow
def test_the_greatest_packing_is_proven_and_holds_no_less_than_the_first_found() -> None:
    pytest.importorskip("ortools")

    def change(one: Document) -> None:
        one["grain_min"] = 5
        one["resources"][0]["hours"][0]["to"] = "10:30"

    greedy = answer_fill(case(change))
    proven = answer_fill(case(lambda one: (change(one), one["fill"].update(optimal=True))))

    assert proven["optimal"] is True
    assert greedy["count"] <= proven["count"]
    assert proven["count"] == 4


@pytest.mark.slow
def test_a_day_on_which_nothing_fits_is_proven_to_hold_nothing() -> None:
    pytest.importorskip("ortools")
    document = case(lambda one: one["fill"].update(day="2026-12-06", optimal=True))

    answer = answer_fill(document)

    assert (answer["count"], answer["optimal"]) == (0, True)


@pytest.mark.slow
def test_a_proof_that_is_given_up_is_not_claimed() -> None:
    pytest.importorskip("ortools")
    centre, asked = read_case(case(), read_fill)
    calendar = lay_out(centre, asked.service, asked.day, asked.day, with_patient=False)
    starts = starts_on(centre, calendar.axis, asked.day, asked.day, None)
    search = Search(asked.service, starts)
    known = fill_greedily(search, calendar)

    packing = pack(search, calendar, known, effort=0.0)

    assert packing == Packing(tuple(known), proven=False)


def test_a_visit_that_takes_nobody_fills_no_day() -> None:
    document = case(
        lambda one: one["services"][0].update(roles={}, phases=[{"min": 5, "roles": []}])
    )
    centre, asked = read_case(document, read_find)

    with pytest.raises(UnboundedError):
        fill_greedily(Search(asked.service, 1), None)  # type: ignore[arg-type]  # never looked at
    with pytest.raises(UnboundedError):
        pack(Search(asked.service, 1), None, [], 1.0)  # type: ignore[arg-type]  # never looked at
    assert centre.grain == 15


def test_a_keeper_with_the_same_starts_may_still_make_the_better_course() -> None:
    def change(one: Document) -> None:
        always = [{"days": "mon-sun", "from": "09:00", "to": "13:00"}]
        one["resources"] = [
            {"id": "only-helper", "kind": "person", "skills": ["help"], "hours": always},
            {"id": "other", "kind": "person", "skills": ["a", "b"], "hours": always},
        ]
        one["services"] = [
            {
                "id": "needling",
                "roles": {
                    "therapist": {"kind": "person"},
                    "helper": {"kind": "person", "skill": "help"},
                },
                "phases": [
                    {"min": 30, "roles": ["therapist"]},
                    {"min": 30, "roles": ["helper"], "patient": False},
                ],
            }
        ]
        one["course"].update(visits=2, min_days=0, max_days=0, same=["therapist"])

    answer = answer_course(case(change))

    assert starts(answer) == ["07T09:00+02:00", "07T09:30+02:00"]
    assert [visit["roles"]["therapist"] for visit in answer["visits"]] == ["other", "other"]


def test_preferred_hours_over_midnight_belong_to_the_day_they_begin_on() -> None:
    def change(one: Document) -> None:
        for resource in one["resources"]:
            resource["hours"] = [{"days": "mon-sun", "from": "00:00", "to": "24:00"}]
        prefer = {"days": "mon", "from": "22:00", "to": "00:15"}
        one["course"].update(visits=1, prefer=prefer, to="2026-12-08", **{"from": "2026-12-08"})

    def past_the_end(one: Document) -> None:
        change(one)
        one["course"]["earliest"] = "2026-12-08T00:15"

    first, second = answer_course(case(change)), answer_course(case(past_the_end))

    assert (starts(first), first["preferred"]) == (["08T00:00+02:00"], 1)
    assert (starts(second), second["preferred"]) == (["08T00:15+02:00"], 0)
