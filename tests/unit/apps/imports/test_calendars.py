"""Calendar files: repeated, moved, cancelled, over both clock changes, and broken."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from ashi.apps.imports.calendars import read_calendar

NICOSIA = ZoneInfo("Asia/Nicosia")
ZONED = "DTSTART;TZID=Asia/Nicosia:"


def calendar(*events: str, head: str = "") -> bytes:
    blocks = "".join(
        f"BEGIN:VEVENT\r\nUID:u{number}\r\n{event.strip()}\r\nEND:VEVENT\r\n"
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{blocks}END:VCALENDAR\r\n".encode()


def read(*events: str, first="2026-01-01", last="2026-12-31", head=""):
    days = date.fromisoformat(first), date.fromisoformat(last)
    return read_calendar(calendar(*events, head=head), NICOSIA, *days)


def local(found) -> list[str]:
    return [
        f"{one.start.astimezone(NICOSIA):%m-%d %H:%M} {(one.end - one.start).total_seconds() / 60:g}"
        for one in found.busy
    ]


def test_a_series_keeps_its_hour_on_the_wall_over_both_clock_changes():
    spring = read(f"{ZONED}20260325T090000\nDURATION:PT45M\nRRULE:FREQ=WEEKLY;COUNT=2")
    autumn = read(f"{ZONED}20261021T090000\nDURATION:PT45M\nRRULE:FREQ=WEEKLY;COUNT=2")

    assert local(spring) == ["03-25 09:00 45", "04-01 09:00 45"]
    assert [one.start.hour for one in spring.busy] == [7, 6]
    assert local(autumn) == ["10-21 09:00 45", "10-28 09:00 45"]
    assert [one.start.hour for one in autumn.busy] == [6, 7]


def test_an_hour_that_the_clocks_skip_is_left_out_of_a_series_and_not_counted():
    series = read(f"{ZONED}20260328T033000\nDURATION:PT15M\nRRULE:FREQ=DAILY;COUNT=3")
    alone = read(f"{ZONED}20260329T031000\nDURATION:PT30M")

    assert local(series) == ["03-28 03:30 15", "03-30 03:30 15", "03-31 03:30 15"]
    assert local(alone) == ["03-29 04:10 30"]  # by the offset before the gap


def test_the_hour_that_comes_twice_is_the_first_and_lengths_in_hours_are_exact():
    assert local(read(f"{ZONED}20261025T033000\nDURATION:PT30M")) == ["10-25 03:30 30"]
    assert local(read(f"{ZONED}20261024T210000\nDURATION:PT24H")) == ["10-24 21:00 1440"]
    assert local(read(f"{ZONED}20261024T210000\nDURATION:P1D")) == ["10-24 21:00 1500"]


def test_times_without_a_zone_are_the_files_and_else_the_centres():
    event = "DTSTART:20260715T100000\nDTEND:20260715T110000"
    athens = "X-WR-TIMEZONE:Europe/London\r\n"

    assert local(read(event)) == ["07-15 10:00 60"]
    assert local(read(event, head=athens)) == ["07-15 12:00 60"]
    assert local(read(event, head="X-WR-TIMEZONE:Nowhere/At_All\r\n")) == ["07-15 10:00 60"]
    outlook = event.replace("DTSTART", 'DTSTART;TZID="GTB Standard Time"')
    assert local(read(outlook.replace("DTEND", 'DTEND;TZID="GTB Standard Time"'))) == [
        "07-15 10:00 60"
    ]


def test_whole_days_run_from_midnight_to_midnight_also_on_the_longer_one():
    assert local(read("DTSTART;VALUE=DATE:20261025")) == ["10-25 00:00 1500"]


def test_what_is_free_cancelled_or_without_length_is_counted_and_not_busy():
    start = "DTSTART:20260715T100000Z\n"
    found = read(
        f"{start}DURATION:PT1H\nTRANSP:TRANSPARENT",
        f"{start}DURATION:PT1H\nSTATUS:CANCELLED",
        start,
    )

    assert found.busy == []
    assert (found.free, found.cancelled, found.lengthless) == (1, 1, 1)


def test_one_occurrence_is_moved_another_cancelled_a_third_excluded():
    series = f"{ZONED}20261102T080000\nDURATION:PT45M\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Asia/Nicosia:20261103T080000"
    moved = (
        f"RECURRENCE-ID;TZID=Asia/Nicosia:20261104T080000\n{ZONED}20261110T150000\nDURATION:PT45M"
    )
    gone = (
        "RECURRENCE-ID;TZID=Asia/Nicosia:20261105T080000\n"
        f"{ZONED}20261105T080000\nDURATION:PT45M\nSTATUS:CANCELLED"
    )
    text = calendar(series, moved, gone).replace(b"UID:u1", b"UID:u0").replace(b"UID:u2", b"UID:u0")
    found = read_calendar(text, NICOSIA, date(2026, 11, 1), date(2026, 11, 30))

    assert local(found) == ["11-02 08:00 45", "11-10 15:00 45"]
    assert found.busy[1].at == datetime(2026, 11, 4, 6, tzinfo=UTC).isoformat()
    assert found.cancelled == 1


@pytest.mark.parametrize(
    "broken",
    [
        "DTSTART:INVALID-DATE",
        "SUMMARY:no start",
        "DTSTART:20260715T100000Z\nDTEND:20260715T090000Z",
        "DTSTART:20260715T100000Z\nDURATION:P999999999999999999W",
        "DTSTART:20260715T100000Z\nRRULE:FREQ=WEEKLY;UNTL=20261001",
        "DTSTART;;VALUE=DATE-TIME:20260715T100000Z",
        "DTSTART:20260715T100000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY",
    ],
)
def test_a_broken_series_is_told_and_takes_nothing_from_the_others(broken):
    found = read(broken, "DTSTART:20260716T100000Z\nDURATION:PT1H\nSUMMARY:Dentist")

    assert len(found.faults) == 1
    assert [one.title for one in found.busy if one.title == "Dentist"] == ["Dentist"]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"hello", b"BEGIN:VCALENDAR\nEND:VCALENDAR"]
)
def test_a_file_without_events_says_so(data):
    assert [
        one.code for one in read_calendar(data, NICOSIA, date(2026, 1, 1), date(2026, 2, 1)).faults
    ] == ["no_event"]


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)),
    st.integers(1, 600),
    st.integers(1, 8),
)
def test_what_another_program_writes_in_utc_is_read_to_the_second(start, minutes, times):
    start = start.replace(microsecond=0, tzinfo=UTC)
    event = Event()
    event.add("uid", "x")
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=minutes))
    event.add("rrule", {"freq": "daily", "count": times})
    whole = Calendar()
    whole.add_component(event)
    found = read_calendar(whole.to_ical(), NICOSIA, date(2025, 12, 30), date(2027, 1, 20))

    assert [one.start for one in found.busy] == [
        start + timedelta(days=one) for one in range(times)
    ]
    assert {one.end - one.start for one in found.busy} == {timedelta(minutes=minutes)}
