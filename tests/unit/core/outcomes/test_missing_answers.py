"""What each measure does with missing answers, at the last one it forgives and one more."""

from typing import Any

import pytest

from tests.unit.core.outcomes.scored import Seen, items, score_of, seen


def with_gaps(length: int, answer: int, gaps: int) -> dict[str, Any]:
    return items(*[answer] * (length - gaps), *[None] * gaps)


@pytest.mark.parametrize(
    ("code", "length", "answer", "forgiven", "expected"),
    [
        ("NPRS", 1, 7, 0, 7),
        ("NPRS", 3, 7, 0, 7),
        ("PSFS", 3, 4, 2, 4),
        ("PGIC", 1, 2, 0, 2),
        ("ODI21A", 10, 2, 9, 40),
        ("NDI", 10, 2, 2, 20),
        ("QDASH", 11, 3, 1, 50),
        ("DASH", 30, 2, 3, 25),
        ("LEFS", 20, 3, 4, 60),
        ("HIT6", 6, 10, 0, 60),
        ("MIDAS", 5, 3, 0, 15),
        ("PSS4", 4, 2, 0, 8),
        ("PSS10", 10, 2, 0, 20),
        ("PHQ4", 4, 1, 0, 4),
        ("PHQ9", 9, 2, 2, 18),
        ("PHQ8", 8, 2, 2, 16),
        ("GAD7", 7, 1, 2, 7),
        ("PSEQ", 10, 3, 2, 30),
        ("PSEQ2", 2, 3, 0, 6),
        ("TSK11", 11, 2, 1, 22),
        ("SBT", 9, 0, 0, 0),
        ("OMPSQ10", 10, 5, 0, 50),
        ("PEG", 3, 6, 0, 6),
        ("NIHRTF", 9, 3, 0, 27),
        ("DCTMD", 8, 4, 2, 4),
        ("DCTMD", 20, 4, 0, 4),
        ("GROC", 1, 3, 0, 3),
        ("ROM", 3, 90, 2, 90),
        ("HDIARY", 28, 0, 27, 0),
        ("MEDDAYS", 28, 0, 27, 0),
    ],
)
def test_the_last_forgiven_gap_scores_and_the_next_does_not(
    code: str, length: int, answer: int, forgiven: int, expected: float
) -> None:
    enough = seen(code, with_gaps(length, answer, forgiven))
    too_few = seen(code, with_gaps(length, answer, forgiven + 1))

    assert (enough.value, enough.reason) == (expected, None)
    assert (too_few.value, too_few.band, too_few.reason) == (None, None, "too_few_items")


@pytest.mark.parametrize(
    ("code", "part", "length", "forgiven"),
    [
        ("KOOS", "symptoms", 7, 3),
        ("KOOS", "pain", 9, 4),
        ("KOOS", "adl", 17, 8),
        ("KOOS", "sport", 5, 2),
        ("KOOS", "qol", 4, 2),
        ("HOOS", "pain", 10, 5),
        ("BCTQ", "symptoms", 11, 10),
        ("BCTQ", "function", 8, 2),
        ("BPISF", "severity", 4, 0),
        ("BPISF", "interference", 7, 3),
        ("PROMIS29", "fatigue", 4, 2),
    ],
)
def test_a_part_without_total_forgives_its_own_gaps(
    code: str, part: str, length: int, forgiven: int
) -> None:
    enough = seen(code, {part: with_gaps(length, 2, forgiven)["items"]})
    too_few = seen(code, {part: with_gaps(length, 2, forgiven + 1)["items"]})

    assert enough.parts[part] is not None
    assert (too_few.parts[part], too_few.reason) == (None, "too_few_items")


@pytest.mark.parametrize(
    ("code", "whole", "part", "length", "forgiven"),
    [
        ("WOMAC", {"stiffness": [1, 1], "function": [1] * 17}, "pain", 5, 2),
        ("WOMAC", {"pain": [1] * 5, "function": [1] * 17}, "stiffness", 2, 1),
        ("WOMAC", {"pain": [1] * 5, "stiffness": [1, 1]}, "function", 17, 2),
        ("SPADI", {"disability": [2] * 8}, "pain", 5, 2),
        ("SPADI", {"pain": [2] * 5}, "disability", 8, 2),
        ("FIQR", {"overall": [1, 1], "symptoms": [1] * 10}, "function", 9, 8),
        ("FIQR", {"function": [1] * 9, "symptoms": [1] * 10}, "overall", 2, 1),
        ("FIQR", {"function": [1] * 9, "overall": [1, 1]}, "symptoms", 10, 9),
    ],
)
def test_a_total_needs_every_part(
    code: str, whole: dict[str, Any], part: str, length: int, forgiven: int
) -> None:
    enough = seen(code, {**whole, part: with_gaps(length, 1, forgiven)["items"]})
    too_few = seen(code, {**whole, part: with_gaps(length, 1, forgiven + 1)["items"]})

    assert enough.value is not None
    assert (too_few.value, too_few.parts[part], too_few.reason) == (None, None, "too_few_items")


def test_fiqr_brings_each_domain_to_its_length() -> None:
    # 3 x 9/8 of function is as if the ninth were the mean: 27/3; symptoms 6 x 10/9 x 9 / 2 = 30.
    gaps = {
        "function": [3] * 8 + [None],
        "overall": [4, None],
        "symptoms": [6] * 9 + [None],
    }

    assert seen("FIQR", gaps) == Seen(47, "moderate", {"function": 9, "overall": 8, "symptoms": 30})


def test_a_statement_not_ticked_in_rmdq_counts_as_not_endorsed() -> None:
    ticked = score_of("RMDQ24", items(*[1] * 5, *[None] * 19))

    assert (ticked.value, ticked.reason, ticked.answered, ticked.of) == (5, None, 5, 24)


def test_an_empty_rmdq_scores_nothing() -> None:
    assert seen("RMDQ24", items(*[None] * 24)) == Seen(0)


def test_a_module_needs_all_four_and_leaves_the_score_alone() -> None:
    gap = {**items(*[3] * 11), "work": [1, 2, 3, None]}

    assert seen("QDASH", gap) == Seen(50, None, {"work": None})


def test_odi_leaves_a_section_out_of_what_could_be_scored() -> None:
    # 16 of 45, the example of the form.
    assert seen("ODI21A", items(2, 2, 2, 2, 2, 2, 2, 2, 0, None)) == Seen(35.6, "moderate")


def test_phq_9_is_brought_up_and_read_against_its_cut_points() -> None:
    # 13 of eight answers: 13 x 9/8 = 14.625, which rounds into 15 to 19.
    assert seen("PHQ9", items(2, 2, 2, 2, 2, 1, 1, 1, None)) == Seen(14.63, "moderately severe")


def test_promis_brings_a_sum_up_and_rounds_it_up() -> None:
    # 2 + 2 + 3 of three: 7 x 4/3 = 9.33, looked up as 10.
    assert seen("PROMIS29", {"anxiety": [2, 2, 3, None]}).parts["anxiety"] == 59.5


def test_a_health_state_with_a_gap_has_no_profile() -> None:
    score = score_of("EQ5D5L", items(1, 1, None, 3, 1))

    assert (score.profile, score.reason) == (None, "too_few_items")


def test_a_diary_counts_what_was_written_and_says_of_how_many_days() -> None:
    score = score_of("HDIARY", items(*[4] * 3, *[0] * 11, *[None] * 14))

    assert (score.value, score.answered, score.of) == (3, 14, 28)


def test_days_with_medicine_stand_beside_the_headache_and_are_flagged_from_ten() -> None:
    days = items(*[0] * 28)
    nine = score_of("HDIARY", {**days, "drug_days": [1] * 9 + [0] * 18 + [None]})
    ten = score_of("HDIARY", {**days, "acute_drug": [1] * 10 + [0] * 18})
    half = score_of("HDIARY", {**days, "drug_days": [1] * 15 + [0] * 13})
    none = score_of("HDIARY", {**days, "drugs": [None] * 28})

    sheets = (nine, ten, half, none)
    shown = [(one.parts[0].value, one.parts[0].answered, one.flags) for one in sheets]
    assert shown == [
        (9, 27, ()),
        (10, 28, ("drug_days_10_or_more",)),
        (15, 28, ("drug_days_10_or_more", "drug_days_15_or_more")),
        (None, 0, ()),
    ]


def test_a_jaw_form_with_a_gap_has_no_grade_and_no_sum() -> None:
    gap = seen("DCTMD", {"gcps": [90, 6, 8, None, 4, 4, 4, 4], "obc": [1] * 20 + [None]})

    assert gap == Seen(None, None, {"obc": None, "gcps": None}, "too_few_items")


def test_an_unknown_level_leaves_a_weighted_sum_open() -> None:
    drugs = [{"name": "nsaid", "level": 1}, {"name": "strong opioid", "level": None}]

    score = score_of("MQS", {"drugs": drugs})

    assert (score.value, score.unknown, float(score.at_least or 0)) == (
        None,
        ("strong opioid",),
        3.4,
    )


def test_an_unknown_dose_leaves_the_sum_open_and_is_named() -> None:
    known, unknown = (
        {"name": "morphine", "mg_per_day": 30},
        {"name": "tramadol", "mg_per_day": None},
    )

    score = score_of("MME", {"drugs": [known, unknown]})

    assert (score.value, score.band, score.reason) == (None, None, "unknown_dose")
    assert (score.unknown, score.at_least, score.answered, score.of) == (("tramadol",), 30, 1, 2)


def test_no_opioid_is_nought() -> None:
    assert seen("MME", {"drugs": []}) == Seen(0)
