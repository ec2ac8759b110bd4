"""What was done without needles, and what was measured, as tables."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ashi.apps.charting.models import Measurement
from ashi.apps.charting.queries import Done
from ashi.web.charting.done_lines import MeasureLine, TreatmentLine, measure_lines, treatment_lines
from ashi.web.printing.document import Block, Cell, Notice, Row, Section, Table
from ashi.web.printing.wording import Cells, day, one

Before = Mapping[tuple[str, str, str], Measurement]
TREATMENT_WIDTHS = (3, 2, 2, 1.5)
MEASURE_WIDTHS = (3, 1.3, 1.3, 1.8, 1.3, 1.5)


def done_section(done: Done, before: Before) -> Section:
    """Return treatments and exercises with their dose, and measurements with their change.

    Parameters
    ----------
    before : what was measured last, by code, side and place
    """
    blocks: list[Block] = []
    if done.treatments:
        blocks.append(treatment_table(treatment_lines(done.treatments)))
    if done.measurements:
        blocks.append(measure_table(measure_lines(done.measurements, before)))
    if not blocks:
        blocks.append(Notice(_("No treatment, exercise or measurement is charted.")))
    return Section(_("Treatments, exercises and measurements"), tuple(blocks))


def treatment_table(lines: Sequence[TreatmentLine]) -> Table:
    """Return one line for each treatment."""
    head = (_("Treatment or exercise"), _("Where"), _("Dose"), _("By"))
    rows = tuple(
        Row(
            ((Cell(line.name, strong=True),), one(line.where), one(line.dose), one(line.row.by)),
            _("copied from an earlier visit, not looked at since") if line.row.copied else "",
        )
        for line in lines
    )
    return Table("", head, TREATMENT_WIDTHS, rows)


def measure_table(lines: Sequence[MeasureLine]) -> Table:
    """Return one line for each measurement, with what it was before."""
    head = (_("Measured"), _("Side"), _("Today"), _("Before"), _("Change"), _("By"))
    return Table("", head, MEASURE_WIDTHS, tuple(map(_measured, lines)))


def side_of(line: MeasureLine) -> Cells:
    """Return on which side was measured; of what has no sides, that."""
    return one(line.side) if line.side or line.sided else (Cell(_("has no sides")),)


def _measured(line: MeasureLine) -> Row:
    never = _("not measured before")
    before = one(None, never) if line.last is None else one(line.before)
    if line.last is not None:
        before = (*before, Cell(day(line.last.note.visit.session.starts_at)))
    return Row(
        (
            (Cell(line.name, strong=True),),
            side_of(line),
            one(line.value),
            before,
            one(line.change, _("no change known")),
            one(line.row.by),
        )
    )
