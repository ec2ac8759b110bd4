"""Calendar files of other programs, read by our own import (``make reality``).

Small files have their busy times beside them; of the corpus each occurrence that is listed, is not
cancelled and has a length must be found busy or free, and a broken file must say what is wrong.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from ashi.apps.imports.calendars import CalendarRead, read_calendar
from ashi.cli.reality_scheduling import Row

SMALL, CORPUS = "calendars", "icalendar_corpus"
WHENEVER = (date(2019, 1, 1), date(2020, 12, 31))
FIRST_BIRTHDAYS = "google_birthday.ics"  # the reference refuses it, its authors do not


def compare(folder: Path) -> list[Row]:
    """Compare whichever calendars the folder holds."""
    rows: list[Row] = []
    if (folder / SMALL).exists():
        rows += _small(folder / SMALL)
    if (folder / CORPUS).exists():
        rows += _corpus(folder / CORPUS)
    return rows


def _small(folder: Path) -> Iterator[Row]:
    right = json.loads((folder / "expected.json").read_text("utf-8"))
    zone = ZoneInfo(right["clinic_zone"])
    for name, one in right["files"].items():
        first, last = map(date.fromisoformat, one["window"])
        read = read_calendar((folder / name).read_bytes(), zone, first, last)
        got = [[f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (busy.start, busy.end)] for busy in read.busy]
        fits = got in [one["busy_utc"], *one.get("also_accepted", [])]
        expected = f"{len(one['busy_utc'])} busy times"
        yield Row(f"{SMALL}/{name}", expected, f"{len(got)} busy times", fits)


def _corpus(folder: Path) -> Iterator[Row]:
    listed: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "expected_occurrences.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed[row["file"]].append(row)
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = WHENEVER
            if row["window_start"]:
                first, last = (
                    date.fromisoformat(row[key]) for key in ("window_start", "window_end")
                )
            elif row["file"] == FIRST_BIRTHDAYS:
                first, last = date(2012, 12, 1), date(2014, 12, 31)
            data = (folder / "ics" / row["file"]).read_bytes()
            read = read_calendar(data, ZoneInfo("UTC"), first, last)
            yield _judged(row, read, listed[row["file"]])


def _judged(row: dict[str, str], read: CalendarRead, listed: list[dict[str, str]]) -> Row:
    name = f"{CORPUS}/{row['file']}"
    if row["file"] == FIRST_BIRTHDAYS:
        days = list(dict.fromkeys(f"{busy.start:%Y-%m-%d}" for busy in read.busy))
        wanted = ["2012-12-10", "2013-12-10", "2014-12-10"]
        return Row(name, ", ".join(wanted), ", ".join(days), days == wanted)
    told = f"{len(read.faults)} faults told"
    if row["reference_status"] != "ok":
        # What lies outside every window is no fault: a file may be read after all.
        return Row(name, "says what is wrong", told, bool(read.faults) or not read.busy)
    wanted_spans = {
        span for one in listed if one["status"] != "CANCELLED" and (span := _span(one))[0] < span[1]
    }
    found = {(busy.start, busy.end) for busy in read.busy}
    missing = len([one for one in wanted_spans - found if not _is_day(one)])
    accounted = missing <= read.free and not read.faults
    got = f"{len(found)} busy, {read.free} free, {read.cancelled} cancelled"
    return Row(name, f"{row['occurrences_in_window']} occurrences", got, accounted)


def _span(one: dict[str, str]) -> tuple[datetime, datetime]:
    ends = []
    for text in (one["start"], one["end"] or one["start"]):
        at = datetime.fromisoformat(text)
        ends.append(at if at.tzinfo else datetime.combine(at.date(), time(), UTC))
    return ends[0], ends[1]


def _is_day(span: tuple[datetime, datetime]) -> bool:
    """Tell whether a span is whole days: their midnight lies in the file's own zone."""
    return all(at.time() == time() for at in span)
