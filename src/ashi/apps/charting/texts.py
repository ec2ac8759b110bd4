"""Reads of phrases and templates: one's own, and the centre's."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Q, QuerySet

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Measurement, Note, NoteTemplate, Phrase, Treatment
from ashi.apps.charting.queries import SECTIONS
from ashi.apps.screening.known import complaint_of
from ashi.core.knowledge.physio.examining import wanted_of
from ashi.core.knowledge.physio.printing import print_done
from ashi.core.knowledge.physio.reading import Item
from ashi.core.knowledge.physio.things import all_things

Text = TypeVar("Text", Phrase, NoteTemplate)
SAID = ("place", "level", "side", "grade", "sets", "reps", "hold_s", "minutes", "load_kg")


def texts_of(rows: QuerySet[Text], by: Actor) -> QuerySet[Text]:
    """Return the texts that stand: those of a person, and those of the centre."""
    mine = Q(owner=by.user_id) | Q(owner=None)
    return rows.filter(mine, centre=by.centre_id, ended_at=None)


def phrases_for(by: Actor) -> list[Phrase]:
    """Return the phrases of a person by their shortcuts; one's own goes before the centre's."""
    rows = sorted(texts_of(Phrase.objects.all(), by), key=lambda one: one.owner_id is not None)
    return sorted({one.shortcut: one for one in rows}.values(), key=lambda one: one.shortcut)


def templates_for(by: Actor, areas: Collection[str]) -> list[NoteTemplate]:
    """Return the templates of a person, those for these areas of the body first."""
    rows = texts_of(NoteTemplate.objects.all(), by)
    return sorted(rows, key=lambda one: (one.area not in areas, one.owner_id is None, one.name))


def last_written(visit: Visit) -> Note | None:
    """Return the note of the patient's latest earlier visit in which a section was written."""
    empty = Q(subjective="", objective="", assessment="", plan="")
    return (
        Note.objects.exclude(empty)
        .filter(
            visit__patient=visit.patient_id,
            visit__session__starts_at__lt=visit.session.starts_at,
        )
        .order_by("-visit__session__starts_at", "-pk")
        .first()
    )


def template_from(note: Note) -> dict[str, str]:
    """Return a record as a template would say it: sections, what was examined, what was done."""
    things = all_things()
    found = dict.fromkeys(row.code for row in note.measurements.all() if row.code in things)
    done = [_item(row) for row in note.treatments.all() if row.code in things]
    complaint = complaint_of(note.visit.patient_id or 0)
    return {
        **{name: getattr(note, name) for name in SECTIONS},
        "area": complaint.areas[0] if complaint and complaint.areas else "",
        "examine": "; ".join(things[code].name for code in found),
        "done": print_done(done),
    }


def _item(row: Treatment) -> Item:
    said = {name: getattr(row, name) for name in SAID}
    return Item(thing=all_things()[row.code], **said)


def still_to_examine(note: Note | None, found: Collection[Measurement]) -> list[str]:
    """Return the ids of what a note's template wants examined and nobody found yet."""
    if note is None or note.template is None:
        return []
    known = {row.code for row in found}
    return [
        one for one in wanted_of(note.template.examine) if one in all_things() and one not in known
    ]
