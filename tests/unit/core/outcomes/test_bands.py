"""Bands begin and end where they were printed."""

from fractions import Fraction

import pytest

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.scores import band_of
from tests.unit.core.outcomes.scored import faults_of, items, seen


def band(code: str, value: str) -> str | None:
    found = band_of(find_instrument(code).bands, Fraction(value))
    return found.name if found else None


@pytest.mark.parametrize(
    ("code", "value", "name"),
    [
        ("ODI21A", "20", "minimal"),
        ("ODI21A", "20.4", "minimal"),
        ("ODI21A", "20.5", "moderate"),  # between two printed bands the whole number decides
        ("ODI21A", "60", "severe"),
        ("ODI21A", "61", "crippled"),
        ("ODI21A", "100", "bed-bound"),
        ("NDI", "4", "none"),
        ("NDI", "5", "mild"),
        ("NDI", "34", "severe"),
        ("NDI", "35", "complete"),
        ("HIT6", "49", "little"),
        ("HIT6", "50", "some"),
        ("HIT6", "56", "substantial"),
        ("HIT6", "60", "severe"),
        ("MIDAS", "5", "I"),
        ("MIDAS", "6", "II"),
        ("MIDAS", "11", "III"),
        ("MIDAS", "21", "IV"),
        ("FIQR", "42.4", "mild"),
        ("FIQR", "42.5", "moderate"),
        ("FIQR", "75", "extreme"),
        ("PHQ9", "4", "minimal"),
        ("PHQ9", "10", "moderate"),
        ("PHQ9", "19", "moderately severe"),
        ("GAD7", "15", "severe"),
        ("PHQ4", "2", "normal"),
        ("PHQ4", "9", "severe"),
        ("PSS10", "13", "low"),
        ("PSS10", "27", "high"),
        ("NIHRTF", "27", "mild"),
        ("NIHRTF", "35", "severe"),
        ("PSEQ", "19.9", "low"),
        ("PSEQ", "20", None),
        ("OMPSQ10", "49", None),
        ("OMPSQ10", "50", "at risk"),
        ("HDIARY", "14", None),
        ("HDIARY", "15", "chronic"),
        ("MME", "49.99", None),
        ("MME", "50", "caution"),
        ("MME", "89.99", "caution"),
        ("MME", "90", "high"),
    ],
)
def test_a_band_begins_where_it_was_printed(code: str, value: str, name: str | None) -> None:
    assert band(code, value) == name


def test_no_score_lies_in_no_band() -> None:
    assert band_of(find_instrument("ODI21A").bands, None) is None


def test_every_day_of_three_months_may_be_lost_in_part_but_not_twice() -> None:
    assert seen("MIDAS", items(80, 10, 0, 90, 90)).value == 270
    assert faults_of("MIDAS", items(80, 10, 1, 90, 90)) == [("items[3]", "days_twice")]
