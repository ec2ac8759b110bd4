"""The wall: readable from three metres, first name and initial, room and clock, no complaint."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import DayRows, day_of, day_rows
from ashi.apps.encounters.day_tag import day_tag
from ashi.web.desk.board.pieces import VisitDrawing
from ashi.web.desk.board.words import guarded_name, local
from ashi.web.desk.board_page import note_read
from ashi.web.policy import allow


@dataclass(frozen=True, slots=True)
class WallRoom:
    """One room: who is in it by first name and initial, and the clock of the needles."""

    title: str
    name: str = ""
    needles: int = 0
    due: datetime | None = None
    next_name: str = ""
    next_at: datetime | None = None


def wall_rooms(rows: DayRows, now: datetime) -> list[WallRoom]:
    """Return every room of the centre as the wall shows it."""
    drawings = [VisitDrawing(one, rows.day, now) for one in rows.visits]
    return [
        _wall_room(drawings, room.pk, local(room))
        for room in rows.resources
        if room.kind == "room" and room.whole_id is None
    ]


def _wall_room(drawings: list[VisitDrawing], room: int, title: str) -> WallRoom:
    mine = [one for one in drawings if any(r.pk == room for r in one.one.roles.values())]
    inside = [one for one in mine if _is_in(one, room)]
    coming = sorted(
        (one for one in mine if one.state.phase in (Phase.EXPECTED, Phase.HERE)),
        key=lambda one: one.visit.session.starts_at,
    )
    follower = next((one for one in coming if one.stretches[-1].end > one.now), None)
    current = inside[0] if inside else None
    return WallRoom(
        title=title,
        name=guarded_name(current.visit.patient) if current else "",
        needles=current.state.needles_in if current else 0,
        due=current.state.due_out if current else None,
        next_name=guarded_name(follower.visit.patient) if follower else "",
        next_at=follower.visit.session.starts_at if follower else None,
    )


def _is_in(one: VisitDrawing, room: int) -> bool:
    keys = {key for key, resource in one.one.roles.items() if resource.pk == room}
    return any(stretch.current and stretch.phase.roles & keys for stretch in one.stretches)


def _tag(request: HttpRequest) -> str:
    now = timezone.now()
    day = day_of(request.centre, timezone.localdate())
    minute = int(now.timestamp()) // 60
    return f'"{day_tag(request.centre.pk, day, now)}.{minute}.{get_language()}"'


@require_GET
@allow(Permission.DIARY_READ)
def wall(request: HttpRequest) -> HttpResponse:
    """Show the wall."""
    note_read(request, timezone.localdate(), "wall")
    return render(request, "desk/wall.html", _context(request))


@require_GET
@allow(Permission.DIARY_READ)
@condition(etag_func=_tag)
def wall_fragment(request: HttpRequest) -> HttpResponse:
    """Answer 304 while nothing has changed, else the rooms."""
    note_read(request, timezone.localdate(), "wall")
    return render(request, "desk/_wall.html", _context(request))


def _context(request: HttpRequest) -> dict[str, object]:
    now = timezone.now()
    rows = day_rows(request.centre, timezone.localdate(), now)
    rooms = wall_rooms(rows, now)
    return {"rooms": rooms, "now": now, "tag": _tag(request), "today": rows.day.date}
