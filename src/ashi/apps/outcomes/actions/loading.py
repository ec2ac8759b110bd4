"""A centre's own questionnaires are loaded, replaced and taken away; its thresholds chosen."""

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.outcomes.errors import (
    AskingUnknownError,
    FileUnreadableError,
    ThresholdUnknownError,
)
from ashi.apps.outcomes.models import Questionnaire, ThresholdChoice
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.fitting import fit_form
from ashi.core.outcomes.instruments import Instrument, Threshold
from ashi.core.outcomes.questionnaire import read_form

BIGGEST = 2_000_000
LANGUAGES = ("en", "el")


def key_of(threshold: Threshold) -> str:
    """Return what names a threshold of a measure: its source, and of whom it is."""
    return f"{threshold.source}: {threshold.population}"


def chosen(instrument: Instrument, row: ThresholdChoice | None) -> dict[str, Threshold]:
    """Return the thresholds that a centre compares by; what it never chose is not there."""
    found: dict[str, Threshold] = {}
    if row is not None:
        for name, known in (("mdc", instrument.mdc), ("mcid", instrument.mcid)):
            wanted = getattr(row, name)
            hit = next((one for one in known if key_of(one) == wanted), None)
            if hit is not None:
                found[name] = hit
    return found


@transaction.atomic
def load_questionnaire(
    *, by: Actor, measure: str, language: str, data: bytes, scored: tuple[str, ...] = ()
) -> Questionnaire:
    """Take a FHIR Questionnaire (R4) into use for a measure; the same file again changes nothing.

    Raises
    ------
    NotAllowedError, UnknownMeasureError, FileUnreadableError
    AnswerFaultsError
        The file is no form that could be asked, or not the form of the measure.
    """
    user_id, centre_id = _may(by)
    instrument = find_instrument(measure)
    document = _document(data)
    form = read_form(document)
    fit_form(form, instrument, scored or None)
    Centre.objects.select_for_update().get(pk=centre_id)
    rows = Questionnaire.objects.filter(
        centre=centre_id, measure=instrument.code, language=_language(language)
    )
    digest = hashlib.sha256(data + b"\0" + ",".join(scored).encode()).hexdigest()
    same = rows.filter(ended_at__isnull=True, digest=digest).first()
    if same is not None:
        return same
    now = timezone.now()
    last = rows.aggregate(last=Max("version"))["last"] or 0
    rows.filter(ended_at__isnull=True).update(ended_at=now)
    row = Questionnaire.objects.create(
        centre_id=centre_id,
        measure=instrument.code,
        language=_language(language),
        version=last + 1,
        title=form.title[:200],
        document=document,
        scored=list(scored),
        digest=digest,
        loaded_by_id=user_id,
        loaded_at=now,
    )
    _tell(by, "questionnaire.load", row)
    return row


@transaction.atomic
def end_questionnaire(*, by: Actor, questionnaire_id: int) -> Questionnaire:
    """Ask by a questionnaire no longer; what was answered by it stays.

    Raises
    ------
    NotAllowedError, AskingUnknownError
    """
    _user, centre_id = _may(by)
    rows = Questionnaire.objects.select_for_update()
    row = rows.filter(pk=questionnaire_id, centre=centre_id, ended_at__isnull=True).first()
    if row is None:
        raise AskingUnknownError(questionnaire=questionnaire_id)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    _tell(by, "questionnaire.end", row)
    return row


@transaction.atomic
def choose_thresholds(*, by: Actor, measure: str, mdc: str, mcid: str) -> ThresholdChoice:
    """Choose by which published thresholds the centre compares; empty for the measure's first.

    Raises
    ------
    NotAllowedError, UnknownMeasureError, ThresholdUnknownError
    """
    user_id, centre_id = _may(by)
    instrument = find_instrument(measure)
    for name, wanted, known in (
        ("mdc", mdc, instrument.mdc),
        ("mcid", mcid, instrument.mcid),
    ):
        if wanted and wanted not in {key_of(one) for one in known}:
            raise ThresholdUnknownError(field=name)
    values = {"mdc": mdc, "mcid": mcid, "by_id": user_id, "at": timezone.now()}
    row, _made = ThresholdChoice.objects.update_or_create(
        centre_id=centre_id, measure=instrument.code, defaults=values
    )
    record(
        by=by,
        action="threshold.choose",
        subject=("measure", instrument.code),
        detail={"mdc": mdc, "mcid": mcid},
    )
    return row


def _may(by: Actor) -> tuple[int, int]:
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    return member_of(by)


def _language(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def _document(data: bytes) -> object:
    if len(data) > BIGGEST:
        raise FileUnreadableError()
    try:
        document: object = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
        # PostgreSQL keeps no NUL in a text.
        if "\\u0000" in json.dumps(document):
            raise FileUnreadableError()
    except (ValueError, RecursionError) as error:
        raise FileUnreadableError() from error
    return document


def _no_number(text: str) -> object:
    raise ValueError(text)


def _tell(by: Actor, action: str, row: Questionnaire) -> None:
    detail = {"measure": row.measure, "language": row.language, "version": row.version}
    record(by=by, action=action, subject=("questionnaire", row.pk), detail=detail)
