"""What a visit was for is coded here."""

from django.db import transaction

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.opening import locked_note, tell, writer
from ashi.apps.charting.errors import CodeUnknownError, NothingToRepeatError
from ashi.apps.charting.models import Diagnosis
from ashi.apps.charting.queries import last_diagnosed
from ashi.core.knowledge.codes import find_code


@transaction.atomic
def add_diagnosis(*, by: Actor, visit_id: int, code: str) -> Diagnosis:
    """Code what a visit was for; the same again changes nothing.

    Parameters
    ----------
    code : as it is written in the list, or its letters alone

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, CodeUnknownError
    """
    found = find_code(code)
    if found is None:
        raise CodeUnknownError(code=code)
    note = locked_note(by, visit_id)
    row, made = Diagnosis.objects.get_or_create(
        note=note,
        system=found.system,
        code=found.code,
        defaults={"title": found.title, "by_id": writer(by)},
    )
    if made:
        tell(by, "diagnosis.add", note, system=found.system, code=found.code)
    return row


@transaction.atomic
def repeat_diagnoses(*, by: Actor, visit_id: int) -> list[Diagnosis]:
    """Code a visit as the last one that was coded.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NothingToRepeatError
    """
    note = locked_note(by, visit_id)
    before = last_diagnosed(note.visit)
    if not before:
        raise NothingToRepeatError()
    rows = [
        Diagnosis(note=note, system=one.system, code=one.code, title=one.title, by_id=writer(by))
        for one in before
    ]
    made = Diagnosis.objects.bulk_create(rows, ignore_conflicts=True)
    tell(by, "diagnosis.add", note, codes=[one.code for one in before])
    return made


@transaction.atomic
def take_diagnosis_off(*, by: Actor, visit_id: int, diagnosis_id: int) -> None:
    """Take a code off that was chosen by mistake.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, CodeUnknownError
    """
    note = locked_note(by, visit_id)
    row = note.diagnoses.filter(pk=diagnosis_id).first()
    if row is None:
        raise CodeUnknownError(code="")
    tell(by, "diagnosis.off", note, system=row.system, code=row.code)
    row.delete()
