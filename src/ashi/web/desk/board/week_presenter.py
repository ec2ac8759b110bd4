"""From a week's rows to seven columns drawn like the day board: phases by pattern and label.

Rows of the grid are wall time: on a day on which the clocks change, nine is still nine.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from ashi.apps.encounters.day_board import Day, DayVisit
from ashi.apps.encounters.week import WeekRows
from ashi.web.desk.board.lanes import in_lanes
from ashi.web.desk.board.pieces import FIVE, VisitDrawing, drawings_of, rounded
from ashi.web.desk.board.presenter import keys_of, with_rests
from ashi.web.desk.board.ruler import HALF_HOUR, ghosts_from, pieces_from, reach
from ashi.web.desk.board.values import Cell, Ghost, Piece

DAY_MIN = 1440


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """One visit of the week's list: ``cells`` are its phases, empty ones left out."""

    drawing: VisitDrawing
    state: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the week; ``at`` of its pieces counts from the week's first row."""

    date: date
    count: int
    is_today: bool
    closed_by: str
    listed: tuple[ListedVisit, ...] = ()
    pieces: tuple[Piece, ...] = ()
    ghosts: tuple[Ghost, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekView:
    """The week of one room or person as a grid, or of everybody as lists.

    ``first`` is today's instant of the first row, for the line of now.
    """

    days: tuple[WeekDay, ...]
    rows: int
    first: datetime
    hours: tuple[tuple[int, time], ...]
    now: datetime


def present_week(rows: WeekRows, zone: str, now: datetime, *, by_person: bool) -> WeekView:
    """Return the week as it is drawn at ``now``; ``by_person`` leaves rests to nobody."""
    by_day: dict[date, list[DayVisit]] = defaultdict(list)
    for one in rows.visits:
        by_day[timezone.localdate(one.visit.session.starts_at)].append(one)
    days = [_day(day, by_day[day.date], rows, now, by_person=by_person) for day in rows.days]
    opens, closes = reach(rows.hours, (piece for day in days for piece in day.pieces))
    today = timezone.localdate(now)
    midnight = datetime.combine(today, time.min, ZoneInfo(zone))
    return WeekView(
        days=tuple(_from_row(day, opens) for day in days),
        rows=(closes - opens) // FIVE,
        first=midnight + timedelta(minutes=opens),
        hours=tuple(
            (at - opens, time(at // 60 % 24, at % 60)) for at in range(opens, closes + 1, HALF_HOUR)
        ),
        now=now,
    )


def _day(
    day: Day, visits: list[DayVisit], rows: WeekRows, now: datetime, *, by_person: bool
) -> WeekDay:
    drawings = drawings_of(visits, day, now)
    found = WeekDay(
        date=day.date,
        count=len(visits),
        is_today=day.first <= now < day.last,
        closed_by=rows.closed.get(day.date, ""),
    )
    if not rows.own:
        return replace(found, listed=tuple(_listed(drawings)))
    mine = [(one, keys) for one in drawings if (keys := keys_of(one.one, set(rows.own)))]
    pieces = _of_person(mine) if by_person else _of_room(mine)
    return replace(found, pieces=pieces, ghosts=tuple(_not_there(rows, day)))


def _listed(drawings: Iterable[VisitDrawing]) -> list[ListedVisit]:
    ordered = sorted(drawings, key=lambda one: (one.visit.session.starts_at, one.visit.pk))
    found = []
    for drawing in ordered:
        [card] = drawing.all_phases()
        cells = tuple(cell for cell in card.cells if cell.for_min > 0)
        found.append(ListedVisit(drawing, card.state, cells))
    return found


def _of_room(mine: list[tuple[VisitDrawing, set[str]]]) -> tuple[Piece, ...]:
    return in_lanes([_settled(piece) for one, keys in mine for piece in one.whole(keys)])


def _of_person(mine: list[tuple[VisitDrawing, set[str]]]) -> tuple[Piece, ...]:
    solos = [_settled(piece) for one, keys in mine for piece in one.solo(keys)]
    aways = [_settled(piece) for one, keys in mine for piece in one.away(keys)]
    return with_rests(in_lanes(solos), aways)


def _settled(piece: Piece) -> Piece:
    """Place a piece by wall time; nothing is moved by hand in a week."""
    return replace(piece, at=_wall_minute(piece.starts), movable=False)


def _wall_minute(instant: datetime) -> int:
    local = timezone.localtime(instant)
    return rounded(local.hour * 60 + local.minute)


def _not_there(rows: WeekRows, day: Day) -> list[Ghost]:
    found = []
    for absence in rows.absences:
        start, end = absence.during.lower, absence.during.upper
        if start >= day.last or end <= day.first:
            continue
        at = _wall_minute(start) if start > day.first else 0
        until = _wall_minute(end) if end < day.last else DAY_MIN
        found.append(Ghost(absence.reason, at, max(until - at, FIVE), text=absence.note))
    return found


def _from_row(day: WeekDay, opens: int) -> WeekDay:
    """Count from the grid's first row."""
    pieces, ghosts = pieces_from(day.pieces, opens), ghosts_from(day.ghosts, opens)
    return replace(day, pieces=pieces, ghosts=ghosts)
