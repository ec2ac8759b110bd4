"""From rows of measurements and findings to what is read, beside what is normal and was before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ashi.apps.charting.measured import MeasuredKey, key_of
from ashi.apps.charting.models import Measurement
from ashi.core.knowledge.physio.examination import (
    ABOVE,
    BELOW,
    GROUPS,
    NOT_DONE,
    OTHER,
    Exam,
    Scale,
    key_muscles,
    outside,
)
from ashi.core.knowledge.physio.things import MEASURE, Thing, all_things
from ashi.web.charting.wording import SIDE_WORDS
from ashi.web.templatetags.frame import in_language

UNIT_WORDS = {"of 10": gettext_lazy("of 10"), "times": gettext_lazy("times")}
OUTSIDE_WORDS = {
    BELOW: gettext_lazy("below normal"),
    ABOVE: gettext_lazy("above normal"),
    OTHER: gettext_lazy("not normal"),
}
GROUP_WORDS = {
    MEASURE: pgettext_lazy("findings", "Measured"),
    "motion": pgettext_lazy("findings", "Range of motion"),
    "strength": pgettext_lazy("findings", "Strength"),
    "test": pgettext_lazy("findings", "Special tests"),
    "neurology": pgettext_lazy("findings", "Nerves"),
    "palpation": pgettext_lazy("findings", "Palpation"),
    "posture": pgettext_lazy("findings", "Posture"),
}


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measurement or finding, what is normal, and what it was last time beside it."""

    row: Measurement
    name: str
    side: str
    value: str
    before: str
    change: str
    last: Measurement | None
    sided: bool = True
    normal: str = ""
    outside: str = ""
    means: str = ""
    accuracy: str = ""
    exam: Exam | None = None
    after: str = ""
    after_typed: str = ""
    after_change: str = ""

    @property
    def scale(self) -> str:
        """The scale of the finding, or nothing."""
        return self.exam.scale.id if self.exam and self.exam.scale else ""

    @property
    def may_change(self) -> bool:
        """Whether a treatment may change it at once, so that it is measured again."""
        return self.row.result != NOT_DONE and (
            self.exam is None or self.exam.group in ("motion", "strength", "test", "palpation")
        )


class Group(NamedTuple):
    """Findings of one kind."""

    name: str
    lines: list[MeasureLine]


def name_of(code: str) -> str:
    """Return what a treatment, exercise, measure or finding is called in the reader's language."""
    thing = all_things().get(code)
    return code if thing is None else str(in_language(thing, "name"))


def side_word(side: str) -> str:
    """Return a side in words."""
    return str(SIDE_WORDS.get(side, side))


def number(value: float, sign: str = "") -> str:
    """Return a number as it is written in the reader's language."""
    text = f"{value:{sign}g}".replace("-", "\u2212")
    return text.replace(".", ",") if translation.get_language() == "el" else text


def measure_lines(
    rows: Iterable[Measurement], before: Mapping[MeasuredKey, Measurement]
) -> list[MeasureLine]:
    """Return measurements and findings with what each was last time, and the change."""
    return [_line(row, before.get(key_of(row))) for row in rows]


def _line(row: Measurement, last: Measurement | None) -> MeasureLine:
    thing = all_things().get(row.code)
    exam = thing.exam if thing else None
    beside = outside(exam, row.value, row.result) if exam else None
    positive = exam is not None and row.result == "positive"
    return MeasureLine(
        row,
        _name(row),
        side_word(row.side),
        _value(row, thing),
        "" if last is None else _value(last, thing, unit=False),
        "" if last is None else _change(row, last, exam),
        last,
        thing.sided if thing else True,
        _normal(thing, exam) if thing and exam else "",
        str(OUTSIDE_WORDS[beside]) if beside else "",
        str(in_language(exam, "means")) if exam and positive else "",
        _accuracy(exam) if exam and row.result else "",
        exam,
        *_after(row, thing),
    )


def _after(row: Measurement, thing: Thing | None) -> tuple[str, str, str]:
    """Return what it was after the treatment, how that is typed, and the change within the visit.

    Each is empty where it was not measured again.
    """
    if row.after_value is None and not row.after_result:
        return "", "", ""
    again = Measurement(value=row.after_value, result=row.after_result)
    typed = [row.after_result, "" if row.after_value is None else number(row.after_value)]
    exam = thing.exam if thing else None
    numbered = exam is not None and exam.scale is not None and exam.scale.numbered
    if thing and numbered and row.after_value is not None:
        typed[1] += thing.unit
    return _value(again, thing), " ".join(filter(None, typed)), _change(again, row, exam)


def _name(row: Measurement) -> str:
    """Return what was found and where; of a myotome, by which muscles."""
    said = " ".join(filter(None, (name_of(row.code), row.level, row.place)))
    muscles = key_muscles().get(row.level) if row.code == "myotome" else None
    if muscles is None:
        return said
    return f"{said} ({muscles[translation.get_language() == 'el']})"


def _value(row: Measurement, thing: Thing | None, *, unit: bool = True) -> str:
    """Return a value with its unit, and a result in words."""
    said = []
    exam = thing.exam if thing else None
    if row.result:
        said.append(result_word(exam.scale if exam else None, row.result))
    if row.value is not None:
        written = number(row.value)
        shown = thing is not None and (unit or exam is not None)
        said.append(_with_unit(written, thing.unit) if thing and shown else written)
    return ", ".join(said)


def _with_unit(written: str, unit: str) -> str:
    word = str(UNIT_WORDS.get(unit, unit))
    return f"{written}{word}" if word == "°" else f"{written} {word}".strip()


def result_word(scale: Scale | None, code: str) -> str:
    """Return a code of a scale in words."""
    choice = scale.choice(code) if scale else None
    return code if choice is None else str(in_language(choice, "name"))


def _change(row: Measurement, last: Measurement, exam: Exam | None) -> str:
    """Return a change of number with its sign; of a result, whether it is more, less or another."""
    if row.value is not None and last.value is not None and row.result == last.result:
        change = row.value - last.value
        return number(change, "+") if change else "0"
    if not (row.result and last.result) or row.result == last.result:
        return _("unchanged") if row.result and row.result == last.result else ""
    scale = exam.scale if exam else None
    known = scale and scale.ordered and scale.choice(row.result) and scale.choice(last.result)
    if not scale or not known:
        return _("changed")
    return _("more") if scale.rank(row.result) > scale.rank(last.result) else _("less")


def _normal(thing: Thing, exam: Exam) -> str:
    """Return what is normal: a range in the unit, or words of the scale."""
    low, high = exam.low, exam.high
    if low is not None and high is not None:
        return _with_unit(f"{number(low)}\u2013{number(high)}", thing.unit)
    if low is not None:
        return _("from %(least)s") % {"least": _with_unit(number(low), thing.unit)}
    return (
        ", ".join(result_word(exam.scale, code) for code in exam.scale.normal) if exam.scale else ""
    )


def _accuracy(exam: Exam) -> str:
    if exam.accuracy is None:
        return ""
    return _("sensitivity %(sensitivity)s, specificity %(specificity)s") % {
        "sensitivity": _share(exam.accuracy.sensitivity),
        "specificity": _share(exam.accuracy.specificity),
    }


def _share(share: tuple[float, float, float]) -> str:
    middle, low, high = (f"{one:.0%}" for one in share)
    return f"{middle} ({low}\u2013{high})"


def grouped(lines: Sequence[MeasureLine]) -> list[Group]:
    """Return findings by their kind, each as it was charted."""
    found: dict[str, list[MeasureLine]] = {kind: [] for kind in (MEASURE, *GROUPS)}
    for line in lines:
        found[line.exam.group if line.exam else MEASURE].append(line)
    return [Group(str(GROUP_WORDS[kind]), some) for kind, some in found.items() if some]


def findable(areas: Collection[str]) -> list[str]:
    """Return the names of what can be found, those of these areas of the body first."""
    things = [one for one in all_things().values() if one.kind == MEASURE]
    near = set(areas)
    ordered = sorted(things, key=lambda one: not (one.exam and near & set(one.exam.areas)))
    return [str(in_language(one, "name")) for one in ordered]
