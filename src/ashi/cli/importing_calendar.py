"""``ashi import calendar FILE.ics --for NAME``: when somebody, or a room, is busy elsewhere."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from ashi.apps.centres.models import Centre, Resource
    from ashi.apps.imports.calendars import CalendarFault
    from ashi.apps.imports.calendars_written import BusyLine

DAYS = 365


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare what only calendars take."""
    parser.add_argument("--for", dest="whose", metavar="NAME", help="a person, room or machine")
    parser.add_argument("--days", type=int, default=DAYS, help="how far ahead; at most 800")
    parser.add_argument("--titles", action="store_true", help="keep what the events are called")


def take(args: argparse.Namespace, data: bytes, _mapping_text: str) -> int:
    """Look at a calendar, or keep when it is busy; 0 when done.

    Raises
    ------
    MappingError
        No such person, room or machine, or too many days.
    """
    from ashi.apps.audit.actor import Actor, Source
    from ashi.apps.imports.calendars import MOST_DAYS, read_calendar
    from ashi.apps.imports.calendars_written import write_busy
    from ashi.apps.imports.errors import MappingError
    from ashi.cli.importing import centre_named

    if not 0 < args.days <= MOST_DAYS:
        raise MappingError(path="--days", reason="unknown", known=[f"1 to {MOST_DAYS}"])
    centre = centre_named(args.centre)
    resource = _resource(centre, args.whose)
    zone = ZoneInfo(centre.zone)
    first = datetime.now(zone).date()
    last = first + timedelta(days=args.days - 1)
    read = read_calendar(data, zone, first, last)
    window = tuple(
        datetime.combine(day, time(), zone).astimezone(UTC)
        for day in (first, last + timedelta(days=1))
    )
    lines = write_busy(
        by=Actor(role="system", centre_id=centre.pk, source=Source.CLI),
        resource=resource,
        source=args.source or args.file.stem,
        busy=read.busy,
        window=(window[0], window[1]),
        titles=args.titles,
        keep=args.apply,
    )
    counts = {"free": read.free, "cancelled": read.cancelled, "lengthless": read.lengthless}
    if args.json:
        print(json.dumps(_document(args, lines, read.faults, counts), ensure_ascii=False))
    else:
        _tell(args, zone, resource, lines, read.faults, counts)
    return 0


def _resource(centre: "Centre", named: str | None) -> "Resource":
    from ashi.apps.centres.models import Resource
    from ashi.apps.imports.errors import MappingError
    from ashi.core.kernel.names import latin

    rows = Resource.objects.filter(centre=centre, active=True).order_by("position", "pk")
    wanted = latin(named or "")
    found = [
        one
        for one in rows
        if wanted and wanted in {latin(one.name), latin(one.name_el), latin(one.short_name)}
    ]
    if len(found) != 1:
        known = [one.name for one in rows]
        raise MappingError(path="--for", reason="unknown", known=known)
    return found[0]


def _document(
    args: argparse.Namespace,
    lines: Sequence["BusyLine"],
    faults: Sequence["CalendarFault"],
    counts: dict[str, int],
) -> dict[str, object]:
    return {
        "applied": args.apply,
        "busy": [
            {
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "title": one.title,
                "change": one.change,
                "booked": one.booked,
            }
            for one in lines
        ],
        "not_busy": counts,
        "faults": [one._asdict() for one in faults],
    }


def _tell(
    args: argparse.Namespace,
    zone: ZoneInfo,
    resource: "Resource",
    lines: Sequence["BusyLine"],
    faults: Sequence["CalendarFault"],
    counts: dict[str, int],
) -> None:
    from ashi.cli.importing_wording import CALENDAR_FAULTS, CHANGES

    print(f"{args.file}: {len(lines)} busy times of {resource.name}, {args.days} days ahead")
    for one in lines:
        start, end = one.start.astimezone(zone), one.end.astimezone(zone)
        until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
        booked = f"; {one.booked} booked in it, for the desk to move" if one.booked else ""
        title = f" {one.title}" if one.title else ""
        print(f"  {start:%Y-%m-%d %H:%M} to {until}{title}: {CHANGES[one.change]}{booked}")
    for fault in faults:
        what = f"{fault.title}: " if fault.title else ""
        print(f"  not read: {what}{CALENDAR_FAULTS[fault.code]} ({fault.given})")
    many = Counter(one.change for one in lines)
    said = [f"{many[change]} {words}" for change, words in CHANGES.items() if many[change]]
    said += [
        f"{count} {words}"
        for count, words in (
            (counts["free"], "marked as free"),
            (counts["cancelled"], "cancelled"),
            (counts["lengthless"], "without length"),
            (len(faults), "not read"),
        )
        if count
    ]
    print(", ".join(said) or "no busy time")
    print("Written." if args.apply else "Nothing is written yet: add --apply.")
