"""One form a measure, scored by hand; the reckoning stands beside it."""

from typing import Any

import pytest

from ashi.core.outcomes.catalogue import entries
from tests.unit.core.outcomes.scored import Seen, items, score_of, seen

HALF_KOOS = {
    "symptoms": [0, 1, 2, 3, 4, 0, 4],  # 14 of 28: 100 - 14/7 x 25 = 50
    "pain": [1] * 9,  # 100 - 25
    "adl": [0] * 17,
    "sport": [4] * 5,
    "qol": [2, 2, 2, 3],  # 9/4 x 25 = 56.25
}

EXAMPLES: list[tuple[str, dict[str, Any], Seen]] = [
    ("NPRS", items(7), Seen(7, "severe")),
    ("NPRS", items(2, 1, 4), Seen(2.33, "mild")),  # 7/3
    ("NPRS", items(0), Seen(0, "none")),
    ("PSFS", items(2, 4, 5), Seen(3.67)),  # 11/3
    ("PGIC", items(2), Seen(2, "much improved")),
    ("RMDQ24", items(*[1] * 9, *[0] * 15), Seen(9)),
    ("ODI21A", items(2, 2, 2, 2, 2, 2, 1, 1, 1, 1), Seen(32, "moderate")),  # 16/50
    ("NDI", items(1, 2, 3, 1, 2, 0, 1, 2, 3, 1), Seen(16, "moderate")),
    ("QDASH", items(*[3] * 11), Seen(50)),
    ("QDASH", items(1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1), Seen(45.5)),  # (31/11 - 1) x 25
    ("QDASH", {**items(*[2] * 11), "work": [1, 2, 3, 4]}, Seen(25, None, {"work": 37.5})),
    ("DASH", items(*[2] * 20, *[3] * 10), Seen(33.3)),  # (70/30 - 1) x 25
    ("LEFS", items(*[3] * 10, *[2] * 10), Seen(50)),
    (
        "KOOS",
        HALF_KOOS,
        Seen(
            None,
            None,
            {"symptoms": 50, "pain": 75, "adl": 100, "sport": 0, "qol": 43.8},
            "no_total",
        ),
    ),
    (
        "HOOS",
        {"pain": [2] * 10, "sport": [1, 1, 1, 2]},
        Seen(
            None,
            None,
            {"symptoms": None, "pain": 50, "adl": None, "sport": 68.8, "qol": None},
            "no_total",
        ),
    ),
    (
        "WOMAC",
        {"pain": [1, 2, 3, 4, 0], "stiffness": [2, 1], "function": [1] * 17},
        Seen(30, None, {"pain": 10, "stiffness": 3, "function": 17}),
    ),
    (
        "BCTQ",
        {"symptoms": [2] * 6 + [3] * 5, "function": [1, 2, 1, 2, 1, 2, 1, 3]},
        Seen(None, None, {"symptoms": 2.45, "function": 1.63}, "no_total"),  # 27/11, 13/8
    ),
    ("HIT6", items(6, 8, 10, 11, 13, 8), Seen(56, "substantial")),
    ("MIDAS", items(3, 5, 4, 6, 2), Seen(20, "III")),
    (
        "MIDAS",
        items(3, 5, 4, 6, 3, 25, 8),  # the last two are not scored
        Seen(21, "IV", {"headache_days": 25, "pain": 8}),
    ),
    ("HDIARY", items(*[0, 6] * 7, *[0] * 14), Seen(7)),
    ("HDIARY", items(*[3] * 15, *[0] * 13), Seen(15, "chronic")),
    (
        "FIQR",
        {"function": [3] * 9, "overall": [4, 5], "symptoms": [6] * 10},
        Seen(48, "moderate", {"function": 9, "overall": 9, "symptoms": 30}),  # 27/3 + 9 + 60/2
    ),
    # 4, 5, 7 and 8 the other way round: 6 x 1 + 4 x 3
    ("PSS10", items(*[1] * 10), Seen(18, "moderate")),
    ("PSS4", items(3, 1, 0, 4), Seen(14)),  # 3 + 3 + 4 + 4
    ("PHQ4", items(1, 2, 3, 1), Seen(7, "moderate", {"gad2": 3, "phq2": 4})),
    ("PHQ9", items(2, 2, 2, 1, 1, 1, 1, 1, 0), Seen(11, "moderate")),
    ("PHQ8", items(3, 3, 3, 3, 2, 2, 2, 2), Seen(20, "severe")),
    ("GAD7", items(3, 3, 2, 1, 0, 0, 0), Seen(9, "mild")),
    ("PSEQ", items(*[1] * 5, *[2] * 5), Seen(15, "low")),
    ("PSEQ2", items(4, 5), Seen(9)),
    ("TSK11", items(*[2] * 6, *[3] * 5), Seen(27)),
    ("SBT", items(1, 1, 1, 0, 0, 0, 0, 0, 0), Seen(3, "low", {"physical": 3, "psych": 0})),
    ("SBT", items(1, 1, 1, 1, 1, 1, 1, 0, 0), Seen(7, "medium", {"physical": 4, "psych": 3})),
    ("SBT", items(0, 0, 0, 0, 1, 1, 1, 1, 0), Seen(4, "high", {"physical": 0, "psych": 4})),
    # 3, 4 and 8 the other way round: 7 x 4 + 3 x 6
    ("OMPSQ10", items(*[4] * 10), Seen(46)),
    ("OMPSQ10", items(8, 8, 2, 2, 8, 8, 8, 2, 8, 8), Seen(80, "at risk")),
    ("PEG", items(5, 6, 5), Seen(5.33)),
    ("EQ5D5L", items(1, 1, 2, 3, 1), Seen(None, None, {}, "needs_value_set")),
    (
        "NIHRTF",
        {"intensity": [6], "interference": [3, 3, 2, 4], "function": [4, 4, 3, 5]},
        Seen(26, "mild", {"intensity": 6, "interference": 12, "function": 8}),
    ),
    (
        "BPISF",
        {"severity": [8, 3, 5, 4], "interference": [5, 4, 6, 2, 3, 7, 8]},
        Seen(None, None, {"severity": 5, "interference": 5}, "no_total"),
    ),
    (
        "SPADI",
        {"pain": [5, 6, 7, 8, 4], "disability": [2, 3, 4, 5, 6, 7, 1, 0]},
        Seen(47.5, None, {"pain": 60, "disability": 35}),  # 30/50, 28/80
    ),
    ("DCTMD", items(0, 1, 2, 3, 4, 5, 6, 7), Seen(3.5, None, {"jfls8": 3.5})),
    ("GROC", items(-3), Seen(-3)),
    ("NIGHTS", items(3), Seen(3)),
    ("DRUGS7", items(5), Seen(5)),
    ("STRESS", items(6), Seen(6)),
    ("HSCORE", items(24.58), Seen(24.6)),
    ("ROM", items(118, 121.5, 120), Seen(119.8)),
    ("ROMNECK", items(60, 64), Seen(62)),
    ("SLR", items(55), Seen(55)),
    ("FFD", items(-2, 1.5, None), Seen(-0.3)),  # -0.25, a half away from nought
    ("MEDDAYS", items(*[1] * 11, *[0] * 17), Seen(11)),
    (
        "MME",
        {
            "drugs": [
                {"name": "oxycodone", "mg_per_day": 20},
                {"name": "Fentanyl patch", "mcg_per_h": 12},
                {"name": "tramadol", "mg_per_day": 100},
            ]
        },
        Seen(78.8, "caution", {"oxycodone": 30, "fentanyl": 28.8, "tramadol": 20}),
    ),
    (
        "MQS",
        {
            "drugs": [
                {"name": "ibuprofen", "class": "NSAID", "level": 2},
                {"name": "amitriptyline", "weight": 2.3, "level": 1},
            ]
        },
        Seen(9.1, None, {"ibuprofen": 6.8, "amitriptyline": 2.3}),
    ),
    (
        "DDD",
        {
            "drugs": [
                {"name": "Acetaminophen", "mg_per_day": 2000},
                {"name": "ibuprofen", "mg_per_day": 600},
            ]
        },
        Seen(1.17, None, {"paracetamol": 0.67, "ibuprofen": 0.5}),
    ),
]
PROMIS = {
    "physical_function": [3, 3, 4, 4],  # raw sum 14
    "anxiety": [1, 1, 1, 1],
    "depression": [2, 2, 2, 2],
    "fatigue": [3, 3, 3, 3],
    "sleep_disturbance": [3, 2, 3, 2],
    "social_roles": [5, 5, 5, 5],
    "pain_interference": [4, 4, 4, 4],
    "pain_intensity": [6],
}


@pytest.mark.parametrize(("code", "document", "expected"), EXAMPLES)
def test_a_form_scores_as_by_hand(code: str, document: dict[str, Any], expected: Seen) -> None:
    assert seen(code, document) == expected


def test_promis_29_looks_up_each_domain() -> None:
    assert seen("PROMIS29", PROMIS) == Seen(
        None,
        None,
        {
            "physical_function": 39.2,
            "anxiety": 40.3,
            "depression": 55.7,
            "fatigue": 57.0,
            "sleep_disturbance": 50.5,
            "social_roles": 64.2,
            "pain_interference": 66.6,
            "pain_intensity": 6,
        },
        "no_total",
    )


def test_graded_chronic_pain_is_graded() -> None:
    # Intensity (6 + 8 + 4)/3 x 10 = 60; 4 days give 2 points, interference 40 gives 1: grade 3.
    graded = {"gcps": [90, 6, 8, 4, 4, 4, 4, 4]}

    assert seen("DCTMD", graded) == Seen(
        None, None, {"gcps": 3, "gcps_intensity": 60, "gcps_points": 3}, "no_total"
    )


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        ([0, 0, 0, 0, 0, 0, 0, 0], 0),
        ([30, 4, 5, 5, 1, 2, 2, 2], 1),  # intensity 46.7, no points
        ([30, 5, 5, 5, 2, 3, 3, 2], 2),  # intensity 50; 1 point of days, none of 26.7
        ([30, 1, 1, 1, 3, 3, 3, 3], 3),  # 2 and 1
        ([30, 1, 1, 1, 6, 5, 5, 5], 4),  # 3 and 2
    ],
)
def test_each_grade_is_reached_where_the_manual_says(answers: list[int], grade: int) -> None:
    assert seen("DCTMD", {"gcps": answers}).parts["gcps"] == grade


def test_a_health_state_has_a_profile_and_a_scale() -> None:
    score = score_of("EQ5D5L", items(1, 1, 2, 3, 1, 70))

    assert (score.profile, [(one.id, one.value) for one in score.parts]) == ("11231", [("vas", 70)])


def test_every_measure_has_a_worked_example() -> None:
    shown = {code for code, _, _ in EXAMPLES} | {"PROMIS29"}

    assert shown == {entry.code for entry in entries()}
