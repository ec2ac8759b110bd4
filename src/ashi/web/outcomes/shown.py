"""What a progress page shows, made from a course of care: sentences, figures, the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from ashi.apps.outcomes.progress import GLOBAL, SMALL, CourseOfCare
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.courses import Course, days_to_recovery
from ashi.core.outcomes.instruments import Instrument
from ashi.core.outcomes.own_questions import own_form
from ashi.core.outcomes.progress import (
    Progress,
    for_patient,
    headline,
    how_much,
    how_sure,
    others,
)
from ashi.core.outcomes.recovery import (
    RESPONSE,
    beside,
    definitions_at,
    recovery_in_words,
    time_to_recovery,
)
from ashi.core.outcomes.saying import in_words
from ashi.web.charting.events import EventLine, event_line
from ashi.web.outcomes.bars import Bars, bars_of
from ashi.web.outcomes.charts import Beside, Figure, figure_of
from ashi.web.outcomes.wording import CERTAINTY_WORDS, measure_name

COHORT_MEASURES = {"NPRS": "pain", "RMDQ24": "disability"}


class Answer(NamedTuple):
    """One of the four things that staff look for, and what it rests on."""

    question: str
    answer: str
    source: str


class Line(NamedTuple):
    """One of a patient's complaints beside their others."""

    course: CourseOfCare
    headline: str
    pain: str
    function: str
    needled: int
    treated: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A page on one complaint."""

    course: CourseOfCare
    headline: str
    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...]
    smalls: tuple[tuple[str, Bars], ...]
    rest: tuple[tuple[str, str, str], ...]
    events: tuple[tuple[int, EventLine], ...]
    table: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    sentence: str

    @property
    def joins_measures(self) -> bool:
        """Whether a measure was changed midway, so that its line is broken."""
        return any(len(one.progress.runs) > 1 for one in self.figures)


def shown(course: CourseOfCare, *, to_patient: bool = False) -> Shown:
    """Return what a page on a complaint shows, in the reader's language."""
    language = translation.get_language() or "en"
    pain, function = course.pain, course.function
    events = tuple((day, event_line(row)) for day, row in course.events)
    return Shown(
        course=course,
        headline=headline(pain, language),
        answers=() if to_patient else _answers(course, language),
        figures=_figures(course, language, to_patient=to_patient),
        smalls=_smalls(course, language),
        rest=tuple(_line(one, language) for one in course.others),
        events=events,
        table=_table([pain, *([function] if function else []), *_small(course)], language),
        sentence=for_patient(pain, language),
    )


def beside_each_other(courses: Sequence[CourseOfCare]) -> tuple[Line, ...]:
    """Return every complaint of a patient as a line, as they stand in ``courses``."""
    language = translation.get_language() or "en"
    return tuple(
        Line(
            one,
            headline(one.pain, language),
            how_much(one.pain, language),
            how_much(one.function, language) if one.function else "",
            sum(visit.needled for visit in one.visits),
            sum(visit.treated for visit in one.visits),
        )
        for one in courses
    )


def _small(course: CourseOfCare) -> list[Progress]:
    return [course.by_measure[code] for code in SMALL if code in course.by_measure]


def _smalls(course: CourseOfCare, language: str) -> tuple[tuple[str, Bars], ...]:
    drawn = [(measure_name(one.measure), bars_of(one, language)) for one in _small(course)]
    return tuple((name, bars) for name, bars in drawn if bars is not None)


def _figures(course: CourseOfCare, language: str, *, to_patient: bool) -> tuple[Figure, ...]:
    days = [day for day, _row in course.events]

    def figure(one: Progress, title: str, cohort: Course | None) -> Figure:
        beside = Beside(course.visits, days, cohort, course.last_day, to_patient)
        return figure_of(one, title, language, beside)

    drawn = [figure(course.pain, _("Pain"), course.cohorts["pain"])]
    if course.function is not None:
        # A cohort's disability is on a scale of its own: it stands beside no other measure.
        drawn.append(figure(course.function, _("Daily life"), None))
    return tuple(drawn)


def _answers(course: CourseOfCare, language: str) -> tuple[Answer, ...]:
    """Answer what staff ask: how much, how sure, what others did."""
    found: list[Answer] = []
    pain, function = course.pain, course.function
    for title, one in ((_("Pain"), pain), (_("Daily life"), function)):
        if one is not None:
            name = f"{title}: {measure_name(one.measure)}"
            sure, felt = how_sure(one, language)
            sources = one.facts.sources if one.facts else ()
            found.append(Answer(name, how_much(one, language), ""))
            if sure:
                found.append(Answer(_("How sure"), f"{sure}; {felt}", "; ".join(sources)))
    found += _recovered(course, language)
    found.append(_beside(course, language))
    return tuple(found)


def _recovered(course: CourseOfCare, language: str) -> list[Answer]:
    """Say when each measure with a published definition recovered, a known cohort beside it."""
    areas = course.complaint.areas if course.complaint else ()
    found: list[Answer] = []
    for one in definitions_at(areas):
        run = course.by_measure[one.measure].compared if one.measure in course.by_measure else None
        if run is None:
            continue
        when, what = recovery_in_words(
            one, time_to_recovery(one, run.readings), measure_name(one.measure), language
        )
        question = _("Responded") if one.kind == RESPONSE else _("Recovered")
        found.append(Answer(f"{question}: {what}", when, one.source))
        weeks = course.onset.weeks if course.onset else None
        cohort = days_to_recovery(areas, COHORT_MEASURES.get(one.measure, ""), weeks)
        if cohort is not None:
            told = f"{cohort.source}; {cohort.n}; {cohort.population}"
            found.append(Answer(_("Time to recovery"), beside(cohort, language), told))
    return found


def _beside(course: CourseOfCare, language: str) -> Answer:
    cohort = course.cohorts["pain"]
    last = course.pain.last
    question = _("Comparable people")
    if cohort is None:
        known = course.onset is not None
        told = (
            _("no published group fits this complaint")
            if known
            else _("say below since when the complaint is there: then a group can be named")
        )
        return Answer(question, told, "")
    return Answer(question, others(cohort, last.day if last else 0, language), rule_of(cohort))


def rule_of(cohort: Course) -> str:
    """Return who belonged to a cohort, how many, how certain, from where."""
    weeks = cohort.entry_weeks
    who = (
        _("complaint for %(low)s to under %(high)s weeks") % {"low": weeks[0], "high": weeks[1]}
        if weeks
        else _("how long the complaint was there is not stated")
    )
    certain = str(CERTAINTY_WORDS.get(cohort.certainty or "", ""))
    return "; ".join(filter(None, (cohort.source, who, cohort.n or "", certain)))


def _line(one: Progress, language: str) -> tuple[str, str, str]:
    if one.measure in GLOBAL:
        return measure_name(one.measure), _global(one, language), ""
    return measure_name(one.measure), how_much(one, language), headline(one, language)


def _global(one: Progress, language: str) -> str:
    """Return the patient's own word on how it has changed, as it was on offer."""
    last, form = one.last, own_form(one.measure, language)
    if last is None or last.value is None:
        return _("no answer")
    options = form.questions[0].options if form else ()
    words = next((option.text for option in options if option.number == last.value), None)
    return words or in_words(last.value, language)


def _table(
    progresses: Sequence[Progress], language: str
) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Return every answer by its week: the twin of the pictures."""
    rows = []
    for one in progresses:
        instrument = find_instrument(one.measure)
        cells = tuple(
            (
                in_words(reading.day / 7, language, 0),
                _("no answer")
                if reading.value is None
                else in_words(reading.value, language, instrument.decimals),
            )
            for run in one.runs
            for reading in run.readings
        )
        rows.append((measure_name(one.measure), scale_of(instrument), cells))
    return tuple(rows)


def scale_of(instrument: Instrument) -> str:
    """Return the ends of a measure's scale, and which of them is better."""
    ends: dict[str, Any] = {"low": instrument.low, "high": instrument.high}
    if instrument.higher_is == "better":
        return _("%(low)s worst to %(high)s best") % ends
    if instrument.higher_is == "worse":
        return _("%(low)s best to %(high)s worst") % ends
    return _("%(low)s to %(high)s") % ends
