"""Reads: a late run that was done, who of it has been told, and whether it can be taken back."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from ashi.apps.audit.actor import Actor
from ashi.apps.encounters.errors import LateRunUnknownError
from ashi.apps.encounters.lateness import LateMove, LateNote, LateRun


@dataclass(frozen=True, slots=True)
class SeenMove:
    """One visit that was moved, and the notes of who was told of its new time."""

    move: LateMove
    notes: tuple[LateNote, ...]

    @property
    def minutes(self) -> int:
        """Return by how many minutes it moved; below zero for an earlier start."""
        return int((self.move.to - self.move.was).total_seconds() // 60)

    @property
    def earlier_min(self) -> int:
        """Return by how many minutes it came forward."""
        return -self.minutes

    @property
    def is_that_day(self) -> bool:
        """Tell whether it was moved within its day, by the centre's clock."""
        zone = ZoneInfo(self.move.visit.session.centre.zone)
        return self.move.was.astimezone(zone).date() == self.move.to.astimezone(zone).date()

    @property
    def stands(self) -> bool:
        """Tell whether the visit is where the run put it."""
        return not self.move.back and self.move.visit.session.starts_at == self.move.to

    @property
    def waits_to_be_told(self) -> bool:
        """Tell whether nobody is known to have told the patient yet."""
        return self.stands and not self.notes


def seen_run(by: Actor, run_id: UUID) -> tuple[LateRun, list[SeenMove]]:
    """Return a run of the actor's centre with its moves, by their new times.

    Raises
    ------
    LateRunUnknownError
    """
    run = (
        LateRun.objects.filter(pk=run_id, centre=by.centre_id)
        .select_related("resource", "by", "undone_by")
        .first()
    )
    if run is None:
        raise LateRunUnknownError(run=str(run_id))
    moves = list(
        run.moves.select_related(
            "visit__patient", "visit__session__service", "visit__session__centre"
        ).order_by("to", "pk")
    )
    notes: dict[tuple[int, object], list[LateNote]] = defaultdict(list)
    for note in LateNote.objects.filter(visit__in=[one.visit_id for one in moves]).order_by("pk"):
        notes[note.visit_id, note.about].append(note)
    return run, [SeenMove(one, tuple(notes[one.visit_id, one.to])) for one in moves]
