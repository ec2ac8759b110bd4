"""What a board keeps of today for an hour without connection, and the worker that gives it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.apps.centres.models import ROOMS
from ashi.apps.encounters.course_of_day import Kind, Phase, VisitState, rest_of
from ashi.apps.encounters.day_board import DayRows, DayVisit
from ashi.web.desk.board.words import guarded_name, local, short
from ashi.web.policy import open_to_all

WORKER = "built/islands/board-worker.js"


@dataclass(frozen=True, slots=True)
class KeptDone:
    """Something that was recorded: what, when in milliseconds, how many needles."""

    kind: str
    at: int
    needles: int = 0


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """One visit as ``frontend/islands/away/day.ts`` takes it; instants are milliseconds."""

    id: str
    name: str
    label: str
    at: str
    what: str
    place: str
    version: str
    seen: tuple[str, ...]
    done: tuple[KeptDone, ...]
    counted_in: int
    counted_out: int
    needles: int
    left: bool
    due: int | None
    rest_min: int


def kept_visits(rows: DayRows) -> list[dict[str, Any]]:
    """Return today's visits of patients for the board's island."""
    return [asdict(_kept(one)) for one in rows.visits if one.visit.patient is not None]


def _kept(one: DayVisit) -> KeptVisit:
    visit, state = one.visit, one.state
    at = f"{timezone.localtime(visit.session.starts_at):%H:%M}"
    places = {role.pk: role for role in one.roles.values() if role.kind in ROOMS}
    return KeptVisit(
        id=str(visit.pk),
        name=str(visit.patient),
        label=f"{at} {guarded_name(visit.patient)}",
        at=at,
        what=local(visit.session.service),
        place=", ".join(short(role) for role in places.values()),
        version=str(visit.version),
        seen=tuple(str(step) for step in one.steps),
        done=_done(state),
        counted_in=state.counted_in,
        counted_out=state.counted_out,
        needles=state.needles_in,
        left=state.phase is Phase.LEFT,
        due=_ms(state.due_out) if state.due_out else None,
        rest_min=rest_of(visit.session.plan).minutes,
    )


def _done(state: VisitState) -> tuple[KeptDone, ...]:
    """Return what stands, in the order in which it happened."""
    found = (
        (Kind.ARRIVE, state.arrived_at, 0),
        (Kind.START, state.started_at, 0),
        (Kind.NEEDLES_IN, state.in_since, state.counted_in),
        (Kind.NEEDLES_OUT, state.out_at, state.counted_out),
        (Kind.EXERCISE, state.exercise_at, 0),
        (Kind.LEAVE, state.left_at, 0),
    )
    done = [KeptDone(str(kind), _ms(at), needles) for kind, at, needles in found if at]
    return tuple(sorted(done, key=lambda one: one.at))


def _ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


@require_GET
@open_to_all
def board_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that answers for the board while there is no connection.

    It lies under the desk's address, because a worker answers only below its own; nothing of
    anybody is in it, and it must renew itself whoever is signed in.
    """
    found = finders.find(WORKER)
    if not isinstance(found, str):
        raise Http404
    headers = {"Cache-Control": "no-cache"}
    kind = "text/javascript; charset=utf-8"
    return HttpResponse(Path(found).read_bytes(), content_type=kind, headers=headers)
