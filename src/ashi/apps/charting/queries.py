"""Reads of the record."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import (
    Adverse,
    Amendment,
    Diagnosis,
    Measurement,
    NeedleProtocol,
    Needling,
    Note,
    Treatment,
)
from ashi.apps.charting.values import insertion_of
from ashi.apps.screening.known import complaint_of
from ashi.core.knowledge.codes import TM1
from ashi.core.knowledge.points.details import details_of
from ashi.core.knowledge.points.names import PointCode

OTHER = "other"
SECTIONS = ("subjective", "objective", "assessment", "plan")


@dataclass(frozen=True, slots=True)
class Count:
    """Needles of one region, or of all: how many went in, how many came out."""

    region: str
    went_in: int
    came_out: int
    stays: int = 0
    broken: int = 0

    @property
    def agrees(self) -> bool:
        """Whether every needle that went in is accounted for: out, left on purpose, or broken."""
        return self.went_in == self.came_out + self.stays + self.broken


@dataclass(frozen=True, slots=True)
class Checks:
    """What stands against signing: ``missing`` must be done, ``asked`` must be looked at."""

    missing: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done without needles, and what was measured."""

    treatments: tuple[Treatment, ...] = ()
    measurements: tuple[Measurement, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was."""
        return bool(self.treatments or self.measurements)

    @property
    def copied(self) -> bool:
        """Whether anything came from an earlier visit and was not looked at since."""
        treated = any(row.copied for row in self.treatments)
        return treated or any(row.copied for row in self.measurements)


NOTHING_DONE = Done()


def done_of(note: Note | None) -> Done:
    """Return the treatments and measurements of a note."""
    if note is None:
        return NOTHING_DONE
    return Done(tuple(note.treatments.all()), tuple(note.measurements.all()))


def amendments_of(note: Note | None) -> tuple[Amendment, ...]:
    """Return what was added to a note, in order."""
    rows = note.amendments.all() if note else ()
    return tuple(sorted(rows, key=lambda one: (one.at, one.pk)))


def chart_of(visit: Visit) -> Note | None:
    """Return a visit's note with what is shown of it, if one was begun."""
    return (
        Note.objects.select_related(
            "author", "signed_by", "cosigned_by", "ready_by", "template", "tongue_pulse"
        )
        .prefetch_related(
            "needles__by",
            "needles__box",
            "amendments__by",
            "treatments",
            "measurements",
            "events__by",
            "diagnoses",
        )
        .filter(visit=visit)
        .first()
    )


def last_needled(visit: Visit) -> Note | None:
    """Return the note of the patient's latest earlier visit in which needles were charted."""
    return (
        Note.objects.filter(
            visit__patient=visit.patient_id,
            visit__session__starts_at__lt=visit.session.starts_at,
            needles__isnull=False,
        )
        .order_by("-visit__session__starts_at", "-pk")
        .first()
    )


def last_diagnosed(visit: Visit) -> list[Diagnosis]:
    """Return the codes of the patient's latest earlier visit that was coded."""
    note = (
        Note.objects.filter(
            visit__patient=visit.patient_id,
            visit__session__starts_at__lt=visit.session.starts_at,
            diagnoses__isnull=False,
        )
        .prefetch_related("diagnoses")
        .order_by("-visit__session__starts_at", "-pk")
        .first()
    )
    return list(note.diagnoses.all()) if note else []


def protocols_for(visit: Visit) -> list[NeedleProtocol]:
    """Return the centre's protocols, those for the patient's complaint first."""
    complaint = complaint_of(visit.patient_id or 0)
    areas = complaint.areas if complaint else []
    rows = NeedleProtocol.objects.filter(centre=visit.session.centre_id, ended_at=None)
    return sorted(rows, key=lambda one: (one.area not in areas, one.name))


def last_treated(visit: Visit) -> Note | None:
    """Return the note of the patient's latest earlier visit in which treatments were charted."""
    return (
        Note.objects.filter(
            visit__patient=visit.patient_id,
            visit__session__starts_at__lt=visit.session.starts_at,
            treatments__isnull=False,
        )
        .order_by("-visit__session__starts_at", "-pk")
        .first()
    )


def last_treated_visit(visit: Visit) -> Visit | None:
    """Return the patient's latest earlier visit in which anything was done, on record."""
    done = Q(needles__isnull=False) | Q(treatments__isnull=False)
    note = (
        Note.objects.filter(
            done,
            visit__patient=visit.patient_id,
            visit__session__starts_at__lt=visit.session.starts_at,
        )
        .select_related("visit__session")
        .order_by("-visit__session__starts_at", "-pk")
        .first()
    )
    return note.visit if note else None


def earlier_notes(visit: Visit, limit: int = 3) -> list[Note]:
    """Return the patient's latest earlier notes, newest first."""
    rows = Note.objects.filter(
        visit__patient=visit.patient_id,
        visit__session__starts_at__lt=visit.session.starts_at,
    )
    return list(
        rows.select_related("author", "visit__session")
        .prefetch_related("needles", "treatments", "measurements")
        .order_by("-visit__session__starts_at")[:limit]
    )


def region_of(row: Needling) -> str:
    """Return the region of a needle; free places are their own."""
    return details_of(PointCode(row.point)).region if row.point else OTHER


def is_left(row: Needling) -> bool:
    """Whether a needle is not to be taken out now: it stays on purpose, or broke."""
    return bool(row.stays_days) or row.broken


def counts_of(rows: list[Needling]) -> tuple[Count, list[Count]]:
    """Return the count of all needles, and of each region in order of the chart."""
    regions: dict[str, list[Needling]] = {}
    for row in rows:
        if row.in_at:
            regions.setdefault(region_of(row), []).append(row)
    return _count("", [row for row in rows if row.in_at]), [
        _count(region, some) for region, some in regions.items()
    ]


def _count(region: str, rows: list[Needling]) -> Count:
    return Count(
        region,
        sum(row.needles for row in rows),
        sum(row.needles for row in rows if row.out_at),
        sum(row.needles for row in rows if row.stays_days and not row.out_at),
        sum(row.needles for row in rows if row.broken),
    )


def checks_of(
    note: Note | None,
    rows: list[Needling],
    counted: int | None,
    done: Done,
    unscreened: tuple[str, ...] = (),
    *,
    treated_before: bool = False,
) -> Checks:
    """Return what stands against signing.

    Parameters
    ----------
    counted : needles that the board counted in; None where nobody counted
    done : what was done and measured without needles
    unscreened : what is still to be asked or decided (``screening.findings.Standing.reasons``)
    treated_before : something was done at an earlier visit, of which the patient can tell
    """
    missing = [
        name
        for name, wanting in (
            ("adverse", note is None or note.adverse == Adverse.UNKNOWN),
            ("adverse-text", note is not None and not _events_told(note)),
            ("not-in", any(row.in_at is None for row in rows)),
            ("still-in", any(is_resting(row) for row in rows)),
            ("broken", any(row.broken for row in rows) and not _told(note)),
            ("empty", note is None or not (rows or done or _written(note))),
        )
        if wanting
    ]
    total = sum(row.needles for row in rows if row.in_at and not row.stays_days)
    asked = [
        name
        for name, wanting in (
            ("since", treated_before and (note is None or note.adverse_since == Adverse.UNKNOWN)),
            ("count", counted is not None and counted != total),
            ("unsaid", any(insertion_of(row).unsaid for row in rows)),
            ("expired", any(row.box and row.box.expires_on < _day(row) for row in rows)),
            ("pattern-alone", note is not None and _pattern_alone(note)),
            ("copied", bool(note and note.copied) or done.copied or any(r.copied for r in rows)),
        )
        if wanting
    ]
    return Checks((*unscreened, *missing), tuple(asked))


def _pattern_alone(note: Note) -> bool:
    """Whether a pattern of the tradition stands without a code beside it (WHO: never alone)."""
    systems = {row.system for row in note.diagnoses.all()}
    return systems == {TM1}


def is_resting(row: Needling) -> bool:
    """Whether a needle is in that is to come out today."""
    return row.in_at is not None and row.out_at is None and not is_left(row)


def _told(note: Note | None) -> bool:
    return note is not None and note.adverse == Adverse.YES


def _events_told(note: Note) -> bool:
    """Whether each yes has its event, or its text, beside it."""
    after = {event.after_id is not None for event in note.events.all()}
    text = bool(note.adverse_text.strip())
    today = note.adverse != Adverse.YES or text or False in after
    since = note.adverse_since != Adverse.YES or text or True in after
    return today and since


def _day(row: Needling) -> date:
    return timezone.localdate(row.in_at or timezone.now())


def _written(note: Note) -> bool:
    return any(text.strip() for text in texts_of(note).values())


def texts_of(note: Note) -> dict[str, str]:
    """Return the sections of a note."""
    return {name: getattr(note, name) for name in SECTIONS}
