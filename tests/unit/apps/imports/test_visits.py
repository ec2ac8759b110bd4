"""What each line of an appointments file is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ashi.apps.imports.judged import Fate
from ashi.apps.imports.mapping import Kind, read_mapping
from ashi.apps.imports.opening import open_file
from ashi.apps.imports.people import Directory, Person
from ashi.apps.imports.visits import State, Surroundings, judge_visits, overlaps, people_of

MAPPING = """
name = "cards"
[appointments]
id = "no"
start = "from"
end = "to"
patient_id = "card"
full_name = "who"
email = "mail"
practitioner = "staff"
service = "what"
status = "state"
[appointments.words]
ok = "booked"
came = "came"
missed = "no-show"
off = "cancelled"
moved = "no-visit"
"""
HEADING = "no,from,to,card,who,mail,staff,what,state\n"
GOOD = "1,2026-10-05 08:00,2026-10-05 08:45,7,,,Anna,acu,ok"


def judge(*rows, people=None, imported=None):
    """Return the judged lines of a file with these rows; card 7 and 8 are patients 70 and 80."""
    opened = open_file(
        (HEADING + "\n".join(rows)).encode(), Kind.APPOINTMENTS, read_mapping(MAPPING)
    )
    around = Surroundings(
        ZoneInfo("Asia/Nicosia"),
        "CY",
        datetime(2026, 11, 25, tzinfo=UTC),
        opened.order,
        people or Directory(),
        refs={"7": 70, "8": 80},
        imported=imported or {},
        practitioners={"Anna": "1", "Bob": "2"},
    )
    return judge_visits(opened.sheet.lines, opened.columns, around)


def test_a_visit_is_read_whole():
    [one] = judge(GOOD)

    assert (one.fate, one.state, one.patient, one.practitioner) == (Fate.CREATE, "booked", 70, "1")
    assert one.start == datetime(2026, 10, 5, 5, tzinfo=UTC)
    assert one.end == datetime(2026, 10, 5, 5, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "fate", "code"),
    [
        ("1,2026-10-05 08:00,2026-10-05 08:00,7,,,Anna,acu,ok", "refuse", "length"),
        ("1,2026-10-05 08:00,2026-10-05 07:00,7,,,Anna,acu,ok", "refuse", "length"),
        ("1,2026-10-05 08:00,,7,,,Anna,acu,ok", "refuse", "no-end"),
        ("1,,2026-10-05 08:00,7,,,Anna,acu,ok", "refuse", "no-start"),
        ("1,0000-00-00 00:00,0000-00-00 00:00,7,,,Anna,acu,ok", "refuse", "zero-date"),
        ("1,2026-03-29 03:30,2026-03-29 04:30,7,,,Anna,acu,ok", "refuse", "skipped-by-the-clocks"),
        ("1,2026-10-25 03:30,2026-10-25 04:30,7,,,Anna,acu,ok", "ask", "twice-by-the-clocks"),
        ("1,2026-10-05 08:00,2026-10-05 08:45,9,,,Anna,acu,ok", "refuse", "unknown-patient"),
        ("1,2026-10-05 08:00,2026-10-05 08:45,,,,Anna,acu,ok", "leave", "nobody"),
        ("1,2026-10-05 08:00,2026-10-05 08:45,7,,,Zed,acu,ok", "refuse", "unknown-practitioner"),
        ("1,2026-10-05 08:00,2026-10-05 08:45,7,,,Anna,acu,perhaps", "ask", "unknown-status"),
        ("1,2026-10-05 08:00,2026-10-05 08:45,7,,,Anna,acu,moved", "leave", "no-visit"),
        ("1,2026-10-05 08:00,2026-10-05 08:45,7,,,Anna,acu,ok,spare", "refuse", "too-many-cells"),
        ("1,05/10/2026 08:00,05/10/2026 08:45,7,,,Anna,acu,ok", "ask", "date-order"),
    ],
)
def test_a_line_that_is_no_visit_says_why(row, fate, code):
    [one] = judge(row)

    assert (str(one.fate), [note.code for note in one.notes]) == (fate, [code])


def test_over_the_hour_that_comes_twice_a_visit_lasts_its_true_minutes():
    [one] = judge("1,2026-10-25 02:30,2026-10-25 04:30,7,,,Anna,acu,ok")

    assert (one.end - one.start).total_seconds() == 3 * 3600


def test_the_same_number_or_row_again_is_known():
    judged = judge(GOOD, GOOD)
    unnumbered = judge("," + GOOD[2:], "," + GOOD[2:])

    assert [one.fate for one in judged] == [Fate.CREATE, Fate.KNOWN]
    assert [one.fate for one in unnumbered] == [Fate.CREATE, Fate.KNOWN]
    assert judge(GOOD, imported={"1": 5})[0].fate is Fate.KNOWN


def test_overlaps_are_of_one_practitioner_and_of_what_stood():
    judged = judge(
        GOOD,
        "2,2026-10-05 08:30,2026-10-05 09:00,8,,,Anna,acu,missed",
        "3,2026-10-05 08:30,2026-10-05 09:00,8,,,Bob,acu,ok",
        "4,2026-10-05 08:30,2026-10-05 09:00,8,,,Anna,acu,off",
        "5,2026-10-05 09:00,2026-10-05 09:30,8,,,Anna,acu,ok",
    )

    assert overlaps(judged) == [(1, 2)]
    assert [one.state for one in judged][1:4] == [State.NO_SHOW, State.BOOKED, State.CANCELLED]


def test_of_two_with_one_name_the_file_must_say_which():
    people = Directory()
    for number, mail in ((70, "a@example.com"), (80, "b@example.com")):
        people.add(Person("John", "Smith", email=mail).record(number))
    by_name = "1,2026-10-05 08:00,2026-10-05 08:45,,John Smith,,Anna,acu,ok"
    by_mail = "1,2026-10-05 08:00,2026-10-05 08:45,,John Smith,b@example.com,Anna,acu,ok"

    assert [note.code for note in judge(by_name, people=people)[0].notes] == ["several"]
    assert judge(by_mail, people=people)[0].patient == 80


def test_newcomers_are_grouped_by_who_they_are():
    row = "{},2026-10-0{} 08:00,2026-10-0{} 08:45,,{},{},Anna,acu,ok"
    judged = judge(
        row.format(1, 5, 5, "Eleni Day", "shared@example.com"),
        row.format(2, 6, 6, "Nikos Day", "shared@example.com"),
        row.format(3, 7, 7, "ELENI DAY", "shared@example.com"),
    )

    assert [[one.number for one in group] for group in people_of(judged)] == [[1, 3], [2]]
