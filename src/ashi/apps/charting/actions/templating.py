"""Empty sections are filled from a template or the last note, and marked until looked at."""

from django.db import transaction

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.doing import treatment_columns
from ashi.apps.charting.actions.opening import locked_note, tell, writer
from ashi.apps.charting.actions.writing import check_seen
from ashi.apps.charting.errors import NothingWrittenError, TextUnknownError
from ashi.apps.charting.models import Note, NoteTemplate, Phrase, Treatment
from ashi.apps.charting.queries import SECTIONS
from ashi.apps.charting.texts import last_written, texts_of
from ashi.core.knowledge.physio.reading import read_done
from ashi.core.knowledge.shortcuts import filled, with_phrase

DOSE = ("grade", "sets", "reps", "hold_s", "minutes", "load_kg")


@transaction.atomic
def apply_template(*, by: Actor, visit_id: int, template_id: int) -> Note:
    """Fill what is empty of a note from a template: sections, and treatments where there are none.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, TextUnknownError
    """
    note = locked_note(by, visit_id)
    template = texts_of(NoteTemplate.objects.all(), by).filter(pk=template_id).first()
    if template is None:
        raise TextUnknownError(text=template_id)
    _fill(note, {name: filled(getattr(template, name)) for name in SECTIONS})
    note.template = template
    note.save(update_fields=[*SECTIONS, "copied", "version", "saved_at", "template"])
    _treat(note, template.done, writer(by))
    tell(by, "note.template", note, template=template.pk, sections=note.copied)
    return note


@transaction.atomic
def repeat_sections(*, by: Actor, visit_id: int) -> Note:
    """Fill the empty sections of a note from the patient's last one.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NothingWrittenError
    """
    note = locked_note(by, visit_id)
    before = last_written(note.visit)
    if before is None:
        raise NothingWrittenError()
    _fill(note, {name: getattr(before, name) for name in SECTIONS})
    note.save(update_fields=[*SECTIONS, "copied", "version", "saved_at"])
    tell(by, "note.repeat", note, sections=note.copied)
    return note


@transaction.atomic
def insert_phrase(*, by: Actor, visit_id: int, seen: int, section: str, phrase_id: int) -> Note:
    """Put a phrase after what stands in a section.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NoteChangedError
    TextUnknownError
        There is no such phrase, or no such section.
    """
    note = locked_note(by, visit_id)
    check_seen(note, seen)
    phrase = texts_of(Phrase.objects.all(), by).filter(pk=phrase_id).first()
    if phrase is None or section not in SECTIONS:
        raise TextUnknownError(text=phrase_id)
    setattr(note, section, with_phrase(getattr(note, section), phrase.text))
    note.copied = [one for one in note.copied if one != section]
    note.version += 1
    note.save(update_fields=[section, "copied", "version", "saved_at"])
    tell(by, "note.save", note, sections=[section], version=note.version)
    return note


def _fill(note: Note, texts: dict[str, str]) -> None:
    """Put texts into sections that are empty, and mark those."""
    put = [name for name, text in texts.items() if text.strip() and not getattr(note, name).strip()]
    for name in put:
        setattr(note, name, texts[name])
    if put:
        note.copied = sorted({*note.copied, *put})
        note.version += 1


def _treat(note: Note, line: str, user: int) -> None:
    """Chart the treatments of a template, each dose marked as copied."""
    if not line or note.treatments.exists():
        return
    Treatment.objects.bulk_create(
        Treatment(
            note=note,
            position=at,
            by_id=user,
            **(columns | {"copied": [one for one in DOSE if columns[one] is not None] or ["code"]}),
        )
        for at, columns in enumerate(map(treatment_columns, read_done(line).items))
    )
