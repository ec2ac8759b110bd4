"""Recovery lies between two answers, or is not known."""

from fractions import Fraction

import pytest

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.readings import Reading
from ashi.core.outcomes.recovery import (
    Definition,
    Recovery,
    definitions,
    definitions_for,
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
