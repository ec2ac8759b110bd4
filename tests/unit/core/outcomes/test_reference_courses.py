"""Reference courses say what was published, for whom, and nothing between."""

from fractions import Fraction
from math import sqrt

import pytest

from ashi.core.outcomes.courses import (
    Course,
    CoursePoint,
    OffScaleError,
    anchors,
    anchors_for,
    courses,
    courses_for,
    line,
    on_scale,
)

every_course = pytest.mark.parametrize("course", courses(), ids=lambda course: course.id)


def named(name: str) -> Course:
    return next(course for course in courses() if course.id == name)


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("lbp_acute_2024", [56, 26, 22, 21]),
        ("lbp_subacute_2024", [63, 29, 29, 31]),
        ("lbp_persistent_2024", [56, 48, 43, 40]),
        ("lbp_acute_2012", [52, 23, 12, 6]),
        ("lbp_persistent_2012", [51, 33, 26, 23]),
        ("neck_acute_pain_2011", [64, 35, 42]),
        ("neck_acute_disability_2011", [30, 17, 17]),
    ],
)
def test_the_means_are_the_published_ones(name: str, means: list[int]) -> None:
    assert [point.mean for point in named(name).points] == means


@pytest.mark.parametrize(
    ("weeks", "names"),
    [
        (0, ["lbp_acute_2024"]),
        (5.9, ["lbp_acute_2024"]),
        (6, ["lbp_subacute_2024"]),
        (12, []),
        (None, ["lbp_acute_2024", "lbp_subacute_2024"]),
    ],
)
def test_a_patient_is_matched_by_weeks_since_onset(weeks: float | None, names: list[str]) -> None:
    assert [one.id for one in courses_for("lbp_acute", "pain", weeks)] == names


@pytest.mark.parametrize(("weeks", "names"), [(12, ["lbp_persistent_2024"]), (52, [])])
def test_the_first_week_of_a_cohort_is_in_and_the_last_is_not(
    weeks: float, names: list[str]
) -> None:
    assert [one.id for one in courses_for("lbp_chronic", "pain", weeks)] == names


def test_what_is_superseded_is_kept_and_never_matched() -> None:
    old = named("lbp_acute_2012")

    assert old.superseded_by == "lbp_acute_2024"
    assert old not in courses_for("lbp_acute")


def test_measures_are_told_apart_and_what_was_not_published_is_not_there() -> None:
    assert [one.id for one in courses_for("neck_pain", "disability")] == [
        "neck_acute_disability_2011"
    ]
    assert courses_for("cts") == ()


def test_a_week_has_its_published_point_or_none() -> None:
    neck = named("neck_acute_pain_2011")

    assert neck.at(6.5) == CoursePoint(Fraction(13, 2), Fraction(35), Fraction(32), Fraction(38))
    assert [neck.at(week) for week in (6, 26, 60)] == [None, None, None]


def test_only_a_course_published_with_intervals_may_be_a_band() -> None:
    assert {one.id for one in courses() if one.has_interval} == {
        "lbp_acute_2012",
        "lbp_persistent_2012",
        "neck_acute_pain_2011",
    }


@every_course
def test_a_course_is_whole_and_on_its_scale(course: Course) -> None:
    weeks = [point.week for point in course.points]

    assert weeks == sorted(set(weeks))
    assert weeks[0] == 0
    for point in course.points:
        assert course.low <= point.mean <= course.high
        assert (point.low is None) == (point.high is None)
        assert point.low is None or point.high is None or point.low <= point.mean <= point.high
    assert course.source
    assert course.provenance in {"seen", "seen2"}
    assert course.superseded_by is None or named(course.superseded_by)


@every_course
def test_our_own_line_stays_as_close_to_the_published_means_as_it_says(course: Course) -> None:
    weeks = [float(point.week) for point in course.points]
    drawn = line(course, float(course.points[0].mean), weeks)
    if drawn is None:
        assert course.fit.tau is None
        return
    misses = [
        (value - float(point.mean)) ** 2 for value, point in zip(drawn, course.points, strict=True)
    ]

    # Two decimals of the ratio and one of tau are kept, so a point may lie that much further off.
    limit = 0.5 + (course.fit.rmse if course.fit.rmse is not None else 3.5)
    assert sqrt(sum(misses) / len(misses)) <= limit
    assert course.fit.plateau == pytest.approx(
        course.fit.ratio * float(course.points[0].mean), abs=0.5
    )


def test_a_line_begins_where_the_patient_does_and_never_rises() -> None:
    drawn = line(named("lbp_persistent_2024"), 70, [0, 1, 6, 26, 52])

    assert drawn is not None
    assert drawn[0] == 70
    assert list(drawn) == sorted(drawn, reverse=True)
    assert drawn[-1] == pytest.approx(0.73 * 70, abs=0.1)


def test_a_fall_that_cannot_be_told_has_no_line() -> None:
    assert line(named("lbp_subacute_2024"), 60, [0, 6]) is None


@pytest.mark.parametrize("start", [-1, 100.5])
def test_a_start_off_the_scale_is_refused(start: float) -> None:
    with pytest.raises(OffScaleError):
        line(named("lbp_acute_2024"), start, [0])


def test_a_point_moves_to_the_scale_of_the_measure() -> None:
    course = named("lbp_acute_2024")

    assert on_scale(Fraction(56), course, Fraction(0), Fraction(10)) == Fraction(28, 5)


def test_single_figures_stand_with_their_interval_and_source() -> None:
    pain = next(one for one in anchors_for("lbp_acute") if one.id == "lbp_recent_pain_days")

    assert (pain.value, pain.low, pain.high, pain.unit) == (58, 52, 63, "days")
    assert all(one.source and one.provenance == "seen" for one in anchors())
    assert anchors_for("cts") == ()
