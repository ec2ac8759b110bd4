"""What is written of a visit: sections as typed, and whether anything unwanted happened."""

from django.db import transaction

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.opening import locked_note, tell
from ashi.apps.charting.errors import NoteChangedError
from ashi.apps.charting.models import Adverse, Note
from ashi.apps.charting.queries import SECTIONS
from ashi.apps.patients.texts import checked_text

LONGEST = 20_000


@transaction.atomic
def save_note(
    *,
    by: Actor,
    visit_id: int,
    seen: int,
    texts: dict[str, str],
    adverse: str = Adverse.UNKNOWN,
    adverse_text: str = "",
    adverse_since: str = Adverse.UNKNOWN,
) -> Note:
    """Write all sections over the version that was seen; what stands already is not written again.

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, TooLongError, UnwritableError
    NoteChangedError
        Somebody else saved meanwhile: nothing is overwritten.
    """
    wanted = {name: checked_text(name, texts.get(name, ""), LONGEST) for name in SECTIONS}
    wanted["adverse"] = Adverse(adverse).value
    wanted["adverse_since"] = Adverse(adverse_since).value
    wanted["adverse_text"] = checked_text("adverse_text", adverse_text, LONGEST)
    note = locked_note(by, visit_id)
    check_seen(note, seen)
    changed = sorted(name for name, value in wanted.items() if getattr(note, name) != value)
    if not changed:
        return note
    for name in changed:
        setattr(note, name, wanted[name])
    note.copied = [name for name in note.copied if name not in changed]  # touched
    note.version += 1
    note.save(update_fields=[*changed, "copied", "version", "saved_at"])
    tell(by, "note.save", note, sections=changed, version=note.version)
    return note


def check_seen(note: Note, seen: int) -> None:
    """See that a note is the one that was seen.

    Raises
    ------
    NoteChangedError
    """
    if note.version != seen:
        raise NoteChangedError(version=note.version)
