"""How one complaint goes: answers, visits by what was done, unwanted events, a cohort beside.

The number of queries does not grow with the answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.charting.models import AdverseEvent, Needling, Treatment
from ashi.apps.outcomes.actions.loading import chosen
from ashi.apps.outcomes.models import Asking, Onset, Response, ThresholdChoice
from ashi.apps.outcomes.queries import missed, standing
from ashi.apps.outcomes.scoring import as_fraction
from ashi.apps.screening.models import Complaint
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.courses import Course, courses_at
from ashi.core.outcomes.progress import Progress, progress_of
from ashi.core.outcomes.readings import Reading

PAIN = ("NPRS",)
FUNCTION = ("RMDQ24", "ODI21A", "NDI", "SPADI", "QDASH", "DASH", "LEFS", "PSFS", "HIT6", "MIDAS")
SMALL = ("DRUGS7", "NIGHTS", "STRESS")
# Says itself how much has changed: the answer is read, and not compared with another.
GLOBAL = ("PGIC", "GROC")


@dataclass(frozen=True, slots=True)
class Done:
    """A visit that took place, on which day of the course, and what was done in it."""

    visit: Visit
    day: int
    needled: bool
    treated: bool


@dataclass(frozen=True, slots=True)
class CourseOfCare:
    """Everything that a page on one complaint shows."""

    complaint: Complaint | None
    complaints: tuple[Complaint, ...]
    begun_on: date | None
    by_measure: Mapping[str, Progress]
    rows: tuple[Response, ...]
    visits: tuple[Done, ...]
    events: tuple[tuple[int, AdverseEvent], ...]
    missed: int
    onset: Onset | None
    cohorts: Mapping[str, Course | None]
    last_day: int

    def first_of(self, measures: Sequence[str]) -> Progress | None:
        """Return the measure of these with the most answers; the earlier where as many."""
        known = [self.by_measure[one] for one in measures if one in self.by_measure]
        return max(known, key=lambda one: one.answered, default=None)

    @property
    def pain(self) -> Progress:
        """How the pain goes."""
        return self.first_of(PAIN) or progress_of(PAIN[0], ())

    @property
    def function(self) -> Progress | None:
        """How daily life goes, by the measure that was answered most."""
        return self.first_of(FUNCTION)

    @property
    def others(self) -> tuple[Progress, ...]:
        """Every other measure that was answered."""
        shown = {*PAIN, *SMALL, self.function.measure if self.function else ""}
        return tuple(one for code, one in self.by_measure.items() if code not in shown)


def course_of_care(
    centre: Centre, patient_id: int, now: datetime, complaint_id: int | None = None
) -> CourseOfCare:
    """Load how a complaint of a patient goes; the latest one where none is named."""
    complaints = tuple(
        Complaint.objects.filter(patient=patient_id).select_related("onset").order_by("-at", "-pk")
    )
    complaint = next((one for one in complaints if one.pk == complaint_id), None)
    complaint = complaint or (complaints[0] if complaints else None)
    zone = ZoneInfo(centre.zone)
    rows = [row for row in standing(patient_id) if _is_of(row.asking, complaint)]
    gone = [one for one in missed(patient_id, now) if _is_of(one, complaint)]
    visits = _visits(centre, patient_id, complaint, complaints, now)
    days = [one.session.starts_at.astimezone(zone).date() for one in visits]
    begun = min([*days, *(row.answered_on for row in rows if row.answered_on)], default=None)
    readings = _readings(rows, gone, begun, zone)
    done = tuple(_done(one, day, begun) for one, day in zip(visits, days, strict=True))
    onset = getattr(complaint, "onset", None)
    areas, weeks = (complaint.areas if complaint else ()), (onset.weeks if onset else None)
    return CourseOfCare(
        complaint=complaint,
        complaints=complaints,
        begun_on=begun,
        by_measure=_progresses(centre, readings),
        rows=tuple(rows),
        visits=done,
        events=_events(done),
        missed=len(gone),
        onset=onset,
        cohorts={
            name: next(iter(courses_at(areas, name, weeks)), None)
            for name in ("pain", "disability")
        },
        last_day=(now.astimezone(zone).date() - begun).days if begun else 0,
    )


def _is_of(asking: Asking, complaint: Complaint | None) -> bool:
    return complaint is None or asking.complaint_id in (None, complaint.pk)


def _visits(
    centre: Centre,
    patient_id: int,
    complaint: Complaint | None,
    complaints: Sequence[Complaint],
    now: datetime,
) -> list[Visit]:
    """Return the visits of a complaint that took place: until it ended, or the next was stated."""
    rows = Visit.objects.filter(
        patient=patient_id,
        session__centre=centre,
        status=Visit.Status.BOOKED,
        session__starts_at__lte=now,
    )
    if complaint is not None:
        later = [one.at for one in complaints if one.at > complaint.at]
        rows = rows.filter(Q(session__starts_at__gte=complaint.at) | Q(pk=complaint.visit_id))
        if later:
            rows = rows.filter(session__starts_at__lt=min(later))
    return list(
        rows.select_related("session")
        .annotate(
            needled=Exists(Needling.objects.filter(note__visit=OuterRef("pk"))),
            treated=Exists(Treatment.objects.filter(note__visit=OuterRef("pk"))),
        )
        .order_by("session__starts_at", "pk")
    )


def _done(visit: Visit, day: date, begun: date | None) -> Done:
    return Done(
        visit,
        (day - begun).days if begun else 0,
        needled=bool(getattr(visit, "needled", False)),
        treated=bool(getattr(visit, "treated", False)),
    )


def _readings(
    rows: Sequence[Response], gone: Sequence[Asking], begun: date | None, zone: ZoneInfo
) -> dict[str, list[Reading]]:
    """Return answers and what was missed as readings, by measure.

    What was missed is taken for the form that was answered before it, or else after.
    """
    found: dict[str, list[Reading]] = {}
    if begun is None:
        return found
    for row in rows:
        day = ((row.answered_on or begun) - begun).days
        value = None if row.score is None else as_fraction(row.score)
        found.setdefault(row.measure, []).append(Reading(day, row.measure, value, row.form))
    for asking in gone:
        day = max(0, (asking.opens_at.astimezone(zone).date() - begun).days)
        for measure in asking.measures:
            known = found.get(measure)
            if known:
                before = [one for one in known if one.day <= day]
                form = (before or known[:1])[-1].form
                known.append(Reading(day, measure, None, form))
                known.sort(key=lambda one: one.day)
    return found


def _progresses(centre: Centre, readings: Mapping[str, list[Reading]]) -> dict[str, Progress]:
    choices = {row.measure: row for row in ThresholdChoice.objects.filter(centre=centre)}
    return {
        code: progress_of(code, own, chosen(find_instrument(code), choices.get(code)))
        for code, own in readings.items()
        if find_instrument(code).total != "none"
    }


def _events(done: Sequence[Done]) -> tuple[tuple[int, AdverseEvent], ...]:
    days = {one.visit.pk: one.day for one in done}
    rows = AdverseEvent.objects.filter(note__visit__in=days).select_related("note")
    return tuple((days[row.note.visit_id], row) for row in rows.order_by("note__visit", "pk"))
