"""Reads: a series as it stands, of which a visit is one, and those of a patient."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.models import Series, SeriesChange, SeriesVisit, Visit


@dataclass(frozen=True, slots=True)
class SeenSeries:
    """A series with its visits in the order in which they are due."""

    series: Series
    visits: tuple[SeriesVisit, ...]

    def number_of(self, visit_id: int) -> int:
        """Return the number of a visit in its series, from 1."""
        return [one.visit_id for one in self.visits].index(visit_id) + 1

    def ahead(self, now: datetime) -> list[SeriesVisit]:
        """Return the visits that are booked and have not begun."""
        return [
            one
            for one in self.visits
            if one.visit.status == Visit.Status.BOOKED and one.visit.session.starts_at > now
        ]


def is_exception(one: SeriesVisit) -> bool:
    """Tell whether a visit begins at another time than it is due by its series."""
    return one.visit.session.starts_at != one.due_at


def seen_series(by: Actor, series_id: UUID) -> SeenSeries:
    """Return a series of the actor's centre.

    Raises
    ------
    SeriesUnknownError
    """
    found = _seen(Series.objects.filter(pk=series_id, centre=by.centre_id))
    if not found:
        raise SeriesUnknownError(series=str(series_id))
    return found[0]


def series_of_visit(visit: Visit) -> SeenSeries | None:
    """Return the series that a visit belongs to, if any."""
    found = _seen(Series.objects.filter(visits__visit=visit))
    return found[0] if found else None


def series_of_patient(patient_id: int, centre_id: int) -> list[SeenSeries]:
    """Return a patient's series at a centre, the newest first; two queries."""
    mine = Series.objects.filter(centre=centre_id, visits__visit__patient=patient_id)
    return _seen(mine.distinct())


def changes_of(series: Series) -> list[SeriesChange]:
    """Return what changed many visits of a series at once, the newest first; ``n`` visits each."""
    rows = SeriesChange.objects.filter(series=series).select_related("by", "undone_by")
    return list(rows.annotate(n=Count("visits")).order_by("-at", "pk"))


def _seen(wanted: QuerySet[Series]) -> list[SeenSeries]:
    rows = list(wanted.select_related("centre").order_by("-created_at", "pk"))
    visits: dict[UUID, list[SeriesVisit]] = defaultdict(list)
    if rows:
        of_rows = SeriesVisit.objects.filter(series__in=rows)
        named = of_rows.select_related("visit__patient", "visit__session__service")
        for one in named.order_by("due_at", "pk"):
            visits[one.series_id].append(one)
    return [SeenSeries(one, tuple(visits[one.pk])) for one in rows if visits[one.pk]]
