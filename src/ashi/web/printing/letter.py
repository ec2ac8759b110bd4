"""The letter to a patient's doctor: why, what was done, what changed, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.courses import signed_course, why_not_told
from ashi.apps.charting.errors import NoteUnsignedError
from ashi.apps.charting.models import Amendment, Note
from ashi.apps.charting.queries import amendments_of, chart_of
from ashi.apps.screening.models import Complaint
from ashi.apps.screening.recorded import complaint_at
from ashi.web.printing.asked import areas_words
from ashi.web.printing.course import course_sentences, measures_table, unwanted_of
from ashi.web.printing.document import Block, Cell, Document, Items, Section, Signature, Text
from ashi.web.printing.wording import (
    centre_lines,
    day,
    moment,
    page_of_pages,
    patient_pairs,
    printed_line,
    said,
)


@dataclass(frozen=True)
class Told:
    """The rows that a letter tells of; ``course`` are the signed notes up to ``note``."""

    visit: Visit
    note: Note | None
    course: tuple[Note, ...]
    complaint: Complaint | None = None
    amendments: tuple[Amendment, ...] = ()


def told(visit: Visit) -> Told:
    """Read what a letter tells."""
    note = chart_of(visit)
    complaint = complaint_at(visit)
    course = signed_course(visit, complaint)
    return Told(visit, note, tuple(course), complaint, amendments_of(note))


def letter_document(found: Told, reader: str) -> Document:
    """Return the letter as it is printed, in the language that is active.

    Raises
    ------
    NoteUnsignedError, NoteNotCosignedError
    """
    refusal = why_not_told(found.note)
    if found.note is None or refusal is not None:
        raise refusal or NoteUnsignedError()
    visit = found.visit
    patient = visit.patient.full_name if visit.patient else ""
    visited = day(visit.session.starts_at)
    return Document(
        title=_("Letter to the doctor: %(name)s") % {"name": patient},
        language=translation.get_language() or "en",
        centre=centre_lines(visit.session.centre),
        heading=_("Report on treatment"),
        lead=patient_pairs(visit),
        sections=_sections(found, found.note),
        footer=(patient, _("visit of %(day)s") % {"day": visited}),
        page=page_of_pages(),
        printed=printed_line(reader),
        date=day(timezone.now()),
        to=(_("To the treating doctor"),),
        opening=(
            _("Dear Doctor,"),
            _("We write to tell you about the treatment of the patient named above."),
        ),
        signature=_signature(found.note),
    )


def _sections(found: Told, note: Note) -> tuple[Section, ...]:
    course = found.course or (note,)
    table = measures_table(course)
    measures: tuple[Block, ...] = (table,) if table else (Text("", said(None, _no_measures())),)
    sentences = tuple(Cell(one) for one in course_sentences(course))
    return (
        Section(_("Reason for treatment"), (Text("", _reason(found.complaint)),)),
        Section(_("What was done so far"), (Items("", sentences),)),
        Section(_("Findings"), _findings(note)),
        Section(_("Change of what was measured"), measures),
        Section(_("Unwanted events"), (Items("", unwanted_of(course)),)),
        Section(_("What comes next"), (Text("", said(note.plan)),)),
        *_added(found.amendments),
    )


def _no_measures() -> str:
    return _("Nothing was measured.")


def _reason(complaint: Complaint | None) -> Cell:
    if complaint is None:
        return said(None)
    where = areas_words(complaint)
    return Cell(f"{complaint.words} ({where})" if where else complaint.words)


def _findings(note: Note) -> tuple[Block, ...]:
    return (
        Text(_("The patient says"), said(note.subjective)),
        Text(_("We find"), said(note.objective)),
        Text(_("Our assessment"), said(note.assessment)),
    )


def _added(amendments: Sequence[Amendment]) -> tuple[Section, ...]:
    """Return what was added to the note after it was signed: a letter must not hide it."""
    if not amendments:
        return ()
    blocks = tuple(
        Text(f"{day(one.at)}, {one.by}: {one.reason}", Cell(one.text)) for one in amendments
    )
    return (Section(_("Added after signing"), blocks),)


def _signature(note: Note) -> Signature:
    lines = []
    if note.signed_at is not None:
        lines.append(_("Record signed %(at)s") % {"at": moment(note.signed_at)})
    if note.cosigned_at is not None:
        second = {"name": note.cosigned_by, "at": moment(note.cosigned_at)}
        lines.append(_("Second signature: %(name)s, %(at)s") % second)
    return Signature(_("With kind regards,"), str(note.signed_by or note.author), tuple(lines))
