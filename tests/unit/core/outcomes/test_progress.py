"""What is said of how somebody is, from numbers alone, in both languages."""

import re
from fractions import Fraction

import pytest

from ashi.core.outcomes.catalogue import find_instrument, read_data
from ashi.core.outcomes.courses import courses, courses_at
from ashi.core.outcomes.progress import (
    Progress,
    for_patient,
    headline,
    how_much,
    how_sure,
    others,
    point_beside,
    progress_of,
)
from ashi.core.outcomes.readings import Reading
from ashi.core.outcomes.saying import in_words

LANGUAGES = ["en", "el"]
FORBIDDEN = re.compile(r"predict|will go|safe|recommend|προβλ|συνιστ", re.IGNORECASE)


def pain(*values: float | None, form: str = "own-1") -> Progress:
    readings = [
        Reading(7 * week, "NPRS", None if value is None else Fraction(value), form)
        for week, value in enumerate(values)
    ]
    return progress_of("NPRS", readings)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((), "No answer yet"),
        ((6,), "One answer so far"),
        ((6, None), "One answer so far"),
        ((6, 4), "Better"),
        ((6, 5), "No change seen"),
        ((4, 6), "Worse"),
        ((5, 5), "No change seen"),
    ],
)
def test_the_headline_says_whether_it_is_better(values: tuple, said: str) -> None:
    assert headline(pain(*values), "en") == said


def test_staff_read_how_much_and_how_sure_with_both_thresholds() -> None:
    progress = pain(8, None, 4)

    assert how_much(progress, "en") == "8 to 4: −4 points, −50 % of the start"
    assert how_sure(progress, "en") == (
        "more than the measure’s own error of 2",
        "as much as people notice (2)",
    )
    assert (progress.asked, progress.answered) == (3, 2)
    assert progress.error == pytest.approx(2 / 2**0.5)


def test_a_start_of_nought_has_no_percentage() -> None:
    assert how_much(pain(0, 3), "en") == "0 to 3: +3 points"


def test_a_measure_without_thresholds_says_that_they_are_not_known() -> None:
    readings = [Reading(0, "NIGHTS", Fraction(6)), Reading(7, "NIGHTS", Fraction(2))]
    progress = progress_of("NIGHTS", readings)

    assert headline(progress, "en") == "Better, how surely is not known"
    assert all("not known" in one for one in how_sure(progress, "en"))
    assert progress.error is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", [(), (6,), (6, 4), (6, 5), (4, 6), (5, 5)])
def test_the_patient_reads_two_numbers_and_no_percentage_nor_measure(
    values: tuple, language: str
) -> None:
    said = for_patient(pain(*values), language)

    assert "%" not in said
    assert "NPRS" not in said
    assert find_instrument("NPRS").name not in said
    assert not FORBIDDEN.search(said)
    assert all(str(value) in said for value in values[-1:])
    longest = max(len(one.split()) for one in re.split(r"[.·;:]", said))
    assert longest <= 16


def test_a_patient_is_told_what_people_notice_only_where_it_was_read_in_a_source() -> None:
    assert "feel a drop" in for_patient(pain(6, 4), "en")
    assert "From a drop of 2" in for_patient(pain(6, 5), "en")
    readings = [Reading(0, "PSFS", Fraction(2)), Reading(7, "PSFS", Fraction(6))]
    assert progress_of("PSFS", readings).shown_mcid is None  # its thresholds were recalled


def test_a_measure_changed_midway_is_compared_within_its_last_form() -> None:
    readings = [
        Reading(0, "NDI", Fraction(40), "en-1"),
        Reading(7, "NDI", Fraction(30), "en-1"),
        Reading(14, "NDI", Fraction(28), "en-2"),
    ]
    progress = progress_of("NDI", readings)

    assert [len(run.readings) for run in progress.runs] == [2, 1]
    assert progress.facts is None
    assert headline(progress, "en") == "One answer so far"


def test_numbers_are_written_as_they_are_read() -> None:
    assert in_words(Fraction(50), "en", 0) == "50"
    assert in_words(Fraction(100), "en") == "100"
    assert in_words(Fraction(5, 2), "el") == "2,5"
    assert in_words(Fraction(-1, 100), "en") == "0"


def test_a_cohort_is_matched_by_place_and_weeks_and_by_nothing_else() -> None:
    acute = courses_at(["lumbar"], "pain", 3)
    chronic = courses_at(["lumbar"], "pain", 20)

    assert [one.id for one in acute] == ["lbp_acute_2024"]
    assert [one.id for one in chronic] == ["lbp_persistent_2024"]
    assert courses_at(["lumbar"], "pain", None) == ()
    assert courses_at(["lower_limb"], "pain", 3) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("course", courses(), ids=lambda one: one.id)
def test_others_are_told_by_published_points_alone(course, language: str) -> None:
    for day in (0, 10, 42, 60, 400):
        beside = point_beside(course, day)
        assert beside in course.points
        said = others(course, day, language)
        assert in_words(beside.mean, language) in said
        assert not FORBIDDEN.search(said)


def test_every_sentence_stands_in_both_languages_with_the_same_numbers() -> None:
    for group in read_data("progress_words.toml").values():
        for row in group.values():
            english, greek = (set(re.findall(r"{(\w+)}", row[key])) for key in ("text", "text_el"))
            assert english == greek
            assert not FORBIDDEN.search(row["text"] + row["text_el"])
