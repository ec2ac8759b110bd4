"""From one visit to the pieces of it that stand in the board's columns."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import PEOPLE, ROOMS
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import Day, DayVisit
from ashi.apps.encounters.drawn import Stretch, draw, is_missed
from ashi.web.desk.board.chips import FEE_OPEN, chips_of
from ashi.web.desk.board.values import Cell, Clock, Ghost, Piece
from ashi.web.desk.board.words import local, short

FIVE = 5


def rounded(minute: float) -> int:
    """Return the nearest row of the board, in minutes."""
    return FIVE * round(minute / FIVE)


class VisitDrawing:
    """One visit with its phases as drawn at one moment."""

    def __init__(self, one: DayVisit, day: Day, now: datetime, *, owes: bool = False) -> None:
        self.one, self.day, self.now = one, day, now
        self.visit, self.state = one.visit, one.state
        self.stretches = draw(one.plan, one.visit.session.starts_at, one.state, now)
        self.chips = (*chips_of(one, now), *([FEE_OPEN] if owes else []))

    @property
    def needles_in(self) -> int:
        """Return how many needles are in."""
        return self.state.needles_in

    def runs(self, keys: Collection[str]) -> Iterator[list[Stretch]]:
        """Yield the unbroken runs of phases in which one of ``keys`` is present."""
        run: list[Stretch] = []
        for stretch in self.stretches:
            if stretch.phase.roles & set(keys) and self._length(stretch) > 0:
                run.append(stretch)
            elif run and self._length(stretch) > 0:
                yield run
                run = []
        if run:
            yield run

    def whole(self, keys: Collection[str]) -> list[Piece]:
        """Return the cards of the rooms' view: one for each stay in the room."""
        pieces = [self._piece("whole", run, number) for number, run in enumerate(self.runs(keys))]
        return [
            replace(
                piece,
                chips=self.chips if number == 0 else (),
                state=piece.state if _rings_here(piece) else str(self.state.phase),
            )
            for number, piece in enumerate(pieces)
        ]

    def all_phases(self) -> list[Piece]:
        """Return one card with every phase, for a list in which no column says where."""
        return [self._piece("whole", self.stretches, 0)]

    def solo(self, keys: Collection[str]) -> list[Piece]:
        """Return the parts of one person: when they are with the patient."""
        found: list[Piece] = []
        for number, run in enumerate(self.runs(keys)):
            piece = self._piece("solo", run, number)
            ends = self.stretches[-1] is run[-1] or run[-1].done
            past = piece.past or (ends and run[-1].done)
            chips = self.chips if number == 0 and not past else ()
            # The bell belongs to the rest, which is drawn apart.
            state = str(self.state.phase) if piece.state == "bell" else piece.state
            found.append(
                replace(piece, place=self.room_of(run[0]), past=past, chips=chips, state=state)
            )
        return found

    def away(self, keys: Collection[str]) -> list[Piece]:
        """Return the rests that one person has left: their patient lies there, they are free."""
        found: list[Piece] = []
        for before, rest in pairwise(self.stretches):
            left = before.phase.roles & set(keys)
            stays = rest.phase.roles & set(keys)
            if rest.phase.kind == "rest" and left and not stays and self._length(rest) > 0:
                piece = self._piece("away", [rest], len(found))
                past = piece.past or rest.done
                found.append(replace(piece, place=self.room_of(rest), past=past))
        return found

    def ghost(self) -> Ghost | None:
        """Return where the visit was booked, when it is drawn later than that."""
        booked = self.day.minute_of(self.visit.session.starts_at)
        later = rounded(self.day.minute_of(self.stretches[0].start)) - rounded(booked)
        if later < FIVE:
            return None
        return Ghost("booked", rounded(booked), later, self.visit.session.starts_at)

    def room_of(self, stretch: Stretch) -> str:
        """Return the room in which a phase takes place, by name."""
        rooms = [
            self.one.roles[key]
            for key in sorted(stretch.phase.roles)
            if key in self.one.roles and self.one.roles[key].kind in ROOMS
        ]
        return local(rooms[0]) if rooms else ""

    def person_of(self, stretch: Stretch) -> str:
        """Return who is with the patient in a phase, by short name."""
        names = [
            short(self.one.roles[key])
            for key in sorted(stretch.phase.roles)
            if key in self.one.roles and self.one.roles[key].kind in PEOPLE
        ]
        return ", ".join(dict.fromkeys(names))

    def _length(self, stretch: Stretch) -> int:
        return self._row(stretch.end) - self._row(stretch.start)

    def _row(self, instant: datetime) -> int:
        return rounded(self.day.minute_of(instant))

    def _piece(self, shape: str, run: list[Stretch], number: int) -> Piece:
        visit, at = self.visit, self._row(run[0].start)
        patient = visit.patient
        return Piece(
            key=f"{shape}-{visit.pk}-{run[0].phase.key}-{number}",
            shape=shape,
            visit_id=visit.pk,
            at=at,
            for_min=self._row(run[-1].end) - at,
            starts=self.day.first + timedelta(minutes=at),
            name=patient.full_name if patient else "",
            given=patient.given_name if patient else "",
            service=local(visit.session.service),
            state=self._word(),
            past=self.state.phase is Phase.LEFT or visit.status == Visit.Status.NO_SHOW,
            cells=tuple(self._cell(stretch) for stretch in run),
            movable=self.state.phase is Phase.EXPECTED and visit.status == Visit.Status.BOOKED,
            version=visit.version,
        )

    def _cell(self, stretch: Stretch) -> Cell:
        return Cell(
            kind=stretch.phase.kind,
            for_min=self._length(stretch),
            name=stretch.phase.name,
            who=self.person_of(stretch),
            done=stretch.done,
            current=stretch.current,
            clock=self._clock() if stretch.phase.kind == "rest" and stretch.current else None,
            ends=stretch.end,
        )

    def _clock(self) -> Clock | None:
        due = self.state.due_out
        if due is None:
            return None
        over = max(0, int((self.now - due).total_seconds() // 60))
        bell = self.one.bell
        taken = bell.taken_by.full_name if bell and bell.taken_by else ""
        return Clock(self.state.needles_in, due, over, self.state.check_due, taken)

    def _word(self) -> str:
        """Return the state of the whole card as one word."""
        if self.visit.status == Visit.Status.HELD:
            return "held"
        if self.visit.status == Visit.Status.NO_SHOW:
            return "no-show"
        if self.one.incident is not None:
            return "incident"
        if self.state.due_out and self.now >= self.state.due_out:
            return "bell"
        if self.state.phase is Phase.EXPECTED and self.now > self.visit.session.starts_at:
            booked = self.visit.session.starts_at
            missed = is_missed(self.one.plan, booked, self.state, self.now)
            return "missed" if missed else "late"
        return str(self.state.phase)


def _rings_here(piece: Piece) -> bool:
    """Tell whether the card may carry the bell: only the one with the resting needles does."""
    return piece.state != "bell" or any(cell.clock for cell in piece.cells)


# Whose state a class is drawn by: who needs somebody first.
_URGENT = (
    Phase.RESTING,
    Phase.OUT,
    Phase.EXERCISE,
    Phase.WITH,
    Phase.HERE,
    Phase.EXPECTED,
    Phase.LEFT,
)


class ClassDrawing(VisitDrawing):
    """All visits of one class, as one card: its name, and how many of its places are taken."""

    def __init__(self, many: list[DayVisit], day: Day, now: datetime) -> None:
        super().__init__(min(many, key=lambda one: _URGENT.index(one.state.phase)), day, now)
        self.many, self.chips = many, ()

    @property
    def needles_in(self) -> int:
        """Return how many needles are in, in everybody of the class."""
        return sum(one.state.needles_in for one in self.many)

    def ghost(self) -> None:
        """Return nothing: a class begins when it begins."""

    def _piece(self, shape: str, run: list[Stretch], number: int) -> Piece:
        session = self.visit.session
        title = local(session.service)
        return replace(
            super()._piece(shape, run, number),
            key=f"{shape}-class-{session.pk}-{run[0].phase.key}-{number}",
            name=title,
            given=title,
            past=all(one.state.phase is Phase.LEFT for one in self.many),
            movable=False,
            class_id=session.pk,
            taken=len(self.many),
            places=session.places,
        )


def drawings_of(
    visits: list[DayVisit], day: Day, now: datetime, owing: Collection[int] = ()
) -> list[VisitDrawing]:
    """Return one drawing for each visit, and one for each class; ``owing`` are marked."""
    classes: dict[int, list[DayVisit]] = {}
    for one in visits:
        if one.visit.session.places > 1:
            classes.setdefault(one.visit.session_id, []).append(one)
    alone = [one for one in visits if one.visit.session.places == 1]
    single = [VisitDrawing(one, day, now, owes=one.visit.pk in owing) for one in alone]
    return [*single, *(ClassDrawing(many, day, now) for many in classes.values())]
