"""What was found at an examination, typed in one line: side, level, number, grade, result."""

from dataclasses import replace

import pytest

from ashi.core.knowledge.checking_physio import exam_faults, scale_faults
from ashi.core.knowledge.physio.examination import (
    ABOVE,
    BELOW,
    OTHER,
    all_scales,
    outside,
    sources_of,
)
from ashi.core.knowledge.physio.reading import read_done
from ashi.core.knowledge.physio.things import all_things


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SLR left 45", [("slr", "left", "", 45.0, "")]),
        ("Lasegue l pos", [("slr", "left", "", None, "positive")]),
        ("slump r + 30°", [("slump", "right", "", 30.0, "positive")]),
        ("knee flexion r 110", [("flex_knee", "right", "", 110.0, "")]),
        ("elbow extension l -10", [("ext_elbow", "left", "", -10.0, "")]),
        ("reflex patellar l 1+", [("refl_patellar", "left", "", None, "1+")]),
        ("ankle jerk both 2", [
            ("refl_achilles", "left", "", None, "2+"),
            ("refl_achilles", "right", "", None, "2+"),
        ]),
        ("strength knee extension r 4-", [("mmt_knee_ext", "right", "", None, "4-")]),
        ("quads strength r 22,5kg", [("mmt_knee_ext", "right", "", 22.5, "")]),
        ("dermatome L5 l altered", [("light_touch", "left", "L5", None, "1")]),
        ("myotome c6 right 5/5", [("myotome", "right", "C6", None, "5")]),
        ("tenderness L4 3", [("tenderness", "", "L4", None, "3")]),
        ("shoulders left", [("shoulder_lvl", "", "", None, "left_higher")]),
        ("αχίλλειο αντανακλαστικό δ κατηργημένο", [("refl_achilles", "right", "", None, "0")]),
    ],
)  # fmt: skip
def test_a_finding_has_side_level_number_and_result(text, said):
    read = read_done(text)
    assert read.faults == []
    assert [(i.thing.id, i.side, i.level, i.value, i.result) for i in read.items] == said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("slr 45", "no_side"),
        ("slr left", "no_result"),
        ("slr left 200", "value_outside"),
        ("knee flexion r", "no_value"),
        ("reflex achilles r 7", "grade_outside"),
        ("strength knee extension r 22", "no_unit"),
        ("dermatome l altered", "no_level"),
        ("myotome T6 l 4", "no_level"),
        ("tenderness 3", "place_unsaid"),
        ("slr left pos neg", "said_twice"),
        ("lumbar flexion left 40", "no_such_side"),
        ("lazegue l pos", "unknown_treatment"),
    ],
)
def test_what_cannot_be_is_named(text, code):
    assert code in {fault.code for fault in read_done(text).faults}


@pytest.mark.parametrize(
    ("thing", "value", "result", "beside"),
    [
        ("flex_knee", 110, "", BELOW),
        ("flex_knee", 130, "", None),
        ("rot_neck", 95, "", ABOVE),
        ("slr", 45, "", None),
        ("slr", None, "positive", OTHER),
        ("slr", None, "not_done", None),
        ("refl_patellar", None, "1+", BELOW),
        ("refl_patellar", None, "3+", ABOVE),
        ("mmt_knee_ext", 20, "", None),
        ("refl_patellar", None, "of another version", None),
    ],
)
def test_what_lies_outside_the_normal_is_said(thing, value, result, beside):
    assert outside(all_things()[thing].exam, value, result) == beside


def test_the_sources_of_what_is_shown_are_named_once():
    exams = [all_things()[name].exam for name in ("flex_knee", "abd_hip", "slr", "refl_patellar")]
    named = sources_of(exams)
    assert [one.split(",")[0] for one in named] == [
        "Merck Manual",
        "Devillé W",
        "National Institute of Neurological Disorders and Stroke",
    ]


def test_each_thing_that_can_be_wrong_with_the_data_is_found():
    knee, test = all_things()["flex_knee"], all_things()["slr"]
    wrong = {
        "group": replace(knee.exam, group="guess"),
        "range": replace(knee.exam, low=150.0, high=130.0),
        "source": replace(knee.exam, normal_source="hearsay"),
    }
    for code, exam in wrong.items():
        assert code in {fault.code for fault in exam_faults(knee, exam)}
    recalled = replace(knee.exam, normal_provenance="recalled")
    assert {fault.code for fault in exam_faults(knee, recalled)} == {"source"}
    silent = replace(test.exam, means_el="")
    assert {fault.given for fault in exam_faults(test, silent)} == {"means"}
    scale = all_scales()["reflex"]
    assert list(scale_faults(scale)) == []
    assert {one.code for one in scale_faults(replace(scale, normal=("9",)))} == {"unknown_choice"}
    assert {one.code for one in scale_faults(replace(scale, source="x"))} == {"source"}
    twice = (*scale.choices, scale.choices[0]._replace(code="5"))
    assert "written_twice" in {one.code for one in scale_faults(replace(scale, choices=twice))}
