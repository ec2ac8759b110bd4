"""Needles and seeds that were left in on purpose, until somebody says that they are out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ashi.apps.charting.models import Needling, Note


@dataclass(frozen=True, slots=True)
class Staying:
    """What was left in at a visit: how many, where, and the day on which all should be out."""

    note: Note
    needles: int
    places: tuple[str, ...]
    until: date

    @property
    def due(self) -> bool:
        """Whether the day has come."""
        return self.until <= timezone.localdate()


def staying_of(patient_id: int | None) -> list[Staying]:
    """Return what a patient still has in, the first due first."""
    return _staying(_notes().filter(visit__patient=patient_id))


def staying_at(centre_id: int | None) -> list[Staying]:
    """Return what patients of a centre still have in, the first due first."""
    return _staying(_notes().filter(visit__session__centre=centre_id))


def _notes() -> QuerySet[Note]:
    left = Needling.objects.filter(
        note=OuterRef("pk"), stays_days__isnull=False, in_at__isnull=False
    )
    rows = Note.objects.filter(Exists(left), removal=None)
    return rows.select_related("visit__patient", "visit__session__centre").prefetch_related(
        "needles"
    )


def _staying(notes: Iterable[Note]) -> list[Staying]:
    found = []
    for note in notes:
        rows = [one for one in note.needles.all() if one.stays_days and one.in_at]
        days = [
            timezone.localdate(one.in_at) + timedelta(days=one.stays_days)
            for one in rows
            if one.in_at and one.stays_days
        ]
        places = dict.fromkeys(one.point or f"{one.kind} {one.place}".strip() for one in rows)
        found.append(Staying(note, sum(one.needles for one in rows), tuple(places), max(days)))
    return sorted(found, key=lambda one: (one.until, one.note.pk))
