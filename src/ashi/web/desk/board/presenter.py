"""From the day's rows to the board that the template draws: by room, or by person."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import PEOPLE, ROOMS, Resource
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import DayRows, DayVisit
from ashi.apps.encounters.models import RoomStep
from ashi.web.desk.board.lanes import in_lanes
from ashi.web.desk.board.pieces import FIVE, VisitDrawing, drawings_of, rounded
from ashi.web.desk.board.ruler import HALF_HOUR, ghosts_from, pieces_from, reach
from ashi.web.desk.board.values import BoardView, Column, Ghost, Hour, Piece, Totals, Waiting
from ashi.web.desk.board.words import local, short

GOING = (Phase.WITH, Phase.RESTING, Phase.OUT, Phase.EXERCISE)


def present(
    rows: DayRows,
    view: str,
    now: datetime,
    paid: dict[int, Decimal] | None = None,
    owing: Collection[int] = (),
) -> BoardView:
    """Return the board of one day; ``paid`` is None for those who do not see money.

    ``owing`` are visits with an open fee, for those who see it.
    """
    drawings = drawings_of(rows.visits, rows.day, now, owing)
    make = _people if view == "practitioners" else _rooms
    columns = make(rows, drawings, now)
    open_spans = _open_spans(rows)
    opens, closes = reach(open_spans, (piece for column in columns for piece in column.pieces))
    first = rows.day.first + timedelta(minutes=opens)
    return BoardView(
        date=rows.day.date,
        view=view,
        opens=opens,
        rows=(closes - opens) // FIVE,
        first=first,
        columns=tuple(_shifted(column, opens) for column in columns),
        hours=tuple(
            Hour(at, first + timedelta(minutes=at))
            for at in range(0, closes - opens + 1, HALF_HOUR)
        ),
        is_today=rows.day.first <= now < rows.day.last,
        now=now,
        totals=_totals(rows, paid),
        here=_here(rows),
        closed_by=local(rows.closures[0]) if rows.closures else None,
        open_from=_instant(rows, min((one for one, _ in open_spans), default=None)),
        open_to=_instant(rows, max((two for _, two in open_spans), default=None)),
        people=tuple(
            short(one)
            for one in rows.resources
            if one.kind == "practitioner" and rows.open_minutes.get(one.pk)
        ),
    )


def _rooms(rows: DayRows, drawings: list[VisitDrawing], now: datetime) -> list[Column]:
    columns = []
    for room in rows.resources:
        if room.kind not in ROOMS or room.whole_id is not None:
            continue
        own = {room.pk, *(one.pk for one in rows.resources if one.whole_id == room.pk)}
        mine = [(drawing, keys_of(drawing.one, own)) for drawing in drawings]
        pieces = [piece for drawing, keys in mine if keys for piece in drawing.whole(keys)]
        ghosts = [
            drawing.ghost() for drawing, keys in mine if keys and drawing.one.plan[0].roles & keys
        ]
        inside = [drawing for drawing, keys in mine if keys and _is_inside(drawing, keys)]
        columns.append(
            Column(
                resource_id=room.pk,
                kind="room",
                title=local(room),
                with_whom=next((name for one in inside if (name := _with_whom(one))), ""),
                needles=sum(one.needles_in for one in inside),
                rings=any(_rings(one.one, now) for one in inside),
                to_prepare=not inside and _to_prepare(rows, own),
                free=not inside,
                pieces=in_lanes(pieces),
                ghosts=(*_present(ghosts), *_blocks(rows, own)),
            )
        )
    return columns


def _people(rows: DayRows, drawings: list[VisitDrawing], now: datetime) -> list[Column]:
    columns = []
    for person in rows.resources:
        if person.kind not in PEOPLE:
            continue
        mine = [(drawing, keys_of(drawing.one, {person.pk})) for drawing in drawings]
        solos = [piece for one, keys in mine if keys for piece in one.solo(keys)]
        aways = [piece for one, keys in mine if keys for piece in one.away(keys)]
        if not (solos or aways or rows.open_minutes.get(person.pk)):
            continue
        columns.append(
            Column(
                resource_id=person.pk,
                kind=person.kind,
                title=short(person),
                title_text=local(person, "title"),
                pieces=with_rests(in_lanes(solos), aways),
                ghosts=_blocks(rows, {person.pk}),
            )
        )
    return columns


def keys_of(one: DayVisit, resource_ids: set[int]) -> set[str]:
    """Return the roles that one of the resources fills in a visit."""
    return {key for key, resource in one.roles.items() if resource.pk in resource_ids}


def with_rests(solos: tuple[Piece, ...], aways: list[Piece]) -> tuple[Piece, ...]:
    """Return both in time order; what lies over a rest leaves its edge to be seen."""
    marked = [
        replace(solo, over=solo.over or any(_meet(solo, away) for away in aways)) for solo in solos
    ]
    return tuple(sorted([*marked, *aways], key=lambda one: (one.at, one.shape)))


def _meet(one: Piece, two: Piece) -> bool:
    return one.at < two.at + two.for_min and two.at < one.at + one.for_min


def _is_inside(drawing: VisitDrawing, keys: set[str]) -> bool:
    return any(one.current and one.phase.roles & keys for one in drawing.stretches)


def _with_whom(drawing: VisitDrawing) -> str:
    now = [one for one in drawing.stretches if one.current]
    return drawing.person_of(now[0]) if now else ""


def _rings(one: DayVisit, now: datetime) -> bool:
    return one.state.due_out is not None and now >= one.state.due_out


def _to_prepare(rows: DayRows, own: set[int]) -> bool:
    steps = [rows.rooms[key] for key in own if key in rows.rooms]
    return any(
        step.kind == RoomStep.Kind.TO_PREPARE and rows.day.first <= step.occurred_at < rows.day.last
        for step in steps
    )


def _present(ghosts: list[Ghost | None]) -> list[Ghost]:
    return [ghost for ghost in ghosts if ghost is not None]


def _blocks(rows: DayRows, own: set[int]) -> tuple[Ghost, ...]:
    """Return when somebody or something is not there, within the day."""
    found = []
    for absence in rows.absences:
        if absence.resource_id in own:
            start = max(rows.day.minute_of(absence.during.lower), 0)
            end = min(rows.day.minute_of(absence.during.upper), 1440)
            length = max(rounded(end) - rounded(start), FIVE)
            found.append(Ghost(absence.reason, rounded(start), length, text=absence.note))
    return tuple(found)


def _open_spans(rows: DayRows) -> list[tuple[int, int]]:
    """Return when people are there; the rooms' hours where nobody has any."""
    kinds: list[Resource] = [one for one in rows.resources if one.kind in PEOPLE]
    spans = [span for one in kinds for span in rows.open_minutes.get(one.pk, [])]
    return spans or [span for spans in rows.open_minutes.values() for span in spans]


def _shifted(column: Column, opens: int) -> Column:
    """Count from the board's first row."""
    pieces, ghosts = pieces_from(column.pieces, opens), ghosts_from(column.ghosts, opens)
    return replace(column, pieces=pieces, ghosts=ghosts)


def _instant(rows: DayRows, minute: int | None) -> datetime | None:
    return None if minute is None else rows.day.first + timedelta(minutes=minute)


def _here(rows: DayRows) -> tuple[Waiting, ...]:
    found = [one for one in rows.visits if one.state.phase is Phase.HERE and one.visit.patient]
    return tuple(
        Waiting(
            visit_id=one.visit.pk,
            name=str(one.visit.patient),
            booked=one.visit.session.starts_at,
            since=one.state.arrived_at,
            service=local(one.visit.session.service),
            form_missing=one.visit.form_missing,
        )
        for one in sorted(found, key=lambda one: one.state.arrived_at or rows.day.last)
    )


def _totals(rows: DayRows, paid: dict[int, Decimal] | None) -> Totals:
    counted = [one for one in rows.visits if one.visit.status != Visit.Status.HELD]
    no_show = [one for one in counted if one.visit.status == Visit.Status.NO_SHOW]
    phases = [one.state.phase for one in counted if one.visit.status != Visit.Status.NO_SHOW]
    taken = unpaid = None
    if paid is not None:
        taken = sum(paid.values(), Decimal(0))
        left = [one for one in counted if one.state.phase is Phase.LEFT]
        owed = (one.visit.price - paid.get(one.visit.pk, Decimal(0)) for one in left)
        unpaid = sum((max(one, Decimal(0)) for one in owed), Decimal(0))
    return Totals(
        visits=len(counted),
        expected=phases.count(Phase.EXPECTED),
        here=phases.count(Phase.HERE),
        going=sum(phase in GOING for phase in phases),
        left=phases.count(Phase.LEFT),
        no_show=len(no_show),
        taken=taken,
        unpaid=unpaid,
    )
