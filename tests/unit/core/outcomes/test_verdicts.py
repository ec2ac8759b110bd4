"""What a change amounts to: both thresholds, or no more than the direction."""

from fractions import Fraction

import pytest

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.change import change_between
from ashi.core.outcomes.readings import Reading, Run, runs_of
from ashi.core.outcomes.verdicts import Facts, Verdict, facts_of


def facts(code: str, before: float, after: float) -> Facts:
    first, second = (Fraction(str(one)) for one in (before, after))
    return facts_of(change_between(find_instrument(code), first, second))


@pytest.mark.parametrize(
    ("code", "before", "after", "verdict"),
    [
        ("LEFS", 40, 49, Verdict.IMPROVED),
        ("LEFS", 49, 40, Verdict.WORSENED),
        ("LEFS", 40, 48, Verdict.NO_CHANGE_SEEN),
        ("LEFS", 40, 40, Verdict.NO_CHANGE_SEEN),
        ("QDASH", 60, 40, Verdict.WITHIN_ERROR),  # MDC 28, MCID 14
        ("QDASH", 60, 30, Verdict.IMPROVED),
        ("KOOS", 50, 59, Verdict.SMALL_FOR_THE_BETTER),  # MDC 9, MCID 10
        ("KOOS", 59, 50, Verdict.SMALL_FOR_THE_WORSE),
        ("PHQ9", 20, 2, Verdict.BETTER_UNMEASURED),  # no MDC is known
        ("PHQ9", 2, 20, Verdict.WORSE_UNMEASURED),
        ("PROMIS29", 40, 60, Verdict.NOT_TOLD),
    ],
)
def test_a_change_amounts_to_no_more_than_is_known(
    code: str, before: float, after: float, verdict: Verdict
) -> None:
    assert facts(code, before, after).verdict == verdict


def test_a_verdict_carries_what_it_rests_on() -> None:
    assert facts("LEFS", 40, 49) == Facts(
        verdict=Verdict.IMPROVED,
        points=Fraction(9),
        percent=Fraction(45, 2),
        beyond_error=True,
        noticeable=True,
        mdc=Fraction(9),
        mcid=Fraction(9),
        sources=("Binkley PTJ 1999",),
        for_patients=True,
    )


def test_a_recalled_threshold_is_for_staff_alone() -> None:
    assert not facts("SPADI", 60, 30).for_patients  # both recalled
    assert not facts("NPRS", 7, 4).for_patients  # MDC recalled
    assert facts("ODI21A", 50, 30).for_patients


def reading(day: int, value: int | None, measure: str = "NDI", form: str | None = None) -> Reading:
    return Reading(day, measure, None if value is None else Fraction(value), form)


def test_a_measure_changed_midway_is_not_joined() -> None:
    ndi = [reading(0, 30), reading(14, 25)]
    nprs = [reading(28, 6, "NPRS"), reading(42, 4, "NPRS")]
    again = [reading(56, 20)]

    assert runs_of([*again, *nprs, *reversed(ndi)]) == [
        Run("NDI", None, tuple(ndi)),
        Run("NPRS", None, tuple(nprs)),
        Run("NDI", None, tuple(again)),
    ]


def test_another_version_of_the_form_begins_another_run() -> None:
    readings = [reading(0, 30, form="urn:ndi|1"), reading(14, 20, form="urn:ndi|2")]

    assert [run.ends for run in runs_of(readings)] == [None, None]


def test_what_was_not_answered_is_counted_and_never_an_end() -> None:
    readings = [reading(0, None), reading(7, 30), reading(14, 22), reading(21, None)]

    (run,) = runs_of(readings)

    assert (run.ends, run.missing) == ((readings[1], readings[2]), 2)
