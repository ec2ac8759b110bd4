"""Recovery lies between two answers, or is not known."""

import re
from fractions import Fraction

import pytest

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.courses import days_to_recovery
from ashi.core.outcomes.readings import Reading
from ashi.core.outcomes.recovery import (
    Definition,
    Recovery,
    beside,
    definitions,
    definitions_at,
    definitions_for,
    recovery_in_words,
    time_to_recovery,
)

Answers = list[tuple[int, int | None]]


def at_most(limit: int, held: int = 0) -> Definition:
    return Definition("x", "NPRS", "recovery", Fraction(limit), None, held, "own", "own")


def readings(answers: Answers, measure: str = "NPRS") -> list[Reading]:
    return [
        Reading(day, measure, None if value is None else Fraction(value)) for day, value in answers
    ]


@pytest.mark.parametrize(
    ("answers", "held", "expected"),
    [
        ([(0, 7), (7, 4), (14, 0)], 0, Recovery(7, 14, 0)),
        ([(0, 7), (7, None), (14, 0)], 0, Recovery(0, 14, 1)),  # the gap widens the stretch
        ([(0, 7), (7, 4), (14, None)], 0, Recovery(7, None, 1)),  # censored at the last answer
        ([(0, 0)], 0, Recovery(None, 0, 0)),
        ([], 0, Recovery(None, None, 0)),
        ([(0, None)], 0, Recovery(None, None, 1)),
        ([(0, 7), (7, 0), (21, 0), (37, 0)], 30, Recovery(0, 7, 0)),  # 37 is thirty days after
        ([(0, 7), (7, 0), (21, 0), (36, 0)], 30, Recovery(0, None, 0)),  # not yet that long
        ([(0, 7), (7, 0), (21, 3), (28, 0), (58, 0)], 30, Recovery(21, 28, 0)),  # came back
        ([(0, 7), (7, 0), (21, None), (37, 0)], 30, Recovery(0, None, 1)),  # not confirmed
        ([(0, 7), (7, 0), (21, None), (28, 0), (58, 0)], 30, Recovery(0, 28, 1)),
        ([(14, 0), (0, 7), (7, 4)], 0, Recovery(7, 14, 0)),  # in any order
    ],
)
def test_recovery_lies_between_answers(answers: Answers, held: int, expected: Recovery) -> None:
    assert time_to_recovery(at_most(0, held), readings(answers)) == expected


def test_readings_of_another_measure_say_nothing() -> None:
    other = readings([(3, 0)], measure="RMDQ24")

    found = time_to_recovery(at_most(0), [*readings([(0, 7), (7, 5)]), *other])

    assert found == Recovery(7, None, 0)


def test_a_response_is_a_share_of_the_first_answer() -> None:
    half = Definition("migraine", "HDIARY", "response", None, Fraction(50), 0, "own", "own")

    found = time_to_recovery(half, readings([(0, 16), (28, 9), (56, 8)], "HDIARY"))

    assert found == Recovery(28, 56, 0)


def test_every_definition_names_a_measure_and_a_score_it_can_have() -> None:
    for one in definitions():
        instrument = find_instrument(one.measure)
        limit = one.limit(Fraction(instrument.high or 0))
        assert instrument.low <= limit <= (instrument.high or 0)
        assert (one.at_most is None) != (one.fall_percent is None)
        assert (one.source != "", one.held_days >= 0) == (True, True)


def test_the_default_of_a_condition_was_read_in_its_source() -> None:
    assert [
        (one.measure, one.held_days, one.provenance) for one in definitions_for("lbp_acute")
    ] == [
        ("NPRS", 0, "seen"),
        ("NPRS", 30, "recalled"),
        ("RMDQ24", 0, "seen"),
    ]


def test_a_condition_without_a_published_definition_has_none() -> None:
    assert definitions_for("cts") == ()


def test_a_complaint_is_measured_by_the_definitions_of_its_place() -> None:
    back = {one.measure: one for one in definitions_at(["lumbar"])}

    assert set(back) == {"NPRS", "RMDQ24"}
    assert back["RMDQ24"].at_most == 2
    assert [one.kind for one in definitions_at(["head"])] == ["response"]
    assert definitions_at(["knee"]) == ()
    assert all(one.provenance != "recalled" for one in definitions_at(["lumbar", "head"]))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([(0, 7), (7, 4), (14, 0)], "between day 7 and day 14"),
        ([(0, 0)], "by day 0"),
        (
            [(0, 7), (7, 4), (14, None)],
            "not seen up to day 7, unknown from there; 1 time not answered",
        ),
    ],
)
def test_recovery_is_told_as_a_stretch_and_never_as_a_day(answers: Answers, said: str) -> None:
    definition = at_most(0)
    found = time_to_recovery(definition, readings(answers))

    assert recovery_in_words(definition, found, "pain", "en") == (said, "pain at most 0")
    greek, _what = recovery_in_words(definition, found, "πόνος", "el")
    assert re.findall(r"\d+", greek) == re.findall(r"\d+", said)


def test_what_must_last_says_for_how_long_and_a_response_by_how_much() -> None:
    lasting = at_most(0, held=30)
    half = Definition("migraine", "HDIARY", "response", None, Fraction(50), 0, "own", "own")

    assert recovery_in_words(lasting, Recovery(None, None, 2), "pain", "en") == (
        "reached, and not answered long enough to tell whether it lasts; 2 times not answered",
        "pain at most 0 for 30 days",
    )
    assert recovery_in_words(half, Recovery(3, None, 0), "days", "en")[1] == "days down by 50 %"


def test_a_cohort_stands_beside_those_alone_who_came_as_early() -> None:
    early = days_to_recovery(["lumbar"], "pain", 1)

    assert early is not None
    assert beside(early, "en") == "In a named group half had recovered by day 58 (52 to 63)"
    assert days_to_recovery(["lumbar"], "pain", 2) is None
    assert days_to_recovery(["lumbar"], "pain", None) is None
    assert days_to_recovery(["knee"], "pain", 1) is None
