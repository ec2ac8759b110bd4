"""Opening-time cases of public schedulers, run through our own search (``make reality``).

A case says what is open, what is blocked, and which starts or stretches are left. Each is
restated as a scheduling document or as spans, and answered by the core that answers the diary.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ashi.cli.schedule import answer_find
from ashi.core.scheduling.axis import Axis, Span, local_time, minute_of, minute_of_wall
from ashi.core.scheduling.bits import mask_of, spans_of
from ashi.core.scheduling.week import WeeklyHours, weekly_spans

CASES = "scheduling_cases/cases.json"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Case = dict[str, Any]


class Row(NamedTuple):
    """One line of the table *file, expected, got*; ``ok`` is None for what Ashi does not have."""

    file: str
    expected: str
    got: str
    ok: bool | None


def _moment(text: str, zone: tzinfo, day: str | None) -> int:
    """Read a case's time: ``HH:MM`` of its day, a date, or ISO 8601; parts of a minute round up."""
    if len(text) == len("HH:MM"):
        hours, minutes = map(int, text.split(":"))
        midnight = datetime.fromisoformat(str(day))
        return minute_of_wall(midnight + timedelta(hours=hours, minutes=minutes), zone)
    read = datetime.fromisoformat(text)
    minute = minute_of(read) if read.tzinfo else minute_of_wall(read, zone)
    return minute + (read.second + read.microsecond > 0)


def _zone(given: Case) -> tzinfo:
    return ZoneInfo(given["zone"]) if "zone" in given else UTC


def _spans(rows: list[Case], given: Case) -> list[Span]:
    zone, day = _zone(given), given.get("date")
    return [Span(_moment(row["start"], zone, day), _moment(row["end"], zone, day)) for row in rows]


def _left(opened: list[Span], taken: list[Span]) -> list[Span]:
    """Return what is open and not taken, as the core's masks have it."""
    first = min(span.start for span in opened)
    axis = Axis(first, max(span.end for span in opened) - first)
    return spans_of(axis, mask_of(axis, opened) & ~mask_of(axis, taken))


def _subtract(given: Case, expected: Case) -> tuple[object, object]:
    blocked = given.get("blocked", [])
    if given.get("slot", {}).get("status", "").startswith("busy"):
        blocked = [given["slot"]]
    left = _left(_spans(given["open"], given), _spans(blocked, given))
    return _spans(expected["open"], given), left


def _merge(given: Case, expected: Case) -> tuple[object, object]:
    return _spans(expected["intervals"], given), _left(_spans(given["intervals"], given), [])


def _overlaps(given: Case, expected: Case) -> tuple[object, object]:
    one, other = _spans([given["a"], given["b"]], given)
    axis = Axis(min(one.start, other.start), max(one.end, other.end))
    return expected["overlap"], bool(mask_of(axis, [one]) & mask_of(axis, [other]))


def _weekly(given: Case, expected: Case) -> tuple[object, object]:
    zone = _zone(given)
    first, last = (_moment(text, UTC, None) for text in given["range"])
    rules = []
    for row in given["weekly"]:
        start, end = (int(row[key][:2]) * 60 + int(row[key][3:]) for key in ("from", "to"))
        # Equal readings are a fault in our files; upstream means the whole day.
        end = 24 * 60 if start == end else end
        days = frozenset(WEEKDAYS.index(day) for day in row["days"])
        rules.append(WeeklyHours(days, start, end))
    days_of = [local_time(minute, zone).date() for minute in (first, last)]
    axis = Axis(first, last - first)
    opened = weekly_spans(rules, days_of[0], days_of[1], zone)
    # Stretches that touch are one to us: the same minutes are open.
    wanted = mask_of(axis, _spans(expected["open_utc"], given))
    return spans_of(axis, wanted), spans_of(axis, mask_of(axis, opened))


def _document(given: Case) -> Case:
    """Restate a case of slots as a document: one room, steps of at most an hour from midnight."""
    day = date.fromisoformat(given["date"])
    named = given.get("weekday_open", WEEKDAYS[day.weekday()])
    days = ",".join(name.strip()[:3].lower() for name in named.split(","))
    hours = [{"days": days, "from": row["start"], "to": row["end"]} for row in given["open"]]
    busy = [
        {"resource": "room", "from": f"{day}T{row['start']}", "to": f"{day}T{row['end']}"}
        for row in given.get("busy", [])
    ]
    return {
        "zone": given.get("zone", "UTC"),
        "grain_min": 5,
        "resources": [{"id": "room", "kind": "room", "hours": hours}],
        "services": [
            {
                "id": "visit",
                "roles": {"room": {"kind": "room"}},
                "phases": [{"min": given["duration_min"], "roles": ["room"]}],
            }
        ],
        "busy": busy,
        "find": {"service": "visit", "from": str(day), "to": str(day)},
    }


def _earliest(given: Case) -> int:
    zone = _zone(given)
    if "earliest" in given:
        return _moment(given["earliest"], zone, given["date"])
    if "now" in given:
        return _moment(given["now"], UTC, None) + int(given.get("notice_min", 0))
    return 0


def _slots(given: Case, expected: Case) -> tuple[object, object]:
    """Count our openings in the case's steps, which begin with each stretch that is open."""
    zone, day = _zone(given), given["date"]
    found = [
        datetime.fromisoformat(row["start"]) for row in answer_find(_document(given))["openings"]
    ]
    if "viewer_zone" in given:
        viewer = ZoneInfo(given["viewer_zone"])
        found = [one for one in found if str(one.astimezone(viewer).date()) == day]
    begins = [_moment(row["start"], zone, day) for row in given["open"]]
    step, earliest = given["step_min"], _earliest(given)
    starts = [
        f"{one:%H:%M}"
        for one in found
        if minute_of(one) >= earliest
        and (minute_of(one) - max((at for at in begins if at <= minute_of(one)), default=0)) % step
        == 0
    ]
    got = {"count": len(starts), "starts": starts, "first": starts[:1], "last": starts[-1:]}
    wanted = {
        key: [value] if key in {"first", "last"} else value for key, value in expected.items()
    }
    return wanted, {key: got[key] for key in wanted}


KINDS: dict[str, Callable[[Case, Case], tuple[object, object]]] = {
    "subtract": _subtract,
    "blocked_by_status": _subtract,
    "merge": _merge,
    "overlaps": _overlaps,
    "resolve_weekly": _weekly,
    "slots": _slots,
}


def _shown(answer: object) -> str:
    if not isinstance(answer, list):
        return str(answer)
    ends = [(local_time(start, UTC), local_time(end, UTC)) for start, end in answer]
    return ", ".join(f"{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}Z" for start, end in ends)


def compare(folder: Path) -> list[Row]:
    """Run every case below ``folder`` through the core; one row each."""
    rows = []
    for case in json.loads((folder / CASES).read_text("utf-8")):
        name = f"{CASES}#{case['id']}"
        if case["kind"] not in KINDS:
            rows.append(Row(name, str(case["expected"]), f"no {case['kind']} in Ashi", None))
            continue
        expected, got = KINDS[case["kind"]](case["input"], case["expected"])
        rows.append(Row(name, _shown(expected), _shown(got), expected == got))
    return rows
