"""Promises of the scheduling core: openings over a month, and the start of the command."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ashi.core.scheduling.answering import find
from ashi.core.scheduling.calendars import Calendar, calendar_of
from ashi.core.scheduling.document import Centre, Find
from ashi.core.scheduling.openings import Search, openings
from ashi.core.scheduling.reading import read_case
from ashi.core.scheduling.reading_questions import read_find
from ashi.core.scheduling.week import DAY, days_axis, grid
from tests.property import naive_schedule

FIRST, DAYS = date(2026, 3, 9), 30  # a clock change lies within
NAIVE_DAYS = 2  # the naive model takes a second a day; its time grows in proportion
ROUNDS = 21


def document(days: int) -> dict[str, object]:
    """Return a centre of 20 practitioners and 10 rooms, half of its time booked."""
    last = FIRST + timedelta(days=days - 1)
    people = [
        {
            "id": f"person{at}",
            "kind": "practitioner",
            "skills": ["acupuncture"] if at % 2 else ["acupuncture", "physiotherapy"],
            "hours": [
                {"days": "mon-fri", "from": "08:00", "to": "13:00"},
                {"days": "mon,tue,thu", "from": "15:00", "to": "19:00"},
            ],
        }
        for at in range(20)
    ]
    open_late = [{"days": "mon-sat", "from": "07:00", "to": "20:00"}]
    rooms = [
        {
            "id": f"room{at}",
            "kind": "room",
            "hours": open_late,
        }
        for at in range(10)
    ]
    busy = []
    for day in range(days):
        for at in range(30):
            who = f"person{at}" if at < 20 else f"room{at - 20}"
            for hour in range(8, 19, 2):
                on, minute = FIRST + timedelta(days=day), (at * 7) % 60
                busy.append(
                    {
                        "resource": who,
                        "from": f"{on}T{hour:02}:{minute:02}",
                        "to": f"{on}T{hour + 1:02}:{minute:02}",
                    }
                )
    roles = {
        "therapist": {"kind": "practitioner", "skill": "acupuncture"},
        "remover": {"kind": "practitioner", "skill": "acupuncture"},
        "room": {"kind": "room"},
    }
    phases = [
        {"id": "intake", "min": 15, "roles": ["therapist", "room"]},
        {"id": "rest", "min": 20, "roles": ["room"]},
        {"id": "removal", "min": 5, "roles": ["remover", "room"]},
        {"id": "turnover", "min": 5, "roles": ["room"], "patient": False},
    ]
    return {
        "zone": "Europe/Nicosia",
        "grain_min": 5,
        "resources": people + rooms,
        "services": [{"id": "visit", "roles": roles, "phases": phases}],
        "busy": busy,
        "find": {"service": "visit", "from": str(FIRST), "to": str(last)},
    }


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of some rounds, in ms."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def prepared(centre: Centre, asked: Find) -> tuple[Search, Calendar]:
    """Return the masks of all resources, and the search on them."""
    axis = days_axis(asked.first, asked.last, centre.zone, beyond=asked.service.minutes)
    days = (asked.first, asked.last + DAY)
    calendar = calendar_of(centre.resources, axis, centre.zone, days, centre.busy)
    starts = grid(axis, asked.first, asked.last, ZoneInfo("Europe/Nicosia"), centre.grain)
    return Search(asked.service, starts), calendar


def started_s() -> float:
    """Return how long ``ashi schedule find`` takes from a cold start, on a small case."""
    small = document(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        path.write_text(json.dumps(small))
        words = [sys.executable, "-m", "ashi.cli.main", "schedule", "find", str(path)]
        done = lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: E731 -- timed
        return median_ms(done, 7) / 1000


def row(promise: str, value: float, unit: str, limit: float | None, *, ok: bool) -> None:
    line = {"promise": promise, "value": round(value, 3), "unit": unit, "limit": limit, "ok": ok}
    print(json.dumps(line), flush=True)


def main() -> None:
    """Print each promise as a line of JSON."""
    centre, asked = read_case(document(DAYS), read_find)
    search, calendar = prepared(centre, asked)
    found = len(openings(search, calendar))
    searched = median_ms(lambda: openings(search, calendar))
    where = "30 days x 20 practitioners x 10 rooms"
    row(f"openings, {where}, masks prepared", searched, "ms", 5, ok=searched < 5)
    row(f"openings found, {where}", found, "starts", None, ok=found > 0)
    masks = median_ms(lambda: prepared(centre, asked))
    row(f"masks from hours and bookings, {where}", masks, "ms", None, ok=True)
    short = document(NAIVE_DAYS)
    small = read_case(short, read_find)
    ours = median_ms(lambda: find(*small))
    naive = median_ms(lambda: naive_schedule.find(short), 1)
    row(
        f"naive model / core, {NAIVE_DAYS} days, masks included",
        naive / ours,
        "times",
        None,
        ok=naive > ours,
    )
    start = started_s()
    row("ashi schedule find, cold start", start, "s", 0.5, ok=start < 0.5)


if __name__ == "__main__":
    main()
