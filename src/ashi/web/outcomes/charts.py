"""A measure over time as plain shapes: drawn on the server, wide and narrow, no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

from ashi.apps.outcomes.progress import Done
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.courses import Course, on_scale
from ashi.core.outcomes.progress import Progress
from ashi.core.outcomes.saying import in_words
from ashi.web.outcomes.marks import STEPS, letter_of, when

WIDE, NARROW = 760, 340
LEFT, TOP, BOTTOM = 30.0, 20.0, 204.0
RIGHT_OF = {WIDE: 642.0, NARROW: 322.0}
HEIGHT = 264
WEEK, LEAST_DAYS = 7, 84
MOST_TICKS = {WIDE: 6, NARROW: 4}
MOST_LETTERS, MOST_DOTS = {WIDE: 22, NARROW: 9}, 60
WORDS = 112  # about as wide as the words beside a line
NEAR = 14  # labels closer than this would lie on each other


class Label(NamedTuple):
    """A word at a place; ``anchor`` as SVG has it."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = ""


@dataclass(slots=True)
class Chart:
    """Shapes of one chart; lengths are those of its view box."""

    width: int
    height: int = HEIGHT
    labels: list[Label] = field(default_factory=list)
    grid: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)
    holes: list[tuple[float, float]] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    events: list[float] = field(default_factory=list)
    means: list[tuple[float, float]] = field(default_factory=list)
    band: str = ""
    mid: str = ""
    mcid: float | None = None
    bars: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Where the scale ends."""
        return RIGHT_OF[self.width]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's two drawings, and what they show in one sentence."""

    progress: Progress
    title: str
    says: str
    wide: Chart
    narrow: Chart
    course: Course | None


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and points to a place in the picture."""

    right: float
    days: int
    low: float
    high: float

    def x(self, day: float) -> float:
        return round(LEFT + (self.right - LEFT) * day / self.days, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(BOTTOM - (BOTTOM - TOP) * share, 1)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is drawn with the answers: visits, days of unwanted events, a cohort."""

    visits: Sequence[Done] = ()
    events: Sequence[int] = ()
    course: Course | None = None
    last_day: int = 0
    for_patient: bool = False


def figure_of(progress: Progress, title: str, language: str, beside: Beside) -> Figure:
    """Draw one measure in both widths."""
    return Figure(
        progress,
        title,
        _says(progress, title, language),
        _chart(WIDE, progress, language, beside),
        _chart(NARROW, progress, language, beside),
        beside.course,
    )


def _says(progress: Progress, title: str, language: str) -> str:
    first, last = progress.first, progress.last
    if first is None or last is None or first.value is None or last.value is None:
        return _("%(title)s: no answer yet.") % {"title": title}
    told = {
        "title": title,
        "before": in_words(first.value, language),
        "after": in_words(last.value, language),
        "answered": progress.answered,
        "asked": progress.asked,
    }
    return (
        _(
            "%(title)s: %(before)s at the first answer, %(after)s at the last; "
            "%(answered)s of %(asked)s answered."
        )
        % told
    )


def _chart(width: int, progress: Progress, language: str, beside: Beside) -> Chart:
    chart = Chart(width)
    instrument = find_instrument(progress.measure)
    high = float(instrument.high if instrument.high is not None else 100)
    last = max(
        [LEAST_DAYS, beside.last_day, *(one.day for run in progress.runs for one in run.readings)]
    )
    scale = _Scale(chart.right, last, float(instrument.low), high)
    _draw_scale(chart, scale)
    if beside.course is not None:
        _draw_course(chart, scale, beside.course)
    _draw_threshold(chart, scale, progress, beside)
    _draw_answers(chart, scale, progress, language)
    _draw_visits(chart, scale, beside)
    return chart


def _draw_scale(chart: Chart, scale: _Scale) -> None:
    span = scale.high - scale.low
    for number in range(6):
        value = scale.low + span * number / 5
        y = scale.y(value)
        chart.grid.append(y)
        chart.labels.append(Label(22, y + 4, f"{value:g}", "end", "t-s"))
    most = MOST_TICKS[chart.width]
    step = next((one for one in STEPS if scale.days / one <= most), STEPS[-1])
    for number, day in enumerate(range(0, scale.days + 1, step)):
        text = _("start") if number == 0 else when(day, step)
        anchor = "start" if number == 0 else "middle"
        if scale.x(day) <= scale.right - (0 if chart.width == WIDE else 8):
            chart.labels.append(Label(scale.x(day), 260, text, anchor, "t-s"))


def _draw_course(chart: Chart, scale: _Scale, course: Course) -> None:
    """Draw the published means, and a band only where each has its interval."""
    low, high = Fraction(scale.low), Fraction(scale.high)
    shown = [one for one in course.points if float(one.week) * WEEK <= scale.days]
    places = [
        (scale.x(float(one.week) * WEEK), scale.y(float(on_scale(one.mean, course, low, high))))
        for one in shown
    ]
    chart.means = places
    chart.mid = _path(places)
    ends = [(one.week, one.low, one.high) for one in shown]
    if course.has_interval and len(shown) > 1:
        edges = [
            [
                (scale.x(float(week) * WEEK), scale.y(float(on_scale(end, course, low, high))))
                for week, *both in ends
                if (end := both[at]) is not None
            ]
            for at in (1, 0)
        ]
        chart.band = f"{_path([*edges[0], *reversed(edges[1])])}Z"
    if places:
        x, y = places[-1]
        fits = x < scale.right - WORDS
        here = Label(x + 8, y + 4, _("others, on average"), "start", "t-s")
        chart.labels.append(here if fits else here._replace(x=x, y=y - 8, anchor="end"))


def _draw_threshold(chart: Chart, scale: _Scale, progress: Progress, beside: Beside) -> None:
    """Draw where people notice a change, from the first answer towards better."""
    facts, first = progress.facts, progress.first
    instrument = find_instrument(progress.measure)
    size = progress.shown_mcid if beside.for_patient else (facts.mcid if facts else None)
    if size is None or first is None or first.value is None or instrument.higher_is is None:
        return
    up = instrument.higher_is == "better"
    value = float(first.value) + (float(size) if up else -float(size))
    if not scale.low <= value <= scale.high:
        return
    y = chart.mcid = scale.y(value)
    taken = [one.y for one in chart.labels if one.x > scale.right - 120 and one.y < BOTTOM]
    if any(abs(one - (y - 5)) < NEAR for one in taken):
        y += 18
    place = (
        (scale.right + 8, y + 4, "start") if chart.width == WIDE else (scale.right, y - 5, "end")
    )
    chart.labels.append(Label(place[0], place[1], _("most feel a change"), place[2], "t-s"))


def _draw_answers(chart: Chart, scale: _Scale, progress: Progress, language: str) -> None:
    """Join the answers of each run; over what is missing the join is dotted, and the dot hollow."""
    for run in progress.runs:
        stretch: list[tuple[float, float]] = []
        known: tuple[float, float] | None = None
        waiting: list[float] = []
        for one in run.readings:
            x = scale.x(one.day)
            if one.value is None:
                waiting.append(x)
                continue
            here = (x, scale.y(float(one.value)))
            if waiting and known is not None:
                _bridge(chart, known, here, waiting)
                chart.lines.append(_path(stretch))
                stretch = []
            elif waiting:
                chart.holes += [(at, here[1]) for at in waiting]
            waiting = []
            stretch.append(here)
            known = here
        chart.lines.append(_path(stretch))
        if known is not None:
            chart.holes += [(at, known[1]) for at in waiting]
        if len(run.answered) <= MOST_DOTS:
            chart.dots += [
                (scale.x(one.day), scale.y(float(one.value or 0))) for one in run.answered
            ]
    _name_ends(chart, scale, progress, language)
    chart.lines = [one for one in chart.lines if "L" in one]


def _bridge(
    chart: Chart, before: tuple[float, float], after: tuple[float, float], missing: Iterable[float]
) -> None:
    chart.gaps.append(_path([before, after]))
    width = after[0] - before[0] or 1
    for x in missing:
        share = (x - before[0]) / width
        chart.holes.append((x, round(before[1] + share * (after[1] - before[1]), 1)))


def _name_ends(chart: Chart, scale: _Scale, progress: Progress, language: str) -> None:
    first, last = progress.first, progress.last
    if first is None or last is None or first.value is None or last.value is None:
        return
    if chart.holes:
        x, y = chart.holes[0]
        chart.labels.append(Label(x, max(y - 14, 12), _("no answer"), "middle", "t-s"))
    x, y = scale.x(first.day), scale.y(float(first.value))
    chart.labels.append(Label(x + 8, y - 8, in_words(first.value, language), "start", "t-you"))
    if last is not first:
        x, y = scale.x(last.day), scale.y(float(last.value))
        anchor = "end" if x > scale.right - 20 else "middle"
        below = y + 20 if y + 24 < BOTTOM else y - 10
        chart.labels.append(Label(x, below, in_words(last.value, language), anchor, "t-you"))


def _draw_visits(chart: Chart, scale: _Scale, beside: Beside) -> None:
    """Mark each visit under the axis by what was done in it, in letters while there is room."""
    chart.ticks = [scale.x(one.day) for one in beside.visits]
    apart = [b - a for a, b in zip(chart.ticks, chart.ticks[1:], strict=False)]
    if len(chart.ticks) <= MOST_LETTERS[chart.width] and all(one >= 11 for one in apart):
        for x, one in zip(chart.ticks, beside.visits, strict=True):
            chart.labels.append(Label(x, 228, letter_of(one), "middle", "t-s"))
    chart.events = [scale.x(day) for day in beside.events]


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "".join(f"{'M' if at == 0 else 'L'}{x:g} {y:g}" for at, (x, y) in enumerate(places))
