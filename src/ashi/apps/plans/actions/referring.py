"""Record a referral, say on what a visit draws: one referral, or none and who allowed it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import LIVE, Visit
from ashi.apps.documents.models import Document
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.patients.texts import checked_text
from ashi.apps.plans.errors import (
    DayError,
    DoseError,
    NotCoveredError,
    NoWordsError,
    PlanUnknownError,
    ReferralTwiceError,
)
from ashi.apps.plans.models import Draw, Referral
from ashi.apps.plans.referrals import draw_of
from ashi.core.planning.referring import Cover

MOST_VISITS = 60


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a referral; ``document`` is its photograph among the patient's documents."""

    number: str
    doctor: str
    diagnosis: str
    visits: int
    valid_from: date
    valid_to: date
    yearly: int | None = None
    document: int | None = None


def _keeper(by: Actor) -> int:
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    if by.user_id is None or by.centre_id is None:
        raise NotAllowedError(permission=Permission.DIARY_WRITE)
    return by.user_id


def add_referral(*, by: Actor, patient_id: int, paper: Paper) -> Referral:
    """Record a referral of a patient.

    Raises
    ------
    NotAllowedError, PlanUnknownError, NoWordsError, DoseError, DayError, ReferralTwiceError
    TooLongError, UnwritableError
    """
    user = _keeper(by)
    if not patients_for(by).filter(pk=patient_id).exists():
        raise PlanUnknownError(patient=patient_id)
    limits = {"number": 40, "doctor": 120, "diagnosis": 200}
    texts = {name: checked_text(name, getattr(paper, name), most) for name, most in limits.items()}
    empty = next((name for name, text in texts.items() if not text), None)
    if empty is not None:
        raise NoWordsError(field=empty)
    if not 1 <= paper.visits <= MOST_VISITS:
        raise DoseError(field="visits")
    if paper.valid_to < paper.valid_from:
        raise DayError(field="valid_to")
    if paper.document is not None and not _hangs(patient_id, paper.document):
        raise PlanUnknownError(document=paper.document)
    try:
        with transaction.atomic():
            made = Referral.objects.create(
                patient_id=patient_id,
                centre_id=by.centre_id or 0,
                **texts,
                visits=paper.visits,
                yearly=paper.yearly,
                valid_from=paper.valid_from,
                valid_to=paper.valid_to,
                document_id=paper.document,
                by_id=user,
                at=timezone.now(),
            )
            _tell(by, "referral.add", ("referral", made.pk), patient_id, visits=made.visits)
    except IntegrityError as error:
        raise ReferralTwiceError(number=texts["number"]) from error
    return made


def _hangs(patient_id: int, document_id: int) -> bool:
    rows = Document.objects.filter(pk=document_id, patient=patient_id, put_away_at=None)
    return rows.exists()


@transaction.atomic
def draw_on(*, by: Actor, visit_id: int, referral_id: int, looked: bool = False) -> Draw:
    """Let a visit draw on a referral of its patient; what it drew on before is let go.

    Two who draw on one referral at once queue on the patient's row: the second sees the first.

    Parameters
    ----------
    looked : somebody has read that the referral does not cover the visit

    Raises
    ------
    NotAllowedError, PlanUnknownError
    NotCoveredError
        It would lie past the number or the days of the referral, and nobody has looked.
    """
    _keeper(by)
    visit = _locked(by, visit_id)
    found = draw_of(visit)
    if found.draw is not None and found.draw.referral_id == referral_id:
        return found.draw
    cover = next((said for one, said in found.offered if one.referral.pk == referral_id), None)
    if cover is None:
        raise PlanUnknownError(referral=referral_id)
    if cover != Cover.COVERED and not looked:
        raise NotCoveredError(cover=cover)
    return _keep(by, visit, referral=referral_id, cover=cover)


@transaction.atomic
def go_private(*, by: Actor, visit_id: int, allowed_by: str, why: str) -> Draw:
    """Say that a visit draws on no referral: who allowed treatment without one, and why.

    Raises
    ------
    NotAllowedError, PlanUnknownError, NoWordsError, TooLongError, UnwritableError
    """
    _keeper(by)
    visit = _locked(by, visit_id)
    who, why = checked_text("allowed_by", allowed_by, 120), checked_text("why", why, 300)
    for name, text in (("allowed_by", who), ("why", why)):
        if not text:
            raise NoWordsError(field=name)
    return _keep(by, visit, allowed_by=who, why=why)


def _locked(by: Actor, visit_id: int) -> Visit:
    """Return a visit of the centre, its patient's row locked: draws of one patient queue."""
    own = {"session__centre": by.centre_id, "patient__isnull": False, "status__in": LIVE}
    rows = Visit.objects.select_related("session").filter(pk=visit_id, **own)
    visit = rows.first()
    if visit is None:
        raise PlanUnknownError(visit=visit_id)
    Patient.objects.select_for_update(no_key=True).only("pk").get(pk=visit.patient_id or 0)
    return visit


def _keep(
    by: Actor, visit: Visit, *, referral: int | None = None, cover: str = "", **words: str
) -> Draw:
    said = {"allowed_by": "", "why": ""} | words
    draw, _ = Draw.objects.update_or_create(
        visit=visit,
        defaults={"referral_id": referral, "by_id": by.user_id, "at": timezone.now(), **said},
    )
    detail = {"referral": referral, "cover": cover}
    _tell(by, "referral.draw", ("visit", visit.pk), visit.patient_id or 0, **detail)
    return draw


def _tell(
    by: Actor, action: str, subject: tuple[str, object], patient_id: int, **detail: object
) -> None:
    record(by=by, action=action, subject=subject, patient_id=patient_id, detail=detail)
