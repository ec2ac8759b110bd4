"""What ``find`` answers, sentence by sentence of docs/reference/schedule.md."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ashi.cli.schedule import answer_find
from ashi.core.scheduling.axis import Axis, Span, minute_of
from ashi.core.scheduling.calendars import prepare
from ashi.core.scheduling.openings import Opening, Search, nearest, openings
from ashi.core.scheduling.resources import Resource, ResourceId
from ashi.core.scheduling.services import Phase, Role, Service
from ashi.core.scheduling.week import days_axis, grid
from tests.unit.core.scheduling.cases import Document, case, starts

NICOSIA = ZoneInfo("Europe/Nicosia")


def alone(hours: list[Document], day: str, minutes: int = 60, **more: object) -> Document:
    """Return a case with one room, open as given, and a visit of one phase."""
    return {
        "zone": "Europe/Nicosia",
        "grain_min": 60,
        "resources": [{"id": "room", "kind": "room", "hours": hours, **more}],
        "services": [
            {
                "id": "s",
                "roles": {"room": {"kind": "room"}},
                "phases": [{"id": "p", "min": minutes, "roles": ["room"]}],
            }
        ],
        "find": {"service": "s", "from": day, "to": day},
    }


def rule(start: str, end: str, days: str = "mon-sun", **more: str) -> Document:
    return {"days": days, "from": start, "to": end, **more}


def test_each_start_has_one_assignment_and_the_least_skilled_is_taken_first() -> None:
    answer = answer_find(case(lambda one: one["find"].update(limit=1)))

    assert answer == {
        "openings": [
            {
                "start": "2026-12-07T09:00:00+02:00",
                "end": "2026-12-07T09:45:00+02:00",
                "roles": {"therapist": "anna", "remover": "eleni", "place": "couch1"},
            }
        ],
        "truncated": True,
    }


def test_the_therapist_removes_when_nobody_else_is_there() -> None:
    away = {"resource": "eleni", "from": "2026-12-07T00:00", "to": "2026-12-08T00:00"}

    answer = answer_find(case(lambda one: one["busy"].append(away)))

    assert {row["roles"]["remover"] for row in answer["openings"]} == {"anna"}
    assert starts(answer)[-1] == "07T12:15+02:00"


def test_two_roles_of_one_phase_are_never_one_person() -> None:
    def change(one: Document) -> None:
        one["services"][0]["phases"][2]["roles"] = ["therapist", "remover", "place"]
        del one["resources"][1]
        one["find"]["roles"] = {}

    assert answer_find(case(change))["openings"] == []


def test_a_whole_takes_its_parts_and_a_part_its_whole() -> None:
    busy = {"resource": "couch2", "from": "2026-12-07T10:00", "to": "2026-12-07T11:00"}
    whole = case(lambda one: (one["busy"].append(busy), one["find"].update(service="couple")))
    closed = case(lambda one: one["busy"].append(busy | {"resource": "room1"}))

    assert "07T10:00+02:00" not in starts(answer_find(whole))
    assert starts(answer_find(whole)) == [
        f"07T{hour}+02:00" for hour in ("09:00", "11:00", "11:15", "11:30", "11:45", "12:00")
    ]
    assert "07T10:00+02:00" not in starts(answer_find(closed))


def test_a_pin_that_does_not_fit_its_role_leaves_no_openings() -> None:
    answer = answer_find(case(lambda one: one["find"].update(roles={"therapist": "eleni"})))

    assert answer == {"openings": [], "truncated": False}


def test_the_patient_is_needed_in_every_phase_that_does_not_say_otherwise() -> None:
    busy = {"resource": "patient", "from": "2026-12-07T09:40", "to": "2026-12-07T13:00"}

    assert starts(answer_find(case(lambda one: one["busy"].append(busy)))) == ["07T09:00+02:00"]


def test_starts_lie_on_the_grain_and_hours_need_not() -> None:
    document = alone([rule("09:07", "11:07")], "2026-12-07", minutes=7)

    assert starts(answer_find(document | {"grain_min": 30})) == [
        "07T09:30+02:00",
        "07T10:00+02:00",
        "07T10:30+02:00",
        "07T11:00+02:00",
    ]


def test_earliest_may_have_an_offset_and_the_end_may_lie_beyond_the_dates() -> None:
    document = alone([rule("00:00", "24:00")], "2026-12-07")
    document["find"]["earliest"] = "2026-12-07T20:30Z"

    assert answer_find(document)["openings"] == [
        {
            "start": "2026-12-07T23:00:00+02:00",
            "end": "2026-12-08T00:00:00+02:00",
            "roles": {"room": "room"},
        }
    ]


def test_hours_over_midnight_belong_to_the_weekday_they_begin_on() -> None:
    night = [rule("22:00", "02:00", "mon", valid_from="2026-12-07", valid_to="2026-12-07")]

    assert starts(answer_find(alone(night, "2026-12-07"))) == ["07T22:00+02:00", "07T23:00+02:00"]
    assert starts(answer_find(alone(night, "2026-12-08"))) == ["08T00:00+02:00", "08T01:00+02:00"]
    assert starts(answer_find(alone(night, "2026-12-14"))) == []


def test_hours_that_end_at_midnight_join_those_that_begin_there() -> None:
    document = alone([rule("22:00", "24:00", "mon"), rule("00:00", "01:00", "tue")], "2026-12-07")
    document["services"][0]["phases"][0]["min"] = 180

    assert starts(answer_find(document)) == ["07T22:00+02:00"]


def test_midnight_may_be_written_as_the_end_of_a_day() -> None:
    extra = [{"from": "2026-12-07T22:00", "to": "2026-12-07T24:00"}]

    assert starts(answer_find(alone([], "2026-12-07", extra=extra))) == [
        "07T22:00+02:00",
        "07T23:00+02:00",
    ]


def test_a_role_that_is_never_present_needs_somebody_but_no_time() -> None:
    document = alone([rule("09:00", "10:00")], "2026-12-07")
    document["services"][0]["roles"]["owner"] = {"kind": "person"}
    owned = document | {"resources": [*document["resources"], {"id": "o", "kind": "person"}]}

    assert answer_find(document)["openings"] == []
    assert answer_find(owned)["openings"][0]["roles"] == {"room": "room", "owner": "o"}


def test_extra_opens_and_absences_over_days_close() -> None:
    extra = [{"from": "2026-12-07T20:00", "to": "2026-12-07T22:00"}]
    away = [{"from": "2026-12-06T00:00", "to": "2026-12-07T11:00"}]
    document = alone([rule("09:00", "12:00")], "2026-12-07", extra=extra, away=away)

    assert starts(answer_find(document)) == [
        "07T11:00+02:00",
        "07T20:00+02:00",
        "07T21:00+02:00",
    ]


def test_the_day_of_23_hours_has_no_three_o_clock_and_visits_last_true_minutes() -> None:
    document = alone([rule("01:00", "06:00")], "2026-03-29", minutes=120)

    assert [(row["start"], row["end"]) for row in answer_find(document)["openings"]] == [
        ("2026-03-29T01:00:00+02:00", "2026-03-29T04:00:00+03:00"),
        ("2026-03-29T02:00:00+02:00", "2026-03-29T05:00:00+03:00"),
        ("2026-03-29T04:00:00+03:00", "2026-03-29T06:00:00+03:00"),
    ]


def test_the_day_of_25_hours_has_three_o_clock_twice() -> None:
    assert starts(answer_find(alone([rule("02:00", "05:00")], "2026-10-25"))) == [
        "25T02:00+03:00",
        "25T03:00+03:00",
        "25T03:00+02:00",
        "25T04:00+02:00",
    ]


def test_a_time_that_comes_twice_is_the_first_and_one_that_does_not_exist_moves_on() -> None:
    document = alone([rule("03:00", "05:00")], "2026-10-25")
    gap = alone([rule("03:00", "04:30")], "2026-03-29", minutes=30)

    assert starts(answer_find(document))[0] == "25T03:00+03:00"
    assert starts(answer_find(gap)) == ["29T04:00+03:00"]


def test_a_span_turned_round_by_the_clock_is_empty() -> None:
    turned = alone([rule("03:30", "04:15")], "2026-03-29", minutes=1)

    assert answer_find(turned | {"grain_min": 5})["openings"] == []


def test_half_an_hour_of_change_on_lord_howe_moves_the_grain_of_one_day_only() -> None:
    document = alone([rule("00:00", "05:00")], "2026-10-04") | {"zone": "Australia/Lord_Howe"}

    assert starts(answer_find(document)) == [
        "04T00:00+10:30",
        "04T01:00+10:30",
        "04T02:30+11:00",
        "04T03:30+11:00",
    ]


def test_a_visit_longer_than_a_day_needs_hours_that_touch() -> None:
    document = alone([rule("00:00", "24:00", "mon-wed")], "2026-12-07", minutes=49 * 60)

    assert len(starts(answer_find(document))) == 24
    assert starts(answer_find(alone([rule("09:00", "10:00")], "2026-12-07", minutes=61))) == []


def test_the_search_works_on_prepared_calendars_without_a_file() -> None:
    room = Resource(ResourceId("room"), "room")
    service = Service(
        "s", (Role("place", frozenset({"room"})),), (Phase("p", 30, frozenset({"place"})),)
    )
    day = date(2026, 12, 7)
    axis = days_axis(day, day, NICOSIA, beyond=service.minutes)
    nine = axis.origin + 9 * 60
    calendar = prepare(
        [room], axis, {room.id: [Span(nine, nine + 120)]}, {room.id: [Span(nine + 30, nine + 60)]}
    )

    found = openings(Search(service, grid(axis, day, day, NICOSIA, 30)), calendar)

    roles = (("place", room.id),)
    assert found == [
        Opening(nine, nine + 30, roles),
        Opening(nine + 60, nine + 90, roles),
        Opening(nine + 90, nine + 120, roles),
    ]
    assert openings(Search(service, 1), prepare([], Axis(0, 29), {}, {})) == []
    assert minute_of(datetime(2026, 12, 7, 9, 0, 59, tzinfo=NICOSIA)) == nine
    assert [one.start - nine for one in nearest(found, nine + 60, 2)] == [60, 90]
    assert [one.start - nine for one in nearest(found, nine + 30, 2)] == [0, 60]
