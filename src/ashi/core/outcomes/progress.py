"""How somebody is since their care began, made from their answers alone.

Decides        which two answers are compared, what that comes to, and which cohort stands beside
Does not       forecast; fill gaps; join answers to two measures or two forms of one
Takes          readings of one measure, the thresholds of the centre, a course where one fits
Gives          facts, and the sentences made from them in two languages
Units          points of the measure; days since the course began
Sources        knowledge/data/progress_words.toml; thresholds and courses with their own
Reviewed       draft
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.change import change_between
from ashi.core.outcomes.courses import Course, CoursePoint
from ashi.core.outcomes.instruments import Threshold
from ashi.core.outcomes.readings import Reading, Run, runs_of
from ashi.core.outcomes.saying import in_words, said, signed
from ashi.core.outcomes.verdicts import Facts, Verdict, facts_of

WEEK = 7
FOR_PATIENTS = frozenset({"seen", "seen2", "own"})
BETTER = frozenset({Verdict.IMPROVED, Verdict.SMALL_FOR_THE_BETTER, Verdict.BETTER_UNMEASURED})


@dataclass(frozen=True, slots=True)
class Progress:
    """One measure since the start. ``compared`` is the run that holds the latest answer.

    ``facts`` are of its first and last answer; ``None`` where it has fewer than two.
    ``shown_mcid`` is what people notice, where a patient may read it.
    """

    measure: str
    runs: tuple[Run, ...]
    compared: Run | None
    facts: Facts | None
    asked: int
    answered: int
    shown_mcid: Fraction | None
    direction: str | None

    @property
    def first(self) -> Reading | None:
        """The first answer of the run that is compared."""
        return self.compared.answered[0] if self.compared else None

    @property
    def last(self) -> Reading | None:
        """The latest answer."""
        return self.compared.answered[-1] if self.compared else None

    @property
    def error(self) -> float | None:
        """How far the true score may lie from one answer; ``None`` where it is not known."""
        mdc = self.facts.mdc if self.facts else None
        return None if mdc is None else float(mdc) / sqrt(2)

    @property
    def headline(self) -> str:
        """The key of the headline."""
        if self.facts is not None:
            return str(self.facts.verdict)
        return "one_answer" if self.compared else "no_answer"


def progress_of(
    measure: str,
    readings: Sequence[Reading],
    thresholds: Mapping[str, Threshold] | None = None,
) -> Progress:
    """Return how one measure went.

    Parameters
    ----------
    readings
        Of this measure, in any order; one that was asked and not answered has no value.
    thresholds
        What the centre chose, under ``mdc`` and ``mcid``; the measure's first where left out.
    """
    instrument = find_instrument(measure)
    own = [one for one in readings if one.measure == measure]
    found = tuple(runs_of(own))
    answered = [run for run in found if run.answered]
    compared = answered[-1] if answered else None
    ends = compared.ends if compared else None
    chosen = thresholds or {}
    facts, mcid, direction = None, None, None
    if ends is not None and ends[0].value is not None and ends[1].value is not None:
        change = change_between(
            instrument,
            ends[0].value,
            ends[1].value,
            mdc=chosen.get("mdc"),
            mcid=chosen.get("mcid"),
        )
        facts, direction = facts_of(change), change.direction
        source = change.mcid_from
        if source is not None and source.provenance in FOR_PATIENTS:
            mcid = change.mcid
    return Progress(
        measure=measure,
        runs=found,
        compared=compared,
        facts=facts,
        asked=len(own),
        answered=sum(one.value is not None for one in own),
        shown_mcid=mcid,
        direction=direction,
    )


def headline(progress: Progress, language: str) -> str:
    """Return in a word or two whether it is better."""
    return said("headline", progress.headline, language)


def how_much(progress: Progress, language: str) -> str:
    """Return from what to what, in points and in percent of the start."""
    facts, first, last = progress.facts, progress.first, progress.last
    if first is None or first.value is None:
        return said("staff", "none", language)
    before = in_words(first.value, language)
    if facts is None or last is None or last.value is None:
        return said("staff", "one", language, before=before)
    values = {
        "before": before,
        "after": in_words(last.value, language),
        "points": signed(facts.points, language),
    }
    if facts.percent is None:
        return said("staff", "much", language, **values)
    percent = signed(facts.percent, language, 0)
    return said("staff", "much_percent", language, percent=percent, **values)


def how_sure(progress: Progress, language: str) -> tuple[str, str]:
    """Return what the change is against the measure's error, and against what people notice.

    Never one without the other.
    """
    facts = progress.facts
    if facts is None:
        return "", ""
    mdc = "" if facts.mdc is None else in_words(facts.mdc, language)
    mcid = "" if facts.mcid is None else in_words(facts.mcid, language)
    errs = {True: "beyond_error", False: "within_error", None: "error_unknown"}[facts.beyond_error]
    felt = {True: "noticeable", False: "not_noticeable", None: "notice_unknown"}[facts.noticeable]
    return (
        said("staff", errs, language, mdc=mdc),
        said("staff", felt, language, mcid=mcid),
    )


def point_beside(course: Course, day: int) -> CoursePoint | None:
    """Return the last published point of a cohort up to a day of the course, after its start."""
    passed = [one for one in course.points if 0 < one.week * WEEK <= day]
    later = [one for one in course.points if one.week > 0]
    return passed[-1] if passed else (later[0] if later else None)


def others(course: Course, day: int, language: str) -> str:
    """Return how a named cohort went: its published means, and nothing between them."""
    beside, start = point_beside(course, day), course.points[0]
    if beside is None:
        return ""
    values = {
        "from": in_words(start.mean, language),
        "to": in_words(beside.mean, language),
        "week": in_words(beside.week, language),
        "high": str(course.high),
    }
    return said("staff", "others", language, **values)


def for_patient(progress: Progress, language: str) -> str:
    """Return how the pain goes in a sentence or two for the patient, with no percentage.

    What was recalled and not read in a source is never told to a patient: then only the two
    numbers are.
    """
    first, last = progress.first, progress.last
    if first is None or first.value is None:
        return said("patient", "no_answer", language)
    before = in_words(first.value, language)
    if progress.facts is None or last is None or last.value is None:
        return said("patient", "one_answer", language, before=before)
    values = {"before": before, "after": in_words(last.value, language)}
    if progress.direction != "better":
        key = "worse" if progress.direction == "worse" else "same"
        return said("patient", key, language, **values)
    mcid = progress.shown_mcid
    if mcid is None:
        return said("patient", "better", language, **values)
    key = "better_noticeable" if abs(progress.facts.points) >= mcid else "better_small"
    return said("patient", key, language, mcid=in_words(mcid, language), **values)
