"""The day on paper: who comes when and where, what to watch for, and boxes to fill in by hand.

It lies ready for the hour in which neither network nor power is there. What was known when it
was printed stands in its boxes already; what is written by hand is entered later, from paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import PEOPLE, ROOMS, Centre
from ashi.apps.encounters.day_board import DayRows, DayVisit, day_rows
from ashi.apps.patients.models import FactValue
from ashi.apps.patients.queries import phones_of
from ashi.apps.screening.of_the_day import Watched, watched
from ashi.web.desk.board.words import local, short
from ashi.web.printing.document import Cell, Document, Notice, Row, Section, Table
from ashi.web.printing.wording import Cells, centre_lines, page_of_pages, printed_line, questions
from ashi.web.templatetags.frame import clock, long_day

TEMPLATE = "day.typ"
WIDTHS = (1.3, 4.2, 3, 3, 6.2, 1.9, 1.9, 2.4)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day's visits with what is printed beside them; None where the reader may not know it."""

    rows: DayRows
    phones: Mapping[int, Sequence[tuple[str, str]]] | None
    watched: Mapping[int, Watched] | None

    @property
    def visits(self) -> list[DayVisit]:
        """Return the visits of patients, held times without one left out."""
        return [one for one in self.rows.visits if one.visit.patient_id is not None]


def sheet_of(
    centre: Centre, day: datetime, *, with_phones: bool = True, with_precautions: bool = True
) -> Sheet:
    """Read the day in which an instant lies, as far as its reader may know it."""
    rows = day_rows(centre, timezone.localdate(day), timezone.now())
    visits = [one.visit for one in rows.visits if one.visit.patient_id]
    patients = {one.patient_id for one in visits if one.patient_id}
    return Sheet(
        rows=rows,
        phones=phones_of(patients) if with_phones else None,
        watched=watched(patients, {one.pk for one in visits}) if with_precautions else None,
    )


def day_document(sheet: Sheet, language: str, reader: str) -> Document:
    """Return the day as it is printed, in the language that is active."""
    title = _("Day sheet, %(day)s") % {"day": long_day(sheet.rows.day.date)}
    head = (
        pgettext("day sheet", "Time"),
        pgettext("day sheet", "Name"),
        _("Phone"),
        pgettext("day sheet", "Room"),
        _("Watch for"),
        pgettext("needles", "In"),
        pgettext("needles", "Out"),
        pgettext("needles", "Count"),
    )
    table = Table("", head, WIDTHS, tuple(_row(one, sheet) for one in sheet.visits))
    block = table if sheet.visits else Notice(_("No visit is booked on this day."))
    return Document(
        title=title,
        language=language,
        centre=centre_lines(sheet.rows.centre),
        heading=title,
        lead=(),
        sections=(Section("", (block,)),),
        footer=_footer(sheet),
        page=page_of_pages(),
        printed=printed_line(reader),
        opening=(
            _(
                "Write the time into the box when needles go in and come out, and count both "
                "times. Afterwards enter it in Ashi, on the visit's page, as from the paper day "
                "sheet."
            ),
        ),
    )


def _footer(sheet: Sheet) -> tuple[str, ...]:
    left_out = _("What is on record stands on the sheet of those who may read records.")
    count = len(sheet.visits)
    visits = ngettext("%(count)s visit", "%(count)s visits", count) % {"count": count}
    gone = _("To be destroyed at the end of the day.")
    return (visits, gone, *((left_out,) if sheet.watched is None else ()))


def _row(one: DayVisit, sheet: Sheet) -> Row:
    """Return a visit: what is known when it is printed stands in its boxes."""
    visit, state = one.visit, one.state
    counted = f"{state.counted_in} / {state.counted_out}" if state.counted_in else ""
    return Row(
        (
            (Cell(clock(visit.session.starts_at), strong=True),),
            _who(one),
            (_phone(visit, sheet),),
            _where(one),
            _watch(visit, sheet),
            (Cell(clock(state.in_since) if state.in_since else ""),),
            (Cell(clock(state.out_at) if state.out_at else ""),),
            (Cell(counted),),
        )
    )


def _who(one: DayVisit) -> Cells:
    name = Cell(str(one.visit.patient), strong=True)
    gone = (Cell(_("did not come")),) if one.visit.status == Visit.Status.NO_SHOW else ()
    return (name, Cell(local(one.visit.session.service)), *gone)


def _phone(visit: Visit, sheet: Sheet) -> Cell:
    if sheet.phones is None:
        return Cell("")
    numbers = sheet.phones.get(visit.patient_id or 0)
    return Cell(numbers[0][0]) if numbers else Cell(_("no number"), known=False)


def _where(one: DayVisit) -> Cells:
    """Return the rooms, and below them the people, each once."""
    found = {role.pk: role for role in one.roles.values()}
    rooms = [local(role) for role in found.values() if role.kind in ROOMS]
    people = [short(role) for role in found.values() if role.kind in PEOPLE]
    return tuple(Cell(", ".join(words)) for words in (rooms, people) if words)


def _watch(visit: Visit, sheet: Sheet) -> Cells:
    """Return what to watch for; that nobody asked is said, and is not "nothing"."""
    alone = _alone(visit)
    if sheet.watched is None:
        return alone or (Cell(""),)
    known = sheet.watched.get(visit.patient_id or 0)
    if known is None:
        return (*alone, Cell(_("not asked"), known=False))
    facts = tuple(Cell(f"{asked} {_('yes')}") for asked in questions(known.yes))
    return (*alone, *(facts or (Cell(_("nothing answered yes")),)))


def _alone(visit: Visit) -> Cells:
    if visit.patient is None or visit.patient.not_left_alone != FactValue.YES:
        return ()
    words = _("not left alone")
    return (Cell(f"{words}: {visit.companion}" if visit.companion else words, strong=True),)
