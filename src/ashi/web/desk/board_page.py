"""The day board: the page, and the part of it that is asked for every second."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.billing.dues import fees_by_visit
from ashi.apps.billing.queries import paid_by_visit
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.call_lists import waiting_calls
from ashi.apps.encounters.day_board import DayRows, day_of, day_rows
from ashi.apps.encounters.day_tag import day_tag
from ashi.apps.encounters.running_late import late_people
from ashi.web.desk.board.presenter import present
from ashi.web.desk.kept_day import kept_visits
from ashi.web.desk.wording import board_words
from ashi.web.drawn_once import DrawnOnce
from ashi.web.policy import allow

VIEWS = ("rooms", "practitioners")
BUCKET_S = 300  # the board is drawn in rows of five minutes: late visits move with them
DRAWN = DrawnOnce(keep_s=5)  # chosen: everybody asks each second
OWN_TOKEN = "the-token-of-whoever-reads-it"  # noqa: S105 -- stands for one
OWN_KEY = UUID(int=0)
LONGEST_AWAY = timedelta(days=3660)


def view_of(request: HttpRequest) -> str:
    """Return by what the columns are; the last choice of this sign-in holds."""
    asked = request.GET.get("view", request.session.get("board_view", VIEWS[0]))
    chosen = asked if asked in VIEWS else VIEWS[0]
    if request.session.get("board_view") != chosen:
        request.session["board_view"] = chosen
    return chosen


def note_read(request: HttpRequest, day: date, screen: str = "board") -> None:
    """Write one event for a person, day and sign-in."""
    key = f"{screen}:{day.isoformat()}"
    read = request.session.get("boards_read", [])
    if key in read:
        return
    record(by=request.actor, action=f"{screen}.read", subject=(screen, day.isoformat()))
    request.session["boards_read"] = [*read[-60:], key]


def board_context(request: HttpRequest, day: date, tag: str) -> dict[str, Any]:
    """Return what the board's templates need; ``tag`` was taken before, never after the rows."""
    now = timezone.now()
    rows = day_rows(request.centre, day, now)
    paid = paid_by_visit(request.actor, [one.visit.pk for one in rows.visits])
    return {
        "board": present(rows, view_of(request), now, paid, _owing(request, rows)),
        "late": late_people(rows, now),
        "wishes": rows.wishes,
        "to_phone": waiting_calls(request.centre.pk, now).count(),
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "tag": tag,
        "fresh": uuid4(),
        "kept": kept_visits(rows) if day == timezone.localdate(now) else None,
    }


def _owing(request: HttpRequest, rows: DayRows) -> Collection[int]:
    """Return who did not come and has a fee open; nobody for those who see no money."""
    absent = [one.visit for one in rows.visits if one.visit.status == Visit.Status.NO_SHOW]
    return fees_by_visit(request.actor, absent) if absent else ()


def _tag(request: HttpRequest, day: date) -> str:
    """Return what changes with anything that a reader of this role, language and view sees."""
    now = timezone.now()
    centre = request.centre
    rows = day_tag(centre.pk, day_of(centre, day), now)
    reader = f"{request.actor.role}.{get_language()}.{view_of(request)}"
    return f'"{rows}.{int(now.timestamp()) // BUCKET_S}.{reader}"'


@require_GET
@allow(Permission.DIARY_READ)
def today(request: HttpRequest) -> HttpResponse:
    """Show the board of the centre's own today."""
    view_of(request)  # what is asked for holds for the board that follows
    return redirect("board", day=timezone.localdate())


@require_GET
@allow(Permission.DIARY_READ)
def board(request: HttpRequest, day: date) -> HttpResponse:
    """Show one day."""
    if abs(day - timezone.localdate()) > LONGEST_AWAY:
        return redirect("board-today")
    note_read(request, day)
    context = board_context(request, day, _tag(request, day)) | {"words": board_words()}
    return render(request, "desk/board.html", context)


@require_GET
@allow(Permission.DIARY_READ)
@condition(etag_func=_tag)
def fragment(request: HttpRequest, day: date) -> HttpResponse:
    """Answer 304 while nothing has changed, else the board's inner part.

    It is drawn once for all who look at the same board; the two things in it that are each
    reader's own are put in afterwards.
    """
    note_read(request, day)
    tag = _tag(request, day)

    def draw() -> str:
        own = {"csrf_token": OWN_TOKEN, "fresh": OWN_KEY}
        return render_to_string("desk/_board.html", board_context(request, day, tag) | own, request)

    drawn = DRAWN.get((request.centre.pk, day, tag), draw)
    return HttpResponse(
        drawn.replace(OWN_TOKEN, get_token(request)).replace(str(OWN_KEY), str(uuid4()))
    )
