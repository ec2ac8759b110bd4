"""The letter on how a complaint goes: what was asked and answered, in numbers and in words."""

from collections.abc import Callable, Mapping

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ashi.apps.centres.models import Centre
from ashi.apps.outcomes.progress import GLOBAL, SMALL, CourseOfCare
from ashi.apps.patients.models import Patient
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.progress import Progress, how_much, how_sure
from ashi.core.outcomes.saying import in_words
from ashi.web.charting.events import event_line
from ashi.web.outcomes.shown import scale_of
from ashi.web.outcomes.wording import measure_name
from ashi.web.printing.document import (
    Block,
    Cell,
    Document,
    Items,
    Row,
    Section,
    Signature,
    Table,
    Text,
)
from ashi.web.printing.wording import centre_lines, day, moment, one, page_of_pages, said
from ashi.web.templatetags.frame import in_language

PARTS = ("pain", "week", "visits", "events")
WIDTHS = (3.0, 2.0, 2.5, 3.5)


def progress_document(
    centre: Centre, patient: Patient, course: CourseOfCare, parts: tuple[str, ...], doctor: str
) -> Document:
    """Return the letter, in the language that is active; only the parts that were chosen."""
    born = day(patient.birth_date) if patient.birth_date else None
    return Document(
        title=_("How it goes: %(name)s") % {"name": patient.full_name},
        language=translation.get_language() or "en",
        centre=centre_lines(centre),
        heading=_("How it goes"),
        lead=(
            (_("Patient"), (Cell(patient.full_name, strong=True),)),
            (_("Born"), one(born, _("birth date not asked"))),
            (_("Complaint"), one(course.complaint.words if course.complaint else None)),
            (_("Since"), one(day(course.begun_on) if course.begun_on else None)),
        ),
        sections=tuple(MAKERS[name](course) for name in PARTS if name in parts),
        footer=(patient.full_name,),
        page=page_of_pages(),
        printed=_("Printed %(at)s") % {"at": moment(timezone.now())},
        date=day(timezone.now()),
        to=(doctor or _("To the treating doctor"),),
        opening=(
            _("Dear Doctor,"),
            _("These are the patient’s own answers to our questions, and what they come to."),
        ),
        signature=Signature(_("With kind regards,"), in_language(centre, "name"), ()),
    )


def _pain(course: CourseOfCare) -> Section:
    function = course.function
    rest = [one for one in course.others if one.measure not in GLOBAL]
    shown = [course.pain, *([function] if function else []), *rest]
    return Section(_("Pain and daily life"), _table(shown))


def _week(course: CourseOfCare) -> Section:
    shown = [course.by_measure[code] for code in SMALL if code in course.by_measure]
    return Section(_("Medicine, sleep, stress"), _table(shown))


def _table(shown: list[Progress]) -> tuple[Block, ...]:
    """Return a line a measure: its scale, from what to what, how sure; and every answer below."""
    language = translation.get_language() or "en"
    rows = tuple(_row(progress, language) for progress in shown if progress.compared)
    if not rows:
        return (Text("", said(None, _("Nothing was answered yet."))),)
    head = (_("Measure"), _("Scale"), _("From, to"), _("How sure"))
    return (Table("", head, WIDTHS, rows),)


def _row(progress: Progress, language: str) -> Row:
    sources = progress.facts.sources if progress.facts else ()
    sure = "; ".join(filter(None, (*how_sure(progress, language), *sources)))
    cells = (
        one(measure_name(progress.measure)),
        one(scale_of(find_instrument(progress.measure))),
        one(how_much(progress, language)),
        one(sure, _("two answers are needed")),
    )
    answers = [
        _("week %(number)s") % {"number": in_words(reading.day / 7, language, 0)}
        + ": "
        + (_("no answer") if reading.value is None else in_words(reading.value, language))
        for run in progress.runs
        for reading in run.readings
    ]
    return Row(cells, "; ".join(answers))


def _visits(course: CourseOfCare) -> Section:
    cells = tuple(
        Cell(f"{day(done.visit.session.starts_at)}: {_what(done.needled, done.treated)}")
        for done in course.visits
    )
    return Section(_("Visits, and what was done"), (Items("", cells or one(None)),))


def _what(needled: bool, treated: bool) -> str:
    if needled and treated:
        return _("acupuncture and physiotherapy")
    if needled:
        return _("acupuncture")
    return _("physiotherapy") if treated else _("not charted")


def _events(course: CourseOfCare) -> Section:
    lines = [event_line(row) for _day, row in course.events]
    cells = tuple(Cell(f"{line.term}, {line.severity}; {line.facts}") for line in lines)
    none = (Cell(_("None was recorded at these visits.")),)
    return Section(_("Unwanted events"), (Items("", cells or none),))


MAKERS: Mapping[str, Callable[[CourseOfCare], Section]] = {
    "pain": _pain,
    "week": _week,
    "visits": _visits,
    "events": _events,
}
