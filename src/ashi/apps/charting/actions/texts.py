"""Phrases and templates are kept, said anew and ended here: one's own, or the centre's."""

from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.charting.actions.opening import writer
from ashi.apps.charting.errors import (
    ShortcutError,
    TemplateLineError,
    TextEmptyError,
    TextTakenError,
    TextUnknownError,
)
from ashi.apps.charting.models import NoteTemplate, Phrase
from ashi.apps.charting.queries import SECTIONS
from ashi.apps.charting.texts import texts_of
from ashi.apps.patients.texts import checked_text
from ashi.core.knowledge.physio.examining import read_wanted
from ashi.core.knowledge.physio.faults import Fault
from ashi.core.knowledge.physio.reading import read_done
from ashi.core.knowledge.physio.things import MEASURE
from ashi.core.knowledge.shortcuts import shortcut_of

LONGEST = 4000
LONGEST_NAME = 80
Text = TypeVar("Text", Phrase, NoteTemplate)


@transaction.atomic
def keep_phrase(
    *, by: Actor, shortcut: str, text: str, shared: bool, instead_of: int | None = None
) -> Phrase:
    """Keep a phrase for oneself, or for the centre; ``instead_of`` ends the one it was.

    Raises
    ------
    NotAllowedError, TextUnknownError, TooLongError, UnwritableError
    ShortcutError, TextEmptyError, TextTakenError
    """
    said = shortcut_of(shortcut)
    if said is None:
        raise ShortcutError(shortcut=shortcut)
    words = checked_text("text", text, LONGEST).strip()
    if not words:
        raise TextEmptyError(field="text")
    owner = _owner(by, shared=shared)
    if instead_of is not None:
        _end(by, Phrase, instead_of)
    if Phrase.objects.filter(
        centre=by.centre_id, owner=owner, shortcut=said, ended_at=None
    ).exists():
        raise TextTakenError(field="shortcut")
    return _made(by, Phrase, owner, {"shortcut": said, "text": words})


@transaction.atomic
def keep_template(
    *, by: Actor, said: dict[str, str], shared: bool, instead_of: int | None = None
) -> NoteTemplate:
    """Keep a template for oneself, or for the centre; ``instead_of`` ends the one it was.

    Parameters
    ----------
    said : ``name``, ``area``, the sections, ``examine`` (names of findings), ``done`` (a line)

    Raises
    ------
    NotAllowedError, TextUnknownError, TooLongError, UnwritableError
    TextEmptyError, TextTakenError, TemplateLineError
    """
    kept = {
        name: checked_text(name, said.get(name, ""), LONGEST).strip()
        for name in (*SECTIONS, "examine", "done")
    }
    name = " ".join(checked_text("name", said.get("name", ""), LONGEST_NAME).split())
    if not name:
        raise TextEmptyError(field="name")
    if not any(kept.values()):
        raise TextEmptyError(field="subjective")
    _check_lines(kept)
    owner = _owner(by, shared=shared)
    if instead_of is not None:
        _end(by, NoteTemplate, instead_of)
    if NoteTemplate.objects.filter(
        centre=by.centre_id, owner=owner, name=name, ended_at=None
    ).exists():
        raise TextTakenError(field="name")
    return _made(by, NoteTemplate, owner, {"name": name, "area": said.get("area", ""), **kept})


def _check_lines(kept: dict[str, str]) -> None:
    """See that what is to be examined and done can be read."""
    unknown = read_wanted(kept["examine"])[1]
    if unknown:
        faults = [Fault("unknown_treatment", one) for one in unknown]
        raise TemplateLineError(field="examine", faults=faults)
    if not kept["done"]:
        return
    read = read_done(kept["done"])
    measured = [one.thing.name for one in read.items if one.thing.kind == MEASURE]
    faults = [*read.faults, *(Fault("measured_ahead", one) for one in measured)]
    if faults or read.repeats:
        raise TemplateLineError(field="done", faults=faults)


@transaction.atomic
def end_text(*, by: Actor, kind: str, text_id: int) -> None:
    """Offer a phrase or a template no longer.

    Raises
    ------
    NotAllowedError, TextUnknownError
    """
    writer(by)
    if kind == "phrase":
        _end(by, Phrase, text_id)
    else:
        _end(by, NoteTemplate, text_id)


def _owner(by: Actor, *, shared: bool) -> int | None:
    """Return whose text it is: nobody's is the centre's, for which one must be allowed to sign."""
    user = writer(by)
    if not shared:
        return user
    require(by, Permission.CLINICAL_SIGN, centre_id=by.centre_id)
    return None


def _made(by: Actor, model: type[Text], owner: int | None, said: dict[str, Any]) -> Text:
    row = model.objects.create(
        centre=Centre.objects.get(pk=by.centre_id or 0),
        owner_id=owner,
        by_id=writer(by),
        at=timezone.now(),
        **said,
    )
    _tell(by, "text.keep", row)
    return row


def _end(by: Actor, model: type[Text], text_id: int) -> None:
    """End a text that stands; the centre's only where one may sign."""
    row = texts_of(model.objects.select_for_update(), by).filter(pk=text_id).first()
    if row is None:
        raise TextUnknownError(text=text_id)
    if row.owner_id is None:
        require(by, Permission.CLINICAL_SIGN, centre_id=by.centre_id)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    _tell(by, "text.end", row)


def _tell(by: Actor, action: str, row: Phrase | NoteTemplate) -> None:
    """Keep in the trail which text it was, and whose; its words are in its row."""
    detail = {"shared": row.owner_id is None}
    record(by=by, action=action, subject=(row._meta.model_name or "", row.pk), detail=detail)
