"""A note is signed, co-signed and added to here. What is signed is never changed."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Permit
from ashi.apps.charting.actions.opening import locked_note, signed_note, tell, writer
from ashi.apps.charting.errors import (
    AskedError,
    NoActPermitError,
    NoteChangedError,
    NoteEmptyError,
    NotReadyError,
    OwnCosignError,
)
from ashi.apps.charting.models import Amendment, Needling, Note, TonguePulse
from ashi.apps.charting.queries import Done, checks_of, done_of, last_treated_visit
from ashi.apps.charting.screened import Screen, screening_at
from ashi.apps.encounters.models import Step, StepKind
from ashi.apps.patients.texts import checked_text
from ashi.core.kernel.facts import Fact
from ashi.core.safety.protocols import packaged_version
from ashi.core.safety.rules import Weight

LATE = timedelta(hours=24)  # chosen: signed later than a day after the visit, it says so
LONGEST = 20_000
UNSEEN = ("id", "version", "saved_at", "digest")


@transaction.atomic
def sign_note(*, by: Actor, visit_id: int, seen: int, looked: bool = False) -> Note:
    """Sign and lock a note; a student's waits for a second signature.

    Parameters
    ----------
    looked : that somebody has looked at what ``AskedError`` lists

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NoteChangedError
    NoActPermitError
        Needles are charted, and who signs may not needle today.
    NotReadyError, AskedError
    """
    note = locked_note(by, visit_id)
    if note.version != seen:
        raise NoteChangedError(version=note.version)
    rows = list(note.needles.select_related("box"))
    if rows:
        _check_permit(by, Permit.Act.NEEDLING)
    screen = screening_at(note.visit)
    done = done_of(note)
    before = last_treated_visit(note.visit) is not None
    counted = counted_in(visit_id)
    checks = checks_of(note, rows, counted, done, screen.standing.reasons, treated_before=before)
    if checks.missing:
        raise NotReadyError(missing=checks.missing)
    if checks.asked and not looked:
        raise AskedError(findings=checks.asked)
    now = _not_before(note.saved_at, *(at for row in rows for at in (row.in_at, row.out_at)))
    note.signed_at, note.signed_by_id = now, by.user_id
    note.needs_cosign = not may(by, Permission.CLINICAL_SIGN, centre_id=by.centre_id)
    note.late = now > note.visit.session.ends_at + LATE
    note.screening = record_of(screen)
    note.digest = digest_of(note, rows, done)
    note.save()
    tell(by, "note.sign", note, digest=note.digest, asked=list(checks.asked), late=note.late)
    return note


def _not_before(*signed: datetime | None) -> datetime:
    """Return now, but never before what is signed: the clock may have been set back since."""
    return max([timezone.now(), *(at for at in signed if at)])


def record_of(screen: Screen) -> dict[str, object]:
    """Return what a signature says of the screening: which protocol spoke, what was known.

    ``protocol`` names the packaged rules, ``centre`` the signed version of this centre (``None``
    while nobody has signed one), ``silenced`` what it has the packaged rules say less of.
    """
    patient = screen.known.patient
    notes = [one.finding.rule for one in screen.shown if one.finding.weight is Weight.NOTE]
    return {
        "protocol": packaged_version(),
        "centre": screen.spoken.written(),
        "silenced": [one.written() for one in screen.silenced],
        "yes": sorted(name for name, fact in patient.facts.items() if fact is Fact.YES),
        "no": sorted(name for name, fact in patient.facts.items() if fact is Fact.NO),
        "numbers": dict(patient.numbers),
        "not_asked": list(screen.known.unanswered),
        "notes": [rule.id for rule in notes],
        "notes_said": {rule.id: {"en": rule.text, "el": rule.text_el} for rule in notes},
    }


def counted_in(visit_id: int) -> int | None:
    """Return how many needles the board counted in, or None where nobody counted."""
    steps = Step.objects.filter(visit=visit_id)
    undone = {step.undoes_id for step in steps}
    counts = [
        step.needles or 0
        for step in steps
        if step.kind == StepKind.NEEDLES_IN and step.pk not in undone
    ]
    return sum(counts) if counts else None


def _check_permit(by: Actor, act: str) -> None:
    """See that who signs may do an act today, with registration and insurance."""
    today = timezone.localdate()
    permits = Permit.objects.filter(
        resource__user=by.user_id, resource__centre=by.centre_id, act=act
    )
    ends = permits.values_list("registration_expires", "insurance_expires")
    if not any(all(day is None or day >= today for day in pair) for pair in ends):
        raise NoActPermitError(act=act)


def digest_of(
    note: Note, rows: list[Needling], done: Done, *, tongue: Iterable[TonguePulse] | None = None
) -> str:
    """Return a hash of everything that a signature stands for; ``tongue`` where it is at hand."""
    if tongue is None:
        tongue = TonguePulse.objects.filter(note=note)
    said = {
        "note": model_to_dict(note, exclude=[*UNSEEN, "cosigned_at", "cosigned_by"]),
        "needles": [model_to_dict(row) for row in rows],
        "treatments": [model_to_dict(row) for row in done.treatments],
        "measurements": [model_to_dict(row) for row in done.measurements],
        "events": [model_to_dict(row) for row in note.events.all()],
        "tongue_pulse": [model_to_dict(row) for row in tongue],
        "diagnoses": [model_to_dict(row) for row in note.diagnoses.all()],
    }
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@transaction.atomic
def cosign_note(*, by: Actor, visit_id: int) -> Note:
    """Put a second signature under a student's note; a repeat changes nothing.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteUnsignedError, OwnCosignError
    """
    note = signed_note(by, visit_id, Permission.CLINICAL_COSIGN)
    if note.signed_by_id == by.user_id:
        raise OwnCosignError()
    if note.needs_cosign and note.cosigned_at is None:
        note.cosigned_at, note.cosigned_by_id = _not_before(note.signed_at), by.user_id
        note.save(update_fields=["cosigned_at", "cosigned_by"])
        tell(by, "note.cosign", note)
    return note


@transaction.atomic
def amend_note(*, by: Actor, visit_id: int, text: str, reason: str) -> Amendment:
    """Add to a signed note, with the reason.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteUnsignedError, TooLongError, UnwritableError
    NoteEmptyError
        ``missing``: text or reason.
    """
    words = {
        "text": checked_text("text", text, LONGEST).strip(),
        "reason": checked_text("reason", reason, 200).strip(),
    }
    for name, said in words.items():
        if not said:
            raise NoteEmptyError(missing=name)
    note = signed_note(by, visit_id, Permission.CLINICAL_WRITE)
    before = note.amendments.values_list("at", flat=True)
    at = _not_before(note.signed_at, note.cosigned_at, *before)
    added = Amendment.objects.create(note=note, by_id=writer(by), at=at, **words)
    tell(by, "note.amend", note, amendment=added.pk)
    return added
