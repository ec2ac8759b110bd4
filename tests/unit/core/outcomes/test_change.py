"""Two scores compared: size, direction, and what is known about sizes that matter."""

from fractions import Fraction
from typing import NamedTuple

import pytest

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.change import Change, change_between
from ashi.core.outcomes.errors import OutOfRangeError, UnknownPartError


class Compared(NamedTuple):
    change: float
    percent: float | None
    direction: str | None
    mdc: float | None
    mcid: float | None
    beyond_mdc: bool | None
    beyond_mcid: bool | None


def change(code: str, before: float, after: float, part: str | None = None) -> Change:
    first, second = (Fraction(str(one)) for one in (before, after))
    return change_between(find_instrument(code), first, second, part=part)


def compared(found: Change) -> Compared:
    def shown(value: Fraction | None, digits: int) -> float | None:
        return None if value is None else round(float(value), digits)

    return Compared(
        float(found.change),
        shown(found.percent, 1),
        found.direction,
        shown(found.mdc, 2),
        shown(found.mcid, 2),
        found.beyond_mdc,
        found.beyond_mcid,
    )


@pytest.mark.parametrize(
    ("code", "before", "after", "expected"),
    [
        ("NPRS", 7, 4, Compared(-3, -42.9, "better", 2, 2, True, True)),
        ("NPRS", 4, 6, Compared(2, 50, "worse", 2, 2, True, True)),
        ("NPRS", 7, 5.5, Compared(-1.5, -21.4, "better", 2, 2, False, False)),
        ("NPRS", 7, 7, Compared(0, 0, "none", 2, 2, False, False)),
        ("NPRS", 0, 3, Compared(3, None, "worse", 2, 2, True, True)),
        ("LEFS", 40, 49, Compared(9, 22.5, "better", 9, 9, True, True)),
        ("LEFS", 40, 31.5, Compared(-8.5, -21.2, "worse", 9, 9, False, False)),
        ("ODI21A", 40, 30, Compared(-10, -25, "better", 10, 10, True, True)),
        ("RMDQ24", 12, 8, Compared(-4, -33.3, "better", 5, 5, False, False)),
        ("QDASH", 60, 40, Compared(-20, -33.3, "better", 28, 14, False, True)),
        ("PHQ9", 15, 10, Compared(-5, -33.3, "better", None, 5, None, True)),
        ("PGIC", 4, 2, Compared(-2, -50, "better", None, None, None, None)),
        ("GROC", 0, 3, Compared(3, None, "better", None, 3, None, True)),
        ("PSFS", 2, 4, Compared(2, 100, "better", 2, 1.3, True, True)),
        ("TSK11", 30, 25, Compared(-5, -16.7, "better", 5.6, 4, False, True)),
        ("FIQR", 60, 50, Compared(-10, -16.7, "better", 21, 8.4, False, True)),
        ("FIQR", 80, 70, Compared(-10, -12.5, "better", 21, 11.2, False, False)),
        ("MME", 100, 50, Compared(-50, -50, "better", None, 50, None, True)),
        ("MME", 0, 10, Compared(10, None, "worse", None, None, None, None)),
        ("HDIARY", 16, 9, Compared(-7, -43.8, "better", None, 8, None, False)),
        ("FFD", 20, 12, Compared(-8, -40, "better", 5, None, True, None)),
        ("ROM", -10, 5, Compared(15, None, "better", 10, None, True, None)),
        ("PROMIS29", 60, 52, Compared(-8, -13.3, None, None, 6, None, True)),
    ],
)
def test_two_scores_are_compared(
    code: str, before: float, after: float, expected: Compared
) -> None:
    assert compared(change(code, before, after)) == expected


def test_a_part_has_its_own_direction_and_threshold() -> None:
    assert compared(change("PROMIS29", 40, 44, "physical function")) == Compared(
        4, 10, "better", None, 3.6, None, True
    )
    assert compared(change("PROMIS29", 60, 64, "PI")) == Compared(
        4, 6.7, "worse", None, 4.9, None, False
    )


def test_a_part_of_koos_runs_as_the_whole_does() -> None:
    assert compared(change("KOOS", 50, 61, "pain")) == Compared(11, 22, "better", 9, 10, True, True)


@pytest.mark.parametrize(
    ("code", "part", "before", "after", "field"),
    [
        ("NPRS", None, 11, 4, "before"),
        ("NPRS", None, 4, -1, "after"),
        ("HIT6", None, 35, 40, "before"),
        ("TSK11", None, 30, 45, "after"),
        ("MME", None, -1, 4, "before"),
        ("WOMAC", "pain", 21, 4, "before"),
    ],
)
def test_a_score_that_cannot_be_is_refused(
    code: str, part: str | None, before: float, after: float, field: str
) -> None:
    with pytest.raises(OutOfRangeError) as refused:
        change(code, before, after, part)

    assert refused.value.field == field


def test_an_unknown_part_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownPartError) as refused:
        change("SPADI", 10, 5, "sleep")

    assert refused.value.parts == ("pain", "disability")


def test_a_centre_may_choose_another_threshold() -> None:
    ndi = find_instrument("NDI")
    found = change_between(ndi, Fraction(20), Fraction(12), mdc=ndi.mdc[1], mcid=ndi.mcid[2])

    assert compared(found) == Compared(-8, -40, "better", 13.4, 8.5, False, False)
    assert found.mcid_from is not None
    assert found.mcid_from.population == "cervical radiculopathy"


def test_responders_are_told_by_source() -> None:
    found = change("NPRS", 7, 4)

    assert [(one.percent, one.level, one.reached) for one in found.responders] == [
        (30, "moderate", True),
        (50, "substantial", False),
    ]


def test_getting_worse_by_half_is_no_response() -> None:
    assert [one.reached for one in change("NPRS", 4, 8).responders] == [False, False]


def test_of_nothing_no_share_is_known() -> None:
    assert [one.reached for one in change("NPRS", 0, 8).responders] == [None, None]


def test_the_sources_are_those_of_what_was_used() -> None:
    assert change("LEFS", 40, 49).sources == ("Binkley PTJ 1999",)
