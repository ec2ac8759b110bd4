"""Reads of what was measured and found at earlier visits."""

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Measurement, Note
from ashi.core.knowledge.physio.examination import NOT_DONE
from ashi.core.knowledge.physio.things import examined_codes

MeasuredKey = tuple[str, str, str, str]


def last_measured(visit: Visit) -> dict[MeasuredKey, Measurement]:
    """Return what was measured or found of each thing last; copies and "not done" are not that."""
    rows = (
        Measurement.objects.filter(
            note__visit__patient=visit.patient_id,
            note__visit__session__starts_at__lt=visit.session.starts_at,
            copied=[],
        )
        .exclude(result=NOT_DONE)
        .select_related("note__visit__session")
    )
    what = ("code", "side", "place", "level")
    latest = rows.order_by(*what, "-note__visit__session__starts_at", "-pk")
    return {key_of(row): row for row in latest.distinct(*what)}


def last_examined(visit: Visit) -> Note | None:
    """Return the note of the patient's latest earlier visit in which something was found."""
    return (
        Note.objects.filter(
            visit__patient=visit.patient_id,
            visit__session__starts_at__lt=visit.session.starts_at,
            measurements__code__in=list(examined_codes()),
        )
        .order_by("-visit__session__starts_at", "-pk")
        .first()
    )


def key_of(row: Measurement) -> MeasuredKey:
    """Return what was measured or found, and where: by which two rows are of one thing."""
    return (row.code, row.side, row.place.casefold(), row.level)
