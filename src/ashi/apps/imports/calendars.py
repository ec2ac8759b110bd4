"""Calendar files (RFC 5545) as busy times: each series is read for itself.

What cannot be read of one series is told, and takes nothing away from the others. Times without a
zone are the file's, else the centre's. What is free, cancelled or has no length is counted and is
no busy time.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar
from recurring_ical_events.errors import InvalidCalendar

Event = Any  # of icalendar; what its fields hold is known only once they are read

MOST_BYTES = 20_000_000
MOST_DAYS = 800
MOST_OCCURRENCES = 20_000
LONGEST = 200
DAY = timedelta(days=1)
_BLOCK = re.compile(r"^BEGIN:(VEVENT|VTIMEZONE)\s*$(.*?)^END:\1\s*$", re.MULTILINE | re.DOTALL)
_FOLD = re.compile(r"\r?\n[ \t]")
_UID = re.compile(r"^UID[^:\n]*:(.*)$", re.MULTILINE)
_TITLE = re.compile(r"^SUMMARY[^:\n]*:(.*)$", re.MULTILINE)
_ZONE = re.compile(r"^X-WR-TIMEZONE[^:\n]*:(.*)$", re.MULTILINE)
_LENGTH = re.compile(
    r"^DURATION[^:\n]*:\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\s*$",
    re.MULTILINE,
)
# A date with the Z of a time, as one large calendar writes it.
_DATE_Z = re.compile(r"^(RDATE|EXDATE)(?:;[^:\n]*)?:(\d{8})Z[ \t]*$", re.MULTILINE)
_COUNT = "COUNT"
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})  # nobody is busy so; a year of it fills memory
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)


class Busy(NamedTuple):
    """One stretch in UTC; ``uid`` and ``at`` name the occurrence, also once it was moved."""

    start: datetime
    end: datetime
    uid: str
    at: str
    title: str


class CalendarFault(NamedTuple):
    """What cannot be read: of which series, and the part that is wrong."""

    code: str
    title: str
    given: str


@dataclass(slots=True)
class CalendarRead:
    """What a file says of a window of days."""

    busy: list[Busy] = field(default_factory=list)
    faults: list[CalendarFault] = field(default_factory=list)
    free: int = 0
    cancelled: int = 0
    lengthless: int = 0


class Length(NamedTuple):
    """A duration: days are by the calendar, hours exact (RFC 5545, 3.3.6)."""

    days: int
    exact: timedelta


@dataclass(frozen=True, slots=True)
class _Series:
    """The events of one UID, as they are written."""

    uid: str
    blocks: tuple[str, ...]

    @property
    def title(self) -> str:
        found = _TITLE.search(self.blocks[0])
        return found[1].strip()[:LONGEST] if found else ""


def read_calendar(data: bytes, zone: ZoneInfo, first: date, last: date) -> CalendarRead:
    """Return when a calendar is busy between two days, both included.

    Parameters
    ----------
    zone
        Of times that name none, where the file names none either.

    Returns
    -------
    CalendarRead
        In order of time. Broken series stand in ``faults``; the others are read all the same.
    """
    read = CalendarRead()
    if len(data) > MOST_BYTES or (last - first).days > MOST_DAYS:
        read.faults.append(CalendarFault("too_long", "", str(len(data))))
        return read
    text = _FOLD.sub("", data.decode("utf-8-sig", errors="replace"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _DATE_Z.sub(r"\1;VALUE=DATE:\2", text)
    own = _own_zone(text) or zone
    zones = tuple(found[0] for found in _BLOCK.finditer(text) if found[1] == "VTIMEZONE")
    series = list(_series(text))
    if not series:
        read.faults.append(CalendarFault("no_event", "", text[:LONGEST].strip()))
    for one in series:
        _read_series(read, one, zones, own, (first, last))
    read.busy.sort()
    return read


def _own_zone(text: str) -> ZoneInfo | None:
    found = _ZONE.search(text)
    try:
        return ZoneInfo(found[1].strip()) if found else None
    except (ValueError, KeyError, OSError):  # no such zone: the centre's holds
        return None


def _series(text: str) -> Iterator[_Series]:
    """Yield events by their UID; one without any is a series of its own."""
    by_uid: dict[str, list[str]] = defaultdict(list)
    for number, found in enumerate(_BLOCK.finditer(text)):
        if found[1] != "VEVENT":
            continue
        uid = _UID.search(found[0])
        by_uid[uid[1].strip() if uid else f"event-{number}"].append(found[0])
    for name, blocks in by_uid.items():
        yield _Series(name, tuple(blocks))


def _read_series(
    read: CalendarRead,
    series: _Series,
    zones: Sequence[str],
    zone: ZoneInfo,
    window: tuple[date, date],
) -> None:
    try:
        found = list(_occurrences(series, zones, zone, window))
    except UNREADABLE as error:
        read.faults.append(CalendarFault("series", series.title, str(error)[:LONGEST]))
        return
    if len(found) > MOST_OCCURRENCES:
        read.faults.append(CalendarFault("too_many", series.title, str(len(found))))
        return
    begins = datetime.combine(window[0], time(), zone).astimezone(UTC)
    ends = datetime.combine(window[1] + DAY, time(), zone).astimezone(UTC)
    for start, end, event in found:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            read.cancelled += 1
        elif str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            read.free += 1
        elif end <= start:
            read.lengthless += 1
        elif start < ends and end > begins:
            title = str(event.get("SUMMARY", ""))[:LONGEST]
            at = _key(event.get("RECURRENCE-ID")) or start
            read.busy.append(Busy(start, end, series.uid, at.isoformat(), title))


def _occurrences(
    series: _Series, zones: Sequence[str], zone: ZoneInfo, window: tuple[date, date]
) -> Iterator[tuple[datetime, datetime, Event]]:
    """Yield each occurrence as instants, the events of this series alone.

    A start that the clocks skip is left out of a series, and does not count; alone it is read by
    the offset before the gap (RFC 5545, 3.3.5 and 3.3.10).
    """
    calendar = _calendar_of(series, zones)
    lengths = _lengths(calendar, series)
    repeats = any("RRULE" in event for event in calendar.walk("VEVENT"))
    events = _expanded(calendar, window, zone)
    if repeats and (skipped := sum(_is_skipped(one, zone) for one in events)):
        _count_further(calendar, skipped)
        events = _expanded(calendar, window, zone)
    for event in events:
        if repeats and _is_skipped(event, zone):
            continue
        start = _instant(event["DTSTART"].dt, zone)
        length = lengths.get(_key(event.get("RECURRENCE-ID"))) or lengths.get(None)
        ends = event.get("DTEND")
        if length is not None:
            yield start, _after(event["DTSTART"].dt, length, zone), event
        elif ends is not None:
            yield start, _instant(ends.dt, zone), event
        else:
            yield start, start, event


def _calendar_of(series: _Series, zones: Sequence[str]) -> Calendar:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ashi//Read//EN"]
    text = "\n".join([*lines, *zones, *series.blocks, "END:VCALENDAR", ""])
    calendar = Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        wrong = [f"{name}: {why}" for name, why in event.errors]
        if wrong:
            raise ValueError("; ".join(wrong))
        if "DTSTART" not in event:
            raise ValueError("DTSTART is missing")
        if "DTEND" in event and _key(event["DTEND"]) < _key(event["DTSTART"]):
            raise ValueError("DTEND is before DTSTART")
        often = {str(freq) for rule in _rules(event) for freq in rule.get("FREQ", ())}
        if often & _TOO_OFTEN:
            raise ValueError(f"FREQ={', '.join(sorted(often))}")
    return calendar


def _expanded(calendar: Calendar, window: tuple[date, date], zone: ZoneInfo) -> list[Event]:
    starts = datetime.combine(window[0] - DAY, time(), zone)
    ends = datetime.combine(window[1] + 2 * DAY, time(), zone)
    try:
        return list(recurring_ical_events.of(calendar).between(starts, ends))
    except InvalidCalendar as error:
        raise ValueError(str(error)) from error


def _lengths(calendar: Calendar, series: _Series) -> dict[Any, Length]:
    """Return durations as written, by the occurrence that they change; ``None`` for the series."""
    found: dict[Any, Length] = {}
    for event, block in zip(calendar.walk("VEVENT"), series.blocks, strict=True):
        written = _LENGTH.search(block)
        if written is None:
            continue
        weeks, days, hours, minutes, seconds = (int(one or 0) for one in written.groups())
        exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        found[_key(event.get("RECURRENCE-ID"))] = Length(7 * weeks + days, exact)
    return found


def _key(recurrence: Any) -> Any:
    if recurrence is None:
        return None
    at = recurrence.dt
    return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo else at


def _instant(at: date, zone: ZoneInfo) -> datetime:
    """Return a time of the file as an instant: a day begins at its midnight in the zone."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), zone).astimezone(UTC)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _after(at: date, length: Length, zone: ZoneInfo) -> datetime:
    """Return an end: days later by the clock on the wall, then hours that are exact."""
    return _instant(at + length.days * DAY, zone) + length.exact


def _is_skipped(event: Event, zone: ZoneInfo) -> bool:
    """Tell whether the clocks skip the start of an event."""
    at = event["DTSTART"].dt
    if not isinstance(at, datetime):
        return False
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    back = at.astimezone(UTC).astimezone(at.tzinfo)
    return back.replace(tzinfo=None) != at.replace(tzinfo=None)


def _count_further(calendar: Calendar, skipped: int) -> None:
    """Let a counted series go on by what was left out of it."""
    for event in calendar.walk("VEVENT"):
        for rule in _rules(event):
            if _COUNT in rule:
                rule[_COUNT] = [int(rule[_COUNT][0]) + skipped]


def _rules(event: Event) -> list[Any]:
    found = event.get("RRULE") or []
    return found if isinstance(found, list) else [found]
