"""Write the answers of a judged file: all of them, or none."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre, Resource, ResourceKind
from ashi.apps.imports.answers import DAYS, AnswerLine, Plan
from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.judged import UNWRITTEN, Fate
from ashi.apps.imports.models import ImportedRef
from ashi.apps.outcomes.models import Asking, Covariate, Response
from ashi.apps.outcomes.scoring import as_decimal
from ashi.apps.patients.actions import Identity
from ashi.apps.patients.keys import key_columns
from ashi.apps.patients.models import Patient
from ashi.apps.screening.models import By, Complaint

OPEN = timedelta(days=1)
TOO_FEW = "too_few_items"


def write_answers(
    *, by: Actor, centre: Centre, plan: Plan, judged: Iterable[AnswerLine]
) -> dict[str, int]:
    """Write what may be written, in one transaction; return how many lines have which fate.

    Somebody of this study who is known already is left as they are.

    Raises
    ------
    NotAllowedError
    MappingError
        The day on which the study began is no day.
    """
    require(by, Permission.IDENTITY_WRITE)
    require(by, Permission.CLINICAL_WRITE, centre_id=centre.pk)
    zone = ZoneInfo(centre.zone)
    try:
        began = datetime.combine(date.fromisoformat(plan.began_on), time(9), zone)
    except ValueError as error:
        raise MappingError(path="began_on", reason="type", wanted="2026-11-25") from error
    counts = dict.fromkeys(map(str, Fate), 0)
    with transaction.atomic():
        known = set(
            ImportedRef.objects.filter(source=plan.study, patient__isnull=False).values_list(
                "ref", flat=True
            )
        )
        for one in judged:
            fate = Fate.KNOWN if one.ref in known else one.fate
            counts[str(fate)] += 1
            if fate not in UNWRITTEN and fate is not Fate.KNOWN:
                _write(by, centre, plan, one, began)
        record(by=by, action="answers.import", subject=("centre", centre.pk), detail=counts)
    return counts


def _write(by: Actor, centre: Centre, plan: Plan, one: AnswerLine, began: datetime) -> None:
    patient = _participant(f"{plan.called} {one.ref}", one.sex, centre.language)
    ImportedRef.objects.create(source=plan.study, ref=one.ref, patient=patient)
    complaint = Complaint.objects.create(
        patient=patient, words=plan.complaint, areas=list(plan.areas), source=By.STAFF, at=began
    )
    Covariate.objects.bulk_create(
        Covariate(patient=patient, study=plan.study, name=name, value=value)
        for name, value in one.covariates.items()
    )
    for moment in dict.fromkeys(column.moment for column in plan.columns):
        _moment(by, centre, complaint, one, moment)


def _participant(name: str, sex: str, language: str) -> Patient:
    """Make somebody of a study: known by a number alone, and reached by nobody."""
    given = Identity(given_name=name, sex=sex, language=language).columns()
    resource = Resource.objects.create(kind=ResourceKind.PATIENT, name=name[:120])
    return Patient.objects.create(resource=resource, **given, **key_columns(name))


def _moment(by: Actor, centre: Centre, complaint: Complaint, one: AnswerLine, moment: str) -> None:
    """Write one asking with what was answered to it; with no answer it stays a missed one."""
    at = complaint.at + timedelta(days=DAYS[moment])
    scores = {measure: value for (measure, when), value in one.scores.items() if when == moment}
    given = any(value is not None for value in scores.values())
    asking = Asking.objects.create(
        patient_id=complaint.patient_id,
        centre=centre,
        complaint=complaint,
        moment=moment,
        measures=list(scores),
        opens_at=at,
        closes_at=at + OPEN,
        asked_at=at,
        answered_at=at if given else None,
    )
    Response.objects.bulk_create(
        Response(
            asking=asking,
            patient_id=complaint.patient_id,
            measure=measure,
            form="import",
            language=centre.language,
            source=Response.Source.IMPORT,
            stated=True,
            by_id=by.user_id,
            begun_at=at,
            saved_at=at,
            submitted_at=at,
            answered_on=at.date(),
            score=None if value is None else as_decimal(value),
            reason=TOO_FEW if value is None else "",
        )
        for measure, value in scores.items()
        if given
    )
