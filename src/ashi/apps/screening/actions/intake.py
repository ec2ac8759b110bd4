"""What a patient answers and writes at home is kept here, as typed, until the visit begins."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.requesting import forms_came
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.calls import ask_call_back
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.actions.answering import Said, checked_area, rows_of
from ashi.apps.screening.actions.consenting import consent_row
from ashi.apps.screening.actions.drawing import drawing_kept
from ashi.apps.screening.errors import ComplaintEmptyError, IntakeClosedError
from ashi.apps.screening.known import FLAG_CODES
from ashi.apps.screening.models import Answer, By, Complaint, Consent, Intake, PainDrawing
from ashi.apps.screening.visits import patient_of
from ashi.core.kernel.facts import Fact
from ashi.core.safety.intake import home_facts
from ashi.core.safety.red_flags import Screening, screen

LONGEST = {"words": 300, "since": 120, "medicines": 4000, "history": 4000, "goals": 2000}


@transaction.atomic
def keep_intake(
    *,
    by: Actor,
    visit: Visit,
    language: str,
    said: Mapping[str, Said] | None = None,
    texts: Mapping[str, str] | None = None,
    area: str | None = None,
) -> Screening:
    """Keep what was answered and typed so far; what did not change is not written again.

    An answer that must be seen today has the staff phone the patient. Returns what the red-flag
    answers say: ``advice`` is shown to the patient at once.

    Raises
    ------
    IntakeClosedError, TooLongError, UnwritableError, AreaUnknownError
    """
    intake = _open(visit, language)
    changed = []
    for name, text in (texts or {}).items():
        words = checked_text(name, text, LONGEST[name])
        if getattr(intake, name) != words:
            setattr(intake, name, words)
            changed.append(name)
    if area is not None:
        intake.area = checked_area(area) if area else ""
        changed.append("area")
    if changed:
        intake.save(update_fields=[*changed, "saved_at"])
    fresh = _answer(by, visit, said or {})
    told = screening_of(visit)
    if told.page_staff and any(row.value == "yes" and row.fact in FLAG_CODES for row in fresh):
        ask_call_back(by=by, visit=visit)
    return told


def is_open(visit: Visit) -> bool:
    """Tell whether a visit is booked, or asked for and not answered yet."""
    return visit.status == Visit.Status.BOOKED or visit.awaits_approval


def _open(visit: Visit, language: str) -> Intake:
    """Return the intake of a visit that has not begun, locked; a new one where there is none."""
    if not is_open(visit) or visit.session.starts_at <= timezone.now():
        raise IntakeClosedError(visit=visit.pk)
    patient_of(visit)
    Intake.objects.get_or_create(visit=visit, defaults={"language": language})
    return Intake.objects.select_for_update().get(visit=visit)


def _answer(by: Actor, visit: Visit, said: Mapping[str, Said]) -> list[Answer]:
    """Keep the answers that are new or other than before, each of a question asked at home."""
    known = {name: row.value for name, row in answered_for(visit).items()}
    asked = home_facts() | FLAG_CODES
    wanted = {
        name: one
        for name, one in said.items()
        if name in asked and known.get(name, "unknown") != one.value
    }
    rows = rows_of(wanted)
    for row in rows:
        row.patient_id, row.visit_id, row.source = patient_of(visit), visit.pk, By.PATIENT
    Answer.objects.bulk_create(rows)
    if rows:
        _tell(by, "intake.answer", visit, facts=sorted(row.fact for row in rows))
    return rows


@transaction.atomic
def keep_drawing_at_home(
    *, by: Actor, visit: Visit, language: str, areas: object, words: str
) -> PainDrawing | None:
    """Keep where it hurts, as the patient drew it so far.

    Raises
    ------
    IntakeClosedError, DrawingFaultError, TooLongError, UnwritableError
    """
    _open(visit, language)
    return drawing_kept(by, visit, By.PATIENT, areas, words)


def answered_for(visit: Visit) -> dict[str, Answer]:
    """Return the latest answer to each question that was given at home for a visit."""
    rows = Answer.objects.filter(visit=visit, source=By.PATIENT)
    return {row.fact: row for row in rows.order_by("fact", "-at", "-pk").distinct("fact")}


def screening_of(visit: Visit) -> Screening:
    """Return what the red-flag answers given at home say."""
    values = {
        name: Fact.YES if row.value == "yes" else Fact.NO
        for name, row in answered_for(visit).items()
        if name in FLAG_CODES and row.value != "unknown"
    }
    return screen((), values)


@transaction.atomic
def send_intake(
    *,
    by: Actor,
    visit: Visit,
    language: str,
    signed_name: str = "",
    speaks_for: str = "",
    read_version: str = "",
    own_rate: str = "",
) -> Intake:
    """Say that the intake is complete: the complaint stands, and a signed consent with it.

    Sending again adds what is new. Without a name nothing is consented to.

    Raises
    ------
    IntakeClosedError, ComplaintEmptyError, ConsentTextChangedError, TooLongError
    """
    intake = _open(visit, language)
    if not intake.words:
        raise ComplaintEmptyError()
    now = timezone.now()
    _state(intake, visit)
    if signed_name.strip():
        row = consent_row("needling", read_version, language, signed_name, speaks_for)
        row.own_rate = own_rate
        _consent(visit, row)
    intake.sent_at = now
    intake.language = language
    intake.save(update_fields=["sent_at", "language", "saved_at"])
    _tell(by, "intake.send", visit)
    forms_came(by=by, visit=visit)
    return intake


def _state(intake: Intake, visit: Visit) -> None:
    """Have the complaint stand, unless it stands already in these words."""
    patient, areas = patient_of(visit), [intake.area] if intake.area else []
    rows = Complaint.objects.filter(patient=patient, ended_at=None)
    if rows.filter(words=intake.words, areas=areas).exists():
        return
    now = timezone.now()
    rows.update(ended_at=now)
    Complaint.objects.create(
        patient_id=patient, visit=visit, words=intake.words, areas=areas, source=By.PATIENT, at=now
    )


def _consent(visit: Visit, row: Consent) -> None:
    """Keep a consent, unless one is in force."""
    patient = patient_of(visit)
    if Consent.objects.filter(
        patient=patient, technique=row.technique, withdrawn_at__isnull=True
    ).exists():
        return
    row.patient_id, row.visit, row.way = patient, visit, Consent.Way.SCREEN
    row.save()


def _tell(by: Actor, action: str, visit: Visit, **detail: object) -> None:
    record(
        by=by,
        action=action,
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail=detail,
    )
