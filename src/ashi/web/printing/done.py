"""What was done without needles, and what was measured, as tables."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ashi.apps.charting.measured import MeasuredKey
from ashi.apps.charting.models import Measurement
from ashi.apps.charting.queries import Done
from ashi.core.knowledge.physio.examination import sources_of
from ashi.web.charting.done_lines import TreatmentLine, treatment_lines
from ashi.web.charting.finding_lines import MeasureLine, grouped, measure_lines
from ashi.web.printing.document import Block, Cell, Notice, Row, Section, Table, Text
from ashi.web.printing.wording import Cells, day, one

Before = Mapping[MeasuredKey, Measurement]
TREATMENT_WIDTHS = (3, 2, 2, 1.5)
MEASURE_WIDTHS = (2.8, 1.1, 1.8, 1.4, 1.6, 1.3, 1.4)


def done_section(done: Done, before: Before) -> Section:
    """Return treatments and exercises with their dose, and measurements with their change.

    Parameters
    ----------
    before : what was measured and found last, each by what and where it is
    """
    blocks: list[Block] = []
    if done.treatments:
        blocks.append(treatment_table(treatment_lines(done.treatments)))
    if done.measurements:
        blocks += _found(measure_lines(done.measurements, before))
    if not blocks:
        blocks.append(Notice(_("No treatment, exercise or measurement is charted.")))
    return Section(_("Treatments, exercises and measurements"), tuple(blocks))


def _found(lines: Sequence[MeasureLine]) -> list[Block]:
    """Return a table of each kind of finding, and where the normal values come from."""
    tables: list[Block] = [measure_table(group.name, group.lines) for group in grouped(lines)]
    sources = sources_of([line.exam for line in lines if line.exam and line.exam.normal_read])
    if sources:
        label = _("Where the normal values come from")
        tables.append(Text(label, Cell("\n".join(sources)), small=True))
    return tables


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


def measure_table(label: str, lines: Sequence[MeasureLine]) -> Table:
    """Return one line for each measurement or finding, with what is normal and what was before."""
    head = (
        label,
        _("Side"),
        _("Today"),
        _("Normal"),
        _("Before"),
        _("Change"),
        _("By"),
    )
    return Table("", head, MEASURE_WIDTHS, tuple(map(_measured, lines)))


def value_of(line: MeasureLine) -> Cells:
    """Return what was found, and in words where it lies outside a normal that was read."""
    said = one(line.value)
    if line.after:
        said = (*said, Cell(_("after the treatment %(value)s") % {"value": line.after}))
    read = line.exam is not None and line.exam.normal_read
    return (*said, Cell(line.outside)) if line.outside and read else said


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
            value_of(line),
            _normal(line),
            before,
            one(line.change, _("no change known")),
            one(line.row.by),
        ),
        _("copied from an earlier visit, not looked at since") if line.row.copied else "",
    )


def _normal(line: MeasureLine) -> Cells:
    """Return what is normal; what is only remembered is not printed."""
    if line.exam and line.exam.normal_read and line.normal:
        return one(line.normal)
    return (Cell("\u2013"),)
