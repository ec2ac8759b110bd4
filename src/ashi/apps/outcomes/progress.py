"""How one complaint goes: answers, visits by what was done, unwanted events, a cohort beside.

The number of queries does not grow with the answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

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


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the database knows of a patient's complaints, read once for all of them."""

    zone: ZoneInfo
    now: datetime
    complaints: tuple[Complaint, ...]
    rows: Sequence[Response]
    gone: Sequence[Asking]
    visits: Sequence[Visit]
    events: Sequence[AdverseEvent]
    choices: Mapping[str, ThresholdChoice]


def course_of_care(
    centre: Centre, patient_id: int, now: datetime, complaint_id: int | None = None
) -> CourseOfCare:
    """Load how a complaint of a patient goes; the latest one where none is named."""
    loaded = _load(centre, patient_id, now)
    named = next((one for one in loaded.complaints if one.pk == complaint_id), None)
    return _course(loaded, named or next(iter(loaded.complaints), None))


def courses_of_care(centre: Centre, patient_id: int, now: datetime) -> tuple[CourseOfCare, ...]:
    """Load how every complaint of a patient goes, the latest first, in as many queries as one."""
    loaded = _load(centre, patient_id, now)
    return tuple(_course(loaded, one) for one in loaded.complaints or (None,))


def _load(centre: Centre, patient_id: int, now: datetime) -> _Loaded:
    visits = _visits(centre, patient_id, now)
    events = AdverseEvent.objects.filter(note__visit__in=[one.pk for one in visits])
    complaints = Complaint.objects.filter(patient=patient_id).select_related("onset")
    return _Loaded(
        zone=ZoneInfo(centre.zone),
        now=now,
        complaints=tuple(complaints.order_by("-at", "-pk")),
        rows=tuple(standing(patient_id)),
        gone=tuple(missed(patient_id, now)),
        visits=visits,
        events=tuple(events.select_related("note").order_by("note__visit", "pk")),
        choices={row.measure: row for row in ThresholdChoice.objects.filter(centre=centre)},
    )


def _course(loaded: _Loaded, complaint: Complaint | None) -> CourseOfCare:
    zone = loaded.zone
    rows = tuple(row for row in loaded.rows if _is_of(row.asking, complaint))
    gone = [one for one in loaded.gone if _is_of(one, complaint)]
    visits = [one for one in loaded.visits if _is_visit_of(one, complaint, loaded.complaints)]
    days = [one.session.starts_at.astimezone(zone).date() for one in visits]
    begun = min([*days, *(row.answered_on for row in rows if row.answered_on)], default=None)
    readings = _readings(rows, gone, begun, zone)
    done = tuple(_done(one, day, begun) for one, day in zip(visits, days, strict=True))
    onset = getattr(complaint, "onset", None)
    areas, weeks = (complaint.areas if complaint else ()), (onset.weeks if onset else None)
    on_day = {one.visit.pk: one.day for one in done}
    return CourseOfCare(
        complaint=complaint,
        complaints=loaded.complaints,
        begun_on=begun,
        by_measure=_progresses(readings, loaded.choices),
        rows=rows,
        visits=done,
        events=tuple(
            (on_day[row.note.visit_id], row) for row in loaded.events if row.note.visit_id in on_day
        ),
        missed=len(gone),
        onset=onset,
        cohorts={
            name: next(iter(courses_at(areas, name, weeks)), None)
            for name in ("pain", "disability")
        },
        last_day=(loaded.now.astimezone(zone).date() - begun).days if begun else 0,
    )


def _is_of(asking: Asking, complaint: Complaint | None) -> bool:
    return complaint is None or asking.complaint_id in (None, complaint.pk)


def _is_visit_of(
    visit: Visit, complaint: Complaint | None, complaints: Sequence[Complaint]
) -> bool:
    """Tell whether a visit is of a complaint: from when it was stated until the next one was."""
    if complaint is None:
        return True
    at = visit.session.starts_at
    begun = at >= complaint.at or visit.pk == complaint.visit_id
    return begun and all(at < one.at for one in complaints if one.at > complaint.at)


def _visits(centre: Centre, patient_id: int, now: datetime) -> tuple[Visit, ...]:
    """Return the visits of a patient that took place here, and what was done in them."""
    rows = Visit.objects.filter(
        patient=patient_id,
        session__centre=centre,
        status=Visit.Status.BOOKED,
        session__starts_at__lte=now,
    )
    return tuple(
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


def _progresses(
    readings: Mapping[str, list[Reading]], choices: Mapping[str, ThresholdChoice]
) -> dict[str, Progress]:
    return {
        code: progress_of(code, own, chosen(find_instrument(code), choices.get(code)))
        for code, own in readings.items()
        if find_instrument(code).total != "none"
    }
