"""Two records of one person become one, and can be parted again exactly.

Every row that points to a patient is moved, whichever app it is of: the pointers are read from the
models, and a test fails when one is not listed here. Nothing is deleted: what can be there only
once and is there in both records either stays where it is (``STAYS``) or holds the merge up.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Resource
from ashi.apps.patients.errors import (
    MergeClashError,
    MergeGoneError,
    MergeReasonError,
    PatientChangedError,
    SamePersonError,
)
from ashi.apps.patients.keys import key_columns
from ashi.apps.patients.models import Merge, Patient
from ashi.apps.patients.texts import checked_text

LONGEST_REASON = 200


class How(StrEnum):
    """What a merge does with the rows of one pointer."""

    MOVES = "moves"  # all of them; one that clashes holds the merge up
    STAYS = "stays"  # they move, but for what the kept record has as well
    OWN = "own"  # of the merge itself


POINTERS = {
    "ashi_messages.message.patient_id": How.MOVES,
    "bookings.visit.patient": How.MOVES,
    "bookings.wish.patient": How.MOVES,
    "documents.document.patient": How.STAYS,
    "feed.feedlink.patient": How.MOVES,
    "imports.importedref.patient": How.MOVES,
    "outcomes.asking.patient": How.MOVES,
    "outcomes.covariate.patient": How.STAYS,
    "outcomes.noreminders.patient": How.STAYS,
    "outcomes.response.patient": How.MOVES,
    "patients.contactlink.patient": How.STAYS,
    "patients.merge.kept": How.OWN,
    "patients.merge.merged": How.OWN,
    "patients.patient.merged_into": How.OWN,
    "plans.plan.patient": How.MOVES,
    "plans.referral.patient": How.STAYS,
    "programmes.programme.patient": How.MOVES,
    "programmes.report.patient": How.MOVES,
    "reminders.noreminders.patient": How.STAYS,
    "screening.answer.patient": How.MOVES,
    "screening.cardgiven.patient": How.MOVES,
    "screening.complaint.patient": How.MOVES,
    "screening.consent.patient": How.STAYS,
    "screening.consentpaper.patient": How.MOVES,
    "screening.decision.patient": How.MOVES,
    "screening.medicinelist.patient": How.MOVES,
    "screening.paindrawing.patient": How.MOVES,
    "staff.openedrecord.patient_id": How.MOVES,
}
KEPT_NUMBERS = {"audit.event.patient_id"}  # without a key; the trail is never changed
CHOICES = {
    "name": ("given_name", "family_name"),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "language": ("language",),
    "desk_note": ("desk_note",),
    "wishes": ("wishes",),
    "not_left_alone": ("not_left_alone",),
}
COLUMNS = tuple(name for names in CHOICES.values() for name in names)
KEYS = ("sort_key", "name_key", "family_key", "sound_key", "family_sound_key", "search_key")
AWAY = ("archived_at", "archived_by_id", "merged_into_id")


def pointers() -> Iterator[str]:
    """Yield every column that points to a patient, or is named as if it did."""
    for relation in Patient._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield f"{relation.related_model._meta.label_lower}.{relation.field.name}"
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.name == "patient_id":
                yield f"{model._meta.label_lower}.patient_id"


def merge_patients(
    *,
    by: Actor,
    kept_id: int,
    merged_id: int,
    versions: tuple[int, int],
    take: Collection[str] = (),
    reason: str = "",
) -> Merge:
    """Move all that is of one record to another, and put the first away.

    Parameters
    ----------
    versions : of the kept and of the other record, as they were seen
    take : which of ``CHOICES`` stand as the other record has them

    Raises
    ------
    NotAllowedError, MergeReasonError, SamePersonError, PatientChangedError, MergeClashError,
    TooLongError, UnwritableError
    """
    require(by, Permission.IDENTITY_MERGE)
    user_id, _ = member_of(by)
    why = checked_text("reason", reason, LONGEST_REASON)
    if not why:
        raise MergeReasonError()
    with transaction.atomic():
        kept, merged = _both(kept_id, merged_id, versions)
        before = {"kept": _columns(kept), "merged": _columns(merged)}
        moved = _moved(merged, kept)
        written = _choose(kept, merged, take)
        merged.archived_at = merged.archived_at or datetime.now(UTC)
        merged.archived_by_id = merged.archived_by_id or user_id
        merged.merged_into = kept
        merged.version += 1
        merged.save(update_fields=["archived_at", "archived_by", "merged_into", "version"])
        row = Merge.objects.create(
            kept=kept,
            merged=merged,
            reason=why,
            moved=moved,
            before=before,
            written=written,
            by_id=user_id,
        )
        counts = {label: len(keys) for label, keys in moved.items()}
        _tell(by, "patient.merge", row, {"moved": counts, "took": sorted(take)})
    return row


def part_patients(*, by: Actor, merge_id: int) -> Merge:
    """Take a merge back: what was moved goes back, what came since stays with the kept record.

    Raises
    ------
    NotAllowedError, MergeGoneError
    """
    require(by, Permission.IDENTITY_MERGE)
    user_id, _ = member_of(by)
    with transaction.atomic():
        row = Merge.objects.select_for_update().filter(pk=merge_id, undone_at=None).first()
        if row is None:
            raise MergeGoneError(merge=merge_id)
        rows = Patient.objects.select_for_update().order_by("pk")
        both = {one.pk: one for one in rows.filter(pk__in=[row.kept_id, row.merged_id])}
        kept, merged = both[row.kept_id], both[row.merged_id]
        if kept.merged_into_id is not None:
            raise MergeGoneError(merge=merge_id)
        with _moving():
            for label, keys in row.moved.items():
                model, column, from_, to = _pointer(label, kept, merged)
                rows_of = model._base_manager.filter(pk__in=keys, **{column: from_})
                rows_of.update(**{column: to})
        _part(kept, merged, row)
        row.undone_at, row.undone_by_id = datetime.now(UTC), user_id
        row.save(update_fields=["undone_at", "undone_by"])
        _tell(by, "patient.part", row, {})
    return row


def _both(kept_id: int, merged_id: int, versions: tuple[int, int]) -> tuple[Patient, Patient]:
    """Lock both rows in the order of their keys, and see that they are as they were seen."""
    rows = Patient.objects.select_for_update().order_by("pk").filter(pk__in=[kept_id, merged_id])
    both = {one.pk: one for one in rows}
    if len(both) < 2 or any(one.merged_into_id for one in both.values()):
        raise SamePersonError()
    for pk, version in zip((kept_id, merged_id), versions, strict=True):
        if both[pk].version != version:
            raise PatientChangedError(patient_id=pk, version=both[pk].version)
    return both[kept_id], both[merged_id]


def _columns(patient: Patient) -> dict[str, Any]:
    """Return what may change of a row, as it can be kept: instants and days as text."""
    values = {name: getattr(patient, name) for name in (*COLUMNS, *KEYS, *AWAY, "version")}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


@contextmanager
def _moving() -> Iterator[None]:
    """Let rows that are kept as they were said be moved, and nothing else of them be changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ashi.merging', 'on', true)")
        yield  # after a fault the transaction is over, and the setting with it
        cursor.execute("SELECT set_config('ashi.merging', 'off', true)")


def _pointer(
    label: str, kept: Patient, merged: Patient
) -> tuple[type[models.Model], str, int, int]:
    """Return the model and column of a pointer, and what it holds for either record."""
    app, name, column = label.split(".")
    model = apps.get_model(app, name)
    field = model._meta.get_field(column)
    if field.is_relation and field.related_model is Resource:
        return model, field.attname, kept.resource_id, merged.resource_id
    return model, field.attname, kept.pk, merged.pk


def _labels() -> Iterator[tuple[str, How]]:
    """Yield what moves: the pointers to a patient, then those to what stands for one in a diary."""
    yield from ((label, how) for label, how in POINTERS.items() if how is not How.OWN)
    for relation in Resource._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not Patient:
            yield f"{relation.related_model._meta.label_lower}.{relation.field.name}", How.MOVES


def _moved(merged: Patient, kept: Patient) -> dict[str, list[Any]]:
    """Move every row, and return the keys of those that were moved."""
    moved: dict[str, list[Any]] = {}
    with _moving():
        for label, how in _labels():
            model, column, to, from_ = _pointer(label, kept, merged)
            rows = model._base_manager.filter(**{column: from_})
            keys = list(rows.order_by("pk").values_list("pk", flat=True))
            went = [key for key in keys if _went(rows, key, {column: to}, label, how)]
            if went:
                moved[label] = [key if isinstance(key, int) else str(key) for key in went]
    return moved


def _went(rows: Any, key: object, to: dict[str, int], label: str, how: How) -> bool:
    try:
        with transaction.atomic():
            rows.filter(pk=key).update(**to)
    except IntegrityError as error:
        if how is How.STAYS:
            return False
        raise MergeClashError(what=label) from error
    return True


def _choose(kept: Patient, merged: Patient, take: Collection[str]) -> dict[str, Any]:
    """Write what stands as the other record has it; return the columns that were written."""
    names = [name for one in take for name in CHOICES[one]]
    for name in names:
        setattr(kept, name, getattr(merged, name))
    for name, key in key_columns(kept.given_name, kept.family_name).items():
        setattr(kept, name, key)
    kept.version += 1
    written = (*names, *KEYS, "version")
    kept.save(update_fields=written)
    Resource.objects.filter(pk=kept.resource_id).update(name=kept.full_name[:120])
    return {name: value for name, value in _columns(kept).items() if name in written}


def _part(kept: Patient, merged: Patient, row: Merge) -> None:
    """Put both rows back; of the kept one only what nobody has written since."""
    before, written = row.before["kept"], row.written
    untouched = kept.version == written["version"]
    now = _columns(kept)
    names = [one for one in written if one != "version" and (untouched or now[one] == written[one])]
    for name in names:
        setattr(kept, name, _value(name, before[name]))
    kept.version = before["version"] if untouched else kept.version + 1
    if not untouched:
        for name, key in key_columns(kept.given_name, kept.family_name).items():
            setattr(kept, name, key)
    kept.save()
    for name in (*AWAY, "version"):
        setattr(merged, name, _value(name, row.before["merged"][name]))
    merged.save()
    Resource.objects.filter(pk=kept.resource_id).update(name=kept.full_name[:120])


def _value(name: str, told: Any) -> Any:
    """Return a column's value from what was kept of it."""
    field = Patient._meta.get_field(name.removesuffix("_id"))
    assert isinstance(field, models.Field)
    return field.to_python(told)


def _tell(by: Actor, action: str, row: Merge, detail: dict[str, Any]) -> None:
    """Leave an event with each of the two, so that either's trail tells of it."""
    for patient_id, other in ((row.kept_id, row.merged_id), (row.merged_id, row.kept_id)):
        told = detail | {"other": other, "kept": row.kept_id}
        subject = ("merge", row.pk)
        record(by=by, action=action, subject=subject, patient_id=patient_id, detail=told)
