"""A course in words for a doctor: visits, kinds of treatment, needles in a sentence, measures."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ashi.apps.charting.measured import MeasuredKey, key_of
from ashi.apps.charting.models import Adverse, Measurement, Note
from ashi.core.knowledge.physio.examination import NOT_DONE
from ashi.core.knowledge.physio.things import EXERCISE, all_things
from ashi.web.charting.finding_lines import MeasureLine, measure_lines, name_of
from ashi.web.printing.document import Cell, Row, Table
from ashi.web.printing.done import side_of, value_of
from ashi.web.printing.wording import Cells, day, one, said

WIDTHS = (3, 1.3, 2, 2, 1.4)


def course_sentences(notes: Sequence[Note]) -> list[str]:
    """Return how often and with what a patient was treated; needles in one sentence."""
    first, last = day(notes[0].visit.session.starts_at), day(notes[-1].visit.session.starts_at)
    count = {"n": len(notes), "first": first, "last": last}
    once = _("One visit, on %(first)s.") % count
    often = _("%(n)s visits, from %(first)s to %(last)s.") % count
    sentences = [once if len(notes) == 1 else often]
    for label, exercises in ((_("Treatment"), False), (_("Exercise"), True)):
        kinds = _kinds(notes, exercises=exercises)
        sentences += [f"{label}: {kinds}."] if kinds else []
    return [*sentences, _needles(notes)]


def _kinds(notes: Iterable[Note], *, exercises: bool) -> str:
    """Return each treatment, or each exercise, with the number of visits that had it."""
    visits: Counter[str] = Counter()
    for note in notes:
        codes = {row.code for row in note.treatments.all()}
        visits.update(code for code in sorted(codes) if _is_exercise(code) is exercises)
    said_of = (f"{name_of(code)}, {_visits(times)}" for code, times in visits.most_common())
    return " · ".join(said_of)


def _is_exercise(code: str) -> bool:
    thing = all_things().get(code)
    return thing is not None and thing.kind == EXERCISE


def _visits(times: int) -> str:
    return ngettext("%(n)s visit", "%(n)s visits", times) % {"n": times}


def _needles(notes: Sequence[Note]) -> str:
    needled = [note for note in notes if note.needles.all()]
    if not needled:
        return _("No needles were used.")
    rows = [row for note in needled for row in note.needles.all()]
    counts = {
        "visits": _visits(len(needled)),
        "needles": sum(row.needles for row in rows if row.in_at),
        "last": day(needled[-1].visit.session.starts_at),
    }
    if any(row.pair is not None for row in rows):
        return (
            _(
                "Acupuncture needles at %(visits)s, %(needles)s in all, some with electrical"
                " stimulation; last on %(last)s."
            )
            % counts
        )
    return _("Acupuncture needles at %(visits)s, %(needles)s in all; last on %(last)s.") % counts


def unwanted_of(notes: Iterable[Note]) -> Cells:
    """Return the unwanted events of a course, and at how many visits nobody asked."""
    cells, none, unasked = [], 0, 0
    for note in notes:
        if note.adverse == Adverse.YES:
            on = day(note.visit.session.starts_at)
            cells.append(Cell(f"{on}: {said(note.adverse_text).text}"))
        none += note.adverse == Adverse.NONE
        unasked += note.adverse == Adverse.UNKNOWN
    if none:
        cells.append(Cell(_("None at %(visits)s.") % {"visits": _visits(none)}))
    if unasked:
        words = _("Not asked at %(visits)s.") % {"visits": _visits(unasked)}
        cells.append(Cell(words, known=False))
    return tuple(cells)


def measures_table(notes: Iterable[Note]) -> Table | None:
    """Return the first and the latest value of each measure, and the change between the two."""
    firsts: dict[MeasuredKey, Measurement] = {}
    latest: dict[MeasuredKey, Measurement] = {}
    on: dict[int, str] = {}
    for note in notes:
        for row in note.measurements.all():
            if row.copied or row.result == NOT_DONE:
                continue
            key = key_of(row)
            firsts.setdefault(key, row)
            latest[key] = row
            on[row.pk] = day(note.visit.session.starts_at)
    if not latest:
        return None
    before = {key: row for key, row in firsts.items() if latest[key] is not row}
    head = (_("Measured"), _("Side"), _("First"), _("Latest"), _("Change"))
    lines = measure_lines(latest.values(), before)
    return Table("", head, WIDTHS, tuple(_line(line, on) for line in lines))


def _line(line: MeasureLine, on: dict[int, str]) -> Row:
    first = one(None, _("measured once"))
    if line.last is not None:
        first = (said(line.before), Cell(on[line.last.pk]))
    return Row(
        (
            (Cell(line.name, strong=True),),
            side_of(line),
            first,
            (*value_of(line), Cell(on[line.row.pk])),
            one(line.change, _("no change known")),
        )
    )
