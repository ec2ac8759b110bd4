"""Answers and complaints are kept here, each as somebody gave it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.errors import (
    AreaUnknownError,
    ComplaintEmptyError,
    FactUnknownError,
    NumberOutsideError,
)
from ashi.apps.screening.models import Answer, By, Complaint
from ashi.apps.screening.visits import own_visit, patient_of
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.places import SIDES, region_names

LONGEST = 300
MOST_SITES = 12


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered: yes, no, unknown; a number; where, as region and side."""

    value: str = "unknown"
    number: float | None = None
    sites: tuple[tuple[str, str | None], ...] = ()


@transaction.atomic
def keep_answers(*, by: Actor, visit_id: int, said: Mapping[str, Said]) -> list[Answer]:
    """Keep what was answered before a visit, each question by its fact's name.

    Raises
    ------
    NotAllowedError, VisitUnknownError, FactUnknownError, NumberOutsideError, AreaUnknownError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    rows = rows_of(said)
    for row in rows:
        row.patient_id, row.visit_id, row.by_id = patient_of(visit), visit.pk, by.user_id
    _tell(by, visit.patient_id, rows)
    return Answer.objects.bulk_create(rows)


def keep_from_home(
    *, by: Actor, patient_id: int, visit: Visit | None, said: Mapping[str, Said]
) -> list[Answer]:
    """Keep what a patient answered at home, or on a tablet in the waiting room.

    Belongs into the caller's transaction, which knows that the patient may answer.

    Raises
    ------
    FactUnknownError, NumberOutsideError, AreaUnknownError
    """
    rows = rows_of(said)
    for row in rows:
        row.patient_id, row.visit, row.source = patient_id, visit, By.PATIENT
    _tell(by, patient_id, rows)
    return Answer.objects.bulk_create(rows)


def rows_of(said: Mapping[str, Said]) -> list[Answer]:
    """Return answers as rows of nobody yet.

    Raises
    ------
    FactUnknownError, NumberOutsideError, AreaUnknownError
    """
    now = timezone.now()
    return [_row(name, one, now) for name, one in said.items()]


def _row(name: str, said: Said, now: datetime) -> Answer:
    kind = fact_kinds().get(name)
    if kind is None:
        raise FactUnknownError(fact=name)
    if said.number is not None:
        least, most = kind.least or 0.0, kind.most if kind.most is not None else float("inf")
        if not (kind.number and least <= said.number <= most):
            raise NumberOutsideError(fact=name, least=kind.least, most=kind.most)
    sites = [(checked_area(region), side) for region, side in said.sites[:MOST_SITES]]
    if any(side is not None and side not in SIDES for _region, side in sites):
        raise AreaUnknownError(area=str(said.sites))
    return Answer(
        fact=name,
        value=Answer.Value(said.value),
        number=said.number,
        sites=[list(one) for one in sites],
        at=now,
    )


def checked_area(area: str) -> str:
    """Return the name of an area.

    Raises
    ------
    AreaUnknownError
    """
    found = region_names().get(area)
    if found is None:
        raise AreaUnknownError(area=area)
    return found


def _tell(by: Actor, patient_id: int | None, rows: Iterable[Answer]) -> None:
    """Keep in the trail which questions were answered, and not how."""
    record(
        by=by,
        action="screening.answer",
        subject=("patient", patient_id),
        patient_id=patient_id,
        detail={"facts": sorted(row.fact for row in rows)},
    )


@transaction.atomic
def state_complaint(
    *, by: Actor, visit_id: int, words: str, areas: Iterable[str] = ()
) -> Complaint:
    """Keep what a patient comes with now; an earlier complaint ends with it.

    Raises
    ------
    NotAllowedError, VisitUnknownError, ComplaintEmptyError, TooLongError, AreaUnknownError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    said = checked_text("words", words, LONGEST)
    if not said:
        raise ComplaintEmptyError()
    now = timezone.now()
    Complaint.objects.filter(patient=visit.patient_id, ended_at=None).update(ended_at=now)
    made = Complaint.objects.create(
        patient_id=patient_of(visit),
        visit=visit,
        words=said,
        areas=[checked_area(area) for area in areas],
        source=By.STAFF,
        by_id=by.user_id,
        at=now,
    )
    record(
        by=by,
        action="screening.complaint",
        subject=("patient", visit.patient_id),
        patient_id=visit.patient_id,
        detail={"complaint": made.pk},
    )
    return made
