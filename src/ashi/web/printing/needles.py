"""The needles of a visit as a table: all that STRICTA asks, and what of it nobody said."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ashi.apps.charting.models import Needling
from ashi.apps.charting.queries import Count, counts_of
from ashi.apps.encounters.models import NeedleIncident, SecondCount
from ashi.core.knowledge.needling.insertion import BY_LEVEL
from ashi.core.knowledge.points.names import PointCode, all_names
from ashi.web.charting.wording import KIND_WORDS, RESPONSE_WORDS, SIDE_WORDS, WAVEFORM_WORDS
from ashi.web.printing.document import Block, Cell, Items, Notice, Pairs, Row, Section, Table
from ashi.web.printing.figures import needle_figures
from ashi.web.printing.wording import (
    ANGLES,
    MANIPULATIONS,
    STRENGTHS,
    Cells,
    each,
    moment,
    number,
    one,
    said,
    word,
)
from ashi.web.templatetags.frame import clock

WIDTHS = (1.5, 1.05, 1.4, 1.2, 1.3, 1.35, 1.4, 1.05, 1.3)


def needles_section(
    rows: Sequence[Needling],
    counted: int | None,
    incidents: Sequence[NeedleIncident] = (),
    seconds: Sequence[SecondCount] = (),
) -> Section:
    """Return the needles, their count in and out, and what became of those that were missed.

    Parameters
    ----------
    counted : needles that the board counted in; None where nobody counted
    """
    if not rows and counted is None:
        return Section(_("Needles"), (Notice(_("No needles are charted.")),))
    blocks: list[Block] = [_count(rows, counted)]
    if rows:
        blocks[:0] = (*needle_figures(rows), needle_table(rows))
    if seconds:
        blocks.append(Items(_("Counted a second time"), tuple(map(_second, seconds))))
    if incidents:
        blocks.append(Items(_("Needles not accounted for"), tuple(map(_incident, incidents))))
    return Section(_("Needles"), tuple(blocks))


def needle_table(rows: Sequence[Needling]) -> Table:
    """Return one line for each row of the chart."""
    head = (
        _("Point"),
        _("Side, number"),
        _("Depth, angle"),
        _("Response"),
        _("Manipulation"),
        _("Current, time"),
        _("Needle, lot"),
        _("In, out"),
        _("By"),
    )
    several = any(row.set_number > 1 for row in rows)
    return Table("", head, WIDTHS, tuple(_row(row, several=several) for row in rows))


def _row(row: Needling, *, several: bool) -> Row:
    cells = (
        _point(row, several=several),
        _side(row),
        each(_depth(row), said(word(ANGLES, row.angle), _("angle not said"))),
        _response(row),
        one(word(MANIPULATIONS, row.manipulation)),
        _current(row),
        _needle(row),
        _times(row),
        one(row.by),
    )
    return Row(cells, _below(row))


def _point(row: Needling, *, several: bool) -> Cells:
    if row.point:
        name = all_names().get(PointCode(row.point))
        cells = [Cell(f"{row.point} {row.level}".strip(), strong=True)]
        cells += [Cell(name.pinyin)] if name else []
        if row.point == BY_LEVEL and not row.level:
            cells.append(Cell(_("level not said"), known=False))
    else:
        where = " ".join(filter(None, (row.place, row.level)))
        cells = [Cell(word(KIND_WORDS, row.kind), strong=True), said(where, _("place not said"))]
    if several:
        cells.append(Cell(_("set %(n)s") % {"n": row.set_number}))
    return tuple(cells)


def _side(row: Needling) -> Cells:
    needles = ngettext("%(n)s needle", "%(n)s needles", row.needles) % {"n": row.needles}
    return said(word(SIDE_WORDS, row.side), _("side not said")), Cell(needles)


def _depth(row: Needling) -> Cell:
    if row.depth_mm is not None:
        return Cell(f"{number(row.depth_mm)} mm")
    cun = None if row.depth_cun is None else f"{number(row.depth_cun)} cun"
    return said(cun, _("depth not said"))


def _response(row: Needling) -> Cells:
    felt = ", ".join(word(RESPONSE_WORDS, response) for response in row.responses)
    strength = one(word(STRENGTHS, row.strength)) if row.strength else ()
    sought = word(RESPONSE_WORDS, row.sought)
    looked_for = Cell(_("sought: %(what)s") % {"what": sought}) if sought else None
    return (*((looked_for,) if looked_for else ()), said(felt), *strength)


def _current(row: Needling) -> Cells:
    outlet = (
        None
        if row.pair is None
        else _("outlet %(n)s") % {"n": f"{row.pair}{row.pole}".replace("-", "\u2212")}
    )
    hertz = f"{'/'.join(map(number, row.hertz))} Hz" if row.hertz else None
    minutes = None if row.minutes is None else _("%(n)s min") % {"n": row.minutes}
    strength = None if row.intensity_ma is None else f"{number(row.intensity_ma)} mA"
    pulse = None if row.pulse_ms is None else f"{number(row.pulse_ms)} ms"
    if row.pair is None:
        return each(said(outlet, _("outlet not said")), said(minutes, _("time not said")))
    form = word(WAVEFORM_WORDS, row.waveform)
    finer = ((form, _("waveform")), (pulse, _("pulse")), (strength, _("current")))
    unsaid = ", ".join(name for value, name in finer if not value)
    return each(
        said(outlet, _("outlet not said")),
        said(hertz, _("frequency not said")),
        *(Cell(value) for value, _name in finer if value),
        *((Cell(_("not said: %(what)s") % {"what": unsaid}, known=False),) if unsaid else ()),
        said(minutes, _("time not said")),
    )


def _needle(row: Needling) -> Cells:
    known = row.gauge_mm is not None and row.length_mm is not None
    size = f"{number(row.gauge_mm or 0)} × {number(row.length_mm or 0)} mm" if known else None
    lot = _("lot %(lot)s") % {"lot": row.lot} if row.lot else None
    return each(said(size, _("needle not said")), said(lot, _("lot not said")))


def _times(row: Needling) -> Cells:
    into = _("in %(at)s") % {"at": clock(row.in_at)} if row.in_at else None
    out = _("out %(at)s") % {"at": clock(row.out_at)} if row.out_at else _left(row)
    return each(said(into, _("in: not said")), said(out, _("out: not said")))


def _left(row: Needling) -> str | None:
    """Return why a needle is not out, where somebody said so."""
    if row.broken:
        return _("broke")
    if row.stays_days:
        stays = ngettext("stays %(n)s day", "stays %(n)s days", row.stays_days)
        return stays % {"n": row.stays_days}
    return None


def _below(row: Needling) -> str:
    copied = _("copied from an earlier visit, not looked at since") if row.copied else ""
    return " · ".join(filter(None, (row.text, copied)))


def _count(rows: Sequence[Needling], counted: int | None) -> Pairs:
    total, _regions = counts_of(list(rows))
    both = {"a": total.went_in, "b": total.came_out}
    words = (
        _("%(a)s in, %(b)s out: they agree")
        if total.agrees
        else _("%(a)s in, %(b)s out: they differ")
    )
    board = None if counted is None else str(counted)
    waiting = sum(row.needles for row in rows if row.in_at is None)
    never = ((_("Charted, and not said to be in"), one(waiting)),) if waiting else ()
    return Pairs(
        (
            (_("Needle count"), (Cell(words % both, strong=True), *_not_out(total))),
            *never,
            (_("Counted in on the board"), one(board, pgettext("record", "not counted"))),
        )
    )


def _not_out(total: Count) -> Cells:
    """Return how many are not out, and why."""
    counts = ((total.stays, _("%(n)s stay in on purpose")), (total.broken, _("%(n)s broken")))
    return tuple(Cell(words % {"n": n}) for n, words in counts if n)


def _second(row: SecondCount) -> Cell:
    """Return who counted first and how many, who counted again and how many."""
    first = {"name": row.first_by or "?", "n": row.counted_out, "at": moment(row.asked_at)}
    words = [_("%(at)s: %(name)s counted %(n)s out.") % first]
    if row.closed_at is None:
        words.append(_("A second count still waits."))
    elif row.counted is None:
        left = {"name": row.by or "?", "why": row.why, "at": moment(row.closed_at)}
        words.append(_("Not counted again: %(why)s (%(name)s, %(at)s).") % left)
    else:
        again = {"name": row.by, "n": row.counted, "at": moment(row.closed_at)}
        words.append(_("%(at)s: %(name)s counted %(n)s.") % again)
    return Cell(" ".join(words))


def _incident(incident: NeedleIncident) -> Cell:
    counts = {"a": incident.counted_in, "b": incident.counted_out}
    opened = {"at": moment(incident.opened_at)} | counts
    words = [_("%(at)s: %(a)s counted in, %(b)s out.") % opened]
    words += [part for part in (incident.last_seen, incident.found_where) if part]
    if incident.closed_at is None:
        words.append(_("Still open."))
    else:
        words.append(f"{incident.resolution} ({moment(incident.closed_at)})")
    return Cell(" ".join(words))
