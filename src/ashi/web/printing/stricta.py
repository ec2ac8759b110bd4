"""The report of a course after STRICTA, straight from the charts, with what was never said."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ashi.apps.centres.models import Permit
from ashi.apps.charting.models import Note
from ashi.apps.charting.values import placed
from ashi.core.knowledge.needling.stricta import (
    FIXED,
    FREELY,
    PARTLY,
    Report,
    Spread,
    report_of,
)
from ashi.web.charting.wording import RESPONSE_WORDS
from ashi.web.printing.course import course_sentences, unwanted_of
from ashi.web.printing.document import Cell, Document, Items, Notice, Pairs, Row, Section, Table
from ashi.web.printing.letter import Told
from ashi.web.printing.wording import (
    MANIPULATIONS,
    Cells,
    centre_lines,
    day,
    moment,
    number,
    one,
    page_of_pages,
    patient_pairs,
    printed_line,
    word,
)

WIDTHS = (1, 4, 2)


def report_of_notes(notes: Sequence[Note]) -> Report:
    """Return the report of the needles of some notes."""
    return report_of([[placed(row) for row in note.needles.all() if row.in_at] for note in notes])


def stricta_document(found: Told, reader: str) -> Document:
    """Return the report of a course up to a visit, in the language that is active."""
    visit, notes = found.visit, found.course
    report = report_of_notes(notes)
    patient = visit.patient.full_name if visit.patient else ""
    title = _("Needling of a course, after STRICTA")
    return Document(
        title=f"{title}: {patient}",
        language=translation.get_language() or "en",
        centre=centre_lines(visit.session.centre),
        heading=title,
        lead=patient_pairs(visit),
        sections=_sections(found, report),
        footer=(patient, moment(visit.session.starts_at)),
        page=page_of_pages(),
        printed=printed_line(reader),
    )


def _sections(found: Told, report: Report) -> tuple[Section, ...]:
    if not report.visits:
        return (Section(_("Needles"), (Notice(_("No needles were used.")),)),)
    complete = _("%(n)s of 100 of what is asked of each needle was said") % {
        "n": round(100 * report.completeness)
    }
    return (
        Section(_("Completeness"), (Pairs(((_("Needling"), one(complete)),)),)),
        Section(_("What STRICTA asks"), (_items(found, report),)),
        Section(_("Needled where, at how many visits"), (_places(report),)),
        Section(
            _("Beside the needles"), (Items("", tuple(map(Cell, course_sentences(found.course)))),)
        ),
        Section(_("Unwanted events"), (Items("", unwanted_of(found.course)),)),
    )


def _items(found: Told, report: Report) -> Table:
    said = {item: f"{count.said} / {count.of}" for item, count in report.said}
    rows: list[tuple[str, str, Cells, str]] = [
        ("1a", _("Style"), one(None, pgettext("record", "not recorded")), ""),
        ("1b", _("Reason"), one(found.complaint.words if found.complaint else None), ""),
        ("1c", _("How far it was varied"), one(_varied(report)), ""),
        ("2a", _("Needles a visit"), one(_range(report.needles)), ""),
        ("2b", _("Points and sides"), one(_("see the next table")), said["2b"]),
        ("2c", _("Depth, mm"), one(_range(report.depth_mm)), said["2c"]),
        ("2d", _("Response sought; obtained"), _responses(report), said["2d"]),
        ("2e", _("Stimulation"), _stimulation(report), said["2e"]),
        ("2f", _("Minutes in"), one(_range(report.minutes)), said["2f"]),
        ("2g", _("Needles, mm"), one("; ".join(report.sizes)), said["2g"]),
        ("3a", _("Visits"), one(report.visits), ""),
        ("3b", _("From, to"), one(_span(found.course)), ""),
        ("5", _("Practitioners"), _people(found.course), ""),
    ]
    head = ("", _("What"), _("Said of needles"))
    return Table(
        "",
        head,
        WIDTHS,
        tuple(
            Row(((Cell(code, strong=True),), (Cell(label), *value), (Cell(count),)))
            for code, label, value, count in rows
        ),
    )


def _varied(report: Report) -> str:
    words = {
        FIXED: _("the same places at each visit"),
        PARTLY: _("some places at every visit, others not"),
        FREELY: _("no place at every visit"),
    }
    return words[report.varied]


def _range(spread: Spread | None) -> str | None:
    """Return the middle, and the least and greatest where they differ."""
    if spread is None:
        return None
    middle = number(round(spread.middle, 1))
    if spread.least == spread.most:
        return middle
    ends = {"low": number(round(spread.least, 1)), "high": number(round(spread.most, 1))}
    return _("median %(middle)s, %(low)s to %(high)s") % {"middle": middle, **ends}


def _responses(report: Report) -> Cells:
    sought = ", ".join(f"{word(RESPONSE_WORDS, one)} {n}" for one, n in report.sought)
    obtained = ", ".join(f"{word(RESPONSE_WORDS, one)} {n}" for one, n in report.obtained)
    return (*one(sought, _("not said what was sought")), *one(obtained))


def _stimulation(report: Report) -> Cells:
    by_hand = ", ".join(f"{word(MANIPULATIONS, one)} {n}" for one, n in report.manual)
    wired = _("wired: %(n)s") % {"n": report.wired} if report.wired else ""
    return one("; ".join(filter(None, (by_hand, wired))))


def _span(notes: Sequence[Note]) -> str:
    first, last = notes[0].visit.session.starts_at, notes[-1].visit.session.starts_at
    return f"{day(first)} – {day(last)}" if len(notes) > 1 else day(first)


def _people(notes: Sequence[Note]) -> Cells:
    """Return who needled, and under which registration as it stands on record."""
    people = {row.by for note in notes for row in note.needles.all()}
    permits = Permit.objects.filter(
        resource__user__in=people,
        resource__centre=notes[0].visit.session.centre_id,
        act=Permit.Act.NEEDLING,
    ).select_related("resource")
    numbers = {row.resource.user_id: row.registration for row in permits}
    return tuple(
        Cell(" · ".join(filter(None, (str(who), numbers.get(who.pk, "")))))
        for who in sorted(people, key=str)
    )


def _places(report: Report) -> Table:
    return Table(
        "",
        (_("Point"), _("Visits"), _("Sides")),
        (3, 1, 2),
        tuple(
            Row(
                (
                    (Cell(point.name, strong=True),),
                    (Cell(str(point.visits)),),
                    (Cell(_("both sides") if point.both_sides else _("one side")),),
                )
            )
            for point in report.points
        ),
    )
