"""The command: findings and facts as JSON and 0, or one line a fault and 2."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ashi.cli.main import main
from ashi.core.safety.rules import all_rules

FORBIDDEN = re.compile(
    r"\b(safe|unsafe|safety|recommended|recommend|predicted|optimal|AI|alert|failed|invalid)\b",
    re.IGNORECASE,
)
Document = dict[str, Any]


def asked(capsys: pytest.CaptureFixture[str], path: Path, document: object) -> tuple[Any, str]:
    path = path / "case.json"
    path.write_text(json.dumps(document))
    code = main(["safety", "check", str(path)])
    out, err = capsys.readouterr()
    assert code == (2 if err else 0)
    return (json.loads(out) if out else None), err


def needle(**more: object) -> Document:
    return {"kind": "needling", "point": "LI4", **more}


def weights(answer: Document, act: int = 0) -> dict[str, str]:
    return {one["rule"]: one["weight"] for one in answer["findings"] if one["act"] == act}


def test_the_contracts_own_case_is_answered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = {
        "pregnant": "yes",
        "weeks": 10,
        "takes_anticoagulant": "unknown",
        "pacemaker": "no",
    }
    acts = [
        {"kind": "needling", "point": "LI4", "side": "left", "depth_mm": 15},
        {"kind": "electroacupuncture", "points": ["ST36", "ST37"]},
    ]

    answer, err = asked(capsys, tmp_path, {"patient": patient, "acts": acts})

    assert err == ""
    assert weights(answer, 0)["CI054"] == weights(answer, 0)["PREG-CORE"] == "stop"
    assert weights(answer, 0)["CI009"] == weights(answer, 1)["CI009"] == "ask"
    assert weights(answer, 1)["CI056"] == "stop"
    assert "CI058" not in weights(answer, 1)
    order = ["stop", "caution", "ask", "note"]
    found = [order.index(one["weight"]) for one in answer["findings"]]
    assert found == sorted(found)
    assert [one for one in answer["ask"] if one["fact"] == "takes_anticoagulant"] == [
        {
            "fact": "takes_anticoagulant",
            "question": "Does the patient take a medicine against clotting (warfarin, a DOAC, heparin)?",
            "rules": ["CI009"],
            "acts": [0, 1],
        }
    ]


def test_a_finding_has_all_its_parts_and_shows_who_disagrees(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = {"patient": {"pregnant": True, "weeks": 10}, "acts": [needle(point="GB21")]}

    answer, _ = asked(capsys, tmp_path, document)

    found = next(one for one in answer["findings"] if one["rule"] == "PREG-CORE")
    assert found == {
        "rule": "PREG-CORE",
        "act": 0,
        "weight": "stop",
        "why": "Traditional lists leave these points alone before week 37.",
        "text_el": "Οι παραδοσιακές λίστες αφήνουν ήσυχα αυτά τα σημεία πριν από την 37η εβδομάδα.",
        "asks": [],
        "name": "Points named against in pregnancy, before week 37",
        "scope": "the points named",
        "if_so": "stop",
        "override": "reason_and_second",
        "disagree": found["disagree"],
        "sources": [
            "CloudTCM",
            "iaomai",
            "TARA (CAM 1999)",
            "Betts & Budd, Acupunct Med 2011;29:137",
        ],
        "provenance": "seen2",
        "status": "draft",
    }
    assert [one["why"] for one in found["disagree"]][2] == (
        "For GB21 the NZ/Aus list asks for care only."
    )


def no_to_all(capsys: pytest.CaptureFixture[str]) -> Document:
    main(["safety", "facts"])
    facts = json.loads(capsys.readouterr().out)
    return {one["name"]: "no" for one in facts if one["type"] == "yes_no_unknown"}


def test_where_all_is_answered_no_only_the_place_and_depth_speak(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = no_to_all(capsys)
    acts = [needle(depth_mm=15), needle(point="GB21", depth_mm=15, angle="perpendicular")]

    answer, _ = asked(capsys, tmp_path, {"patient": patient, "acts": acts})

    assert weights(answer, 0) == {}
    assert weights(answer, 1) == {
        "DEPTH-MEASURED": "stop",
        "ANGLE-LUNG": "caution",
        "CI036": "caution",
        "DEPTH-LUNG-TEXTBOOK": "caution",
        "HAZ-LUNG-TOP": "caution",
    }
    assert answer["ask"] == []


def test_the_weeks_of_a_pregnancy_that_is_denied_are_asked_about(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = no_to_all(capsys) | {"weeks": 10}

    answer, _ = asked(capsys, tmp_path, {"patient": patient, "acts": [needle()]})

    assert weights(answer) == {"PREG-WEEKS-ALONE": "ask"}


def test_the_week_counts_while_it_is_unknown_whether_somebody_is_pregnant(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = no_to_all(capsys) | {"pregnant": None, "weeks": 20}

    answer, _ = asked(capsys, tmp_path, {"patient": patient, "acts": [needle(point="CV4")]})

    found = weights(answer)
    assert (found["PREG-LOWER-ABDOMEN-LATER"], found["CI055"]) == ("ask", "ask")
    assert not {"CI052", "PREG-LOWER-ABDOMEN-EARLY"} & set(found)


@pytest.mark.parametrize(
    ("patient", "line"),
    [
        ({"pregnent": "yes"}, 'patient.pregnent: no such fact: "pregnent" (near: pregnant, weeks)'),
        ({"pregnant": "maybe"}, 'patient.pregnant: not "yes", "no" or "unknown": "maybe"'),
        ({"pregnant": 1}, 'patient.pregnant: not "yes", "no" or "unknown": 1'),
        ({"weeks": 46}, "patient.weeks: more than 45"),
        ({"weeks": -1}, "patient.weeks: less than 0"),
        ({"weeks": "ten"}, 'patient.weeks: not a number: "ten"'),
        ({"weeks": True}, "patient.weeks: not a number: true"),
        (
            {"pacemaker": "no", "ICD": "yes"},
            'patient.ICD: given before under another name: "pacemaker"',
        ),
        (
            {"lymphoedema": {"value": "yes", "region": "armm"}},
            'patient.lymphoedema.region: no such region: "armm" (near: arm, sacrum, armpit)',
        ),
        (
            {"lymphoedema": {"value": "yes", "side": "top"}},
            'patient.lymphoedema.side: not left, right, both or midline: "top"',
        ),
        ({"lymphoedema": {"region": "arm"}}, "patient.lymphoedema.value: missing"),
        (
            {"pacemaker": {"value": "yes"}},
            'patient.pacemaker: not "yes", "no" or "unknown": an object',
        ),
        ([], "patient: not an object: a list"),
    ],
)
def test_what_is_wrong_with_a_patient_is_said_with_its_path(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, patient: object, line: str
) -> None:
    answer, err = asked(capsys, tmp_path, {"patient": patient, "acts": [needle()]})

    assert (answer, err.splitlines()) == (None, [line])


@pytest.mark.parametrize(
    ("act", "lines"),
    [
        ({}, ["acts[0].kind: missing"]),
        ({"kind": "neadling"}, ['acts[0].kind: no such kind of act: "neadling" (near: needling)']),
        (needle(point="XX99"), ['acts[0].point: no such point: "XX99"']),
        (needle(point=["LI4"]), ["acts[0].point: not a text: a list"]),
        (needle(side="up"), ['acts[0].side: not left, right, both or midline: "up"']),
        (needle(point="CV12", side="left"), ["acts[0].point: not on this side: CV12 lies midline"]),
        (
            needle(side="midline"),
            ["acts[0].point: not on this side: LI4 lies left or right"],
        ),
        (needle(depth_mm=-1), ["acts[0].depth_mm: less than 0"]),
        (needle(depth_mm="15"), ['acts[0].depth_mm: not a number: "15"']),
        (needle(depth_mm=301), ["acts[0].depth_mm: more than 300"]),
        (needle(depth=15), ['acts[0].depth: no such field: "depth"']),
        (
            needle(angle="sideways"),
            ['acts[0].angle: not perpendicular, oblique, transverse or degrees: "sideways"'],
        ),
        (
            {"kind": "tens", "region": "elbo"},
            ['acts[0].region: no such region: "elbo" (near: elbow)'],
        ),
        (
            {"kind": "electroacupuncture", "points": ["ST36", "ST367"], "across": "moon"},
            [
                'acts[0].points[1]: no such point: "ST367" (near: ST36, ST37)',
                'acts[0].across: not chest, cord, throat or head: "moon"',
            ],
        ),
        (
            {"kind": "electroacupuncture", "points": ["ST36", "ST36"], "side": "left"},
            ["acts[0].points: the same needle twice, and a current needs two"],
        ),
        ("needling", ['acts[0]: not an object: "needling"']),
    ],
)
def test_what_is_wrong_with_an_act_is_said_with_its_path(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, act: object, lines: list[str]
) -> None:
    answer, err = asked(capsys, tmp_path, {"patient": {}, "acts": [act]})

    assert answer is None
    assert [line.split(" (near")[0] for line in err.splitlines()] == [
        line.split(" (near")[0] for line in lines
    ]
    assert all(
        "near" in said for said, line in zip(err.splitlines(), lines, strict=True) if "near" in line
    )


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        ({}, ["patient: missing", "acts: missing"]),
        ([], ["document: not an object: a list"]),
        ({"patient": {}, "acts": {}}, ["acts: not a list: an object"]),
    ],
)
def test_a_document_that_is_no_case_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, document: object, lines: list[str]
) -> None:
    assert asked(capsys, tmp_path, document) == (None, "".join(f"{line}\n" for line in lines))


def test_true_false_and_null_are_yes_no_and_unknown(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    acts = [{"kind": "electroacupuncture", "points": ["ST36", "ST37"]}]

    answers = [
        asked(capsys, tmp_path, {"patient": {"pacemaker": one}, "acts": acts})[0]
        for one in (True, "yes", False, "no", None, "unknown", "Unknown")
    ]

    assert [weights(answer).get("CI058") for answer in answers] == [
        "stop", "stop", None, None, "ask", "ask", "ask",
    ]  # fmt: skip


def test_a_fact_may_be_written_by_its_code_and_its_opposite(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = {"ANTICOAG": "yes", "PACEMAKER": "no", "consent": "yes", "eaten": "no"}

    answer, _ = asked(capsys, tmp_path, {"patient": patient, "acts": [needle()]})

    found = weights(answer)
    assert (found["CI009"], found["CI045"], found.get("CI001")) == ("caution", "caution", None)


def test_a_yes_outweighs_a_no_to_several_at_once_and_both_are_shown(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = {"vasovagal": "no", "drunk": "yes", "minor": "no", "age": 12}

    answer, _ = asked(capsys, tmp_path, {"patient": patient, "acts": [needle()]})

    found = weights(answer)
    assert (found["CI045"], found["CI002"]) == ("caution", "caution")
    assert answer["disagree"] == [
        {"fact": "vasovagal", "with": ["drunk"]},
        {"fact": "minor", "with": ["age"]},
    ]


def test_a_red_flag_stops_until_a_clinician_settles_it_and_its_absence_settles_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patients = [
        {"saddle": "yes"},
        {"saddle": "yes", "mt_ces": "no", "redflag_open": "no"},
        dict.fromkeys(["saddle", "bladder_bowel", "bilateral_leg", "sexual"], "no"),
    ]

    answers = [
        weights(asked(capsys, tmp_path, {"patient": one, "acts": [needle()]})[0])
        for one in patients
    ]

    assert [(found.get("CI005"), found.get("CI081")) for found in answers] == [
        ("stop", "stop"),
        (None, None),
        ("ask", "ask"),
    ]


def test_several_that_are_asked_at_once_are_named_one_by_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer, _ = asked(capsys, tmp_path, {"patient": {"asthma": "no"}, "acts": [{"kind": "moxa"}]})

    smoke = next(one for one in answer["findings"] if one["rule"] == "CI071")
    assert smoke["asks"] == ["copd", "smoke_in_room"]


@pytest.mark.parametrize(
    "points",
    [
        [{"point": "PC6", "side": "left"}, {"point": "PC6", "side": "right"}],
        ["PC6 left", "PC6 right"],
        ["pc-6 L", "Neiguan r"],
    ],
)
def test_a_current_from_arm_to_arm_is_seen_from_the_sides(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, points: list[object]
) -> None:
    act = {"kind": "electroacupuncture", "points": points}

    answer, _ = asked(capsys, tmp_path, {"patient": {}, "acts": [act]})

    assert weights(answer)["CI060"] == "stop"


@pytest.mark.parametrize(
    ("act", "found"),
    [
        ({"points": ["PC6", "LI4"], "side": "left"}, None),
        ({"points": ["PC6", "LI4"]}, "ask"),
        ({"points": ["PC6"], "side": "both"}, "stop"),
        ({"points": ["PC6"], "side": "left"}, "ask"),
        ({"points": ["CV17", "CV22"], "across": []}, "stop"),
        ({"points": ["CV17", "CV22"]}, "stop"),
        ({"points": ["BL13", "BL15"], "side": "right"}, None),
        ({"points": ["ST36", "SP6"]}, None),
        ({"points": ["PC6", "LI4"], "across": []}, None),
        ({"points": ["ST36", "SP6"], "path": "chest"}, "stop"),
        ({"points": ["ST36", "SP6"], "across": ["arm to arm"]}, "stop"),
        ({}, "ask"),
    ],
)
def test_where_a_current_runs_is_read_from_points_and_from_what_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, act: Document, found: str | None
) -> None:
    document = {"patient": {}, "acts": [{"kind": "electroacupuncture", **act}]}

    answer, _ = asked(capsys, tmp_path, document)

    assert weights(answer).get("CI060") == found


@pytest.mark.parametrize(
    ("act", "rule", "found"),
    [
        ({"points": ["GV14", "BL13"], "side": "left"}, "CI061", "caution"),
        ({"points": ["BL13"], "side": "both"}, "CI061", "caution"),
        ({"points": ["BL13", "BL15"], "side": "left"}, "CI061", None),
        ({"points": ["ST9", "LI18"], "side": "left"}, "CI062", "stop"),
        ({"region": "neck"}, "CI062", "ask"),
        ({"points": ["GV20", "GB8"]}, "CI063", "stop"),
        ({"points": ["ST6", "ST7"], "side": "left"}, "CI063", None),
        ({"points": ["ST6 left", "ST6 right"]}, "CI063", "stop"),
        ({"region": "head"}, "CI063", "stop"),
    ],
)
def test_a_current_is_followed_across_cord_throat_and_head(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    act: Document,
    rule: str,
    found: str | None,
) -> None:
    document = {"patient": {}, "acts": [{"kind": "electroacupuncture", **act}]}

    answer, _ = asked(capsys, tmp_path, document)

    assert weights(answer).get(rule) == found


@pytest.mark.parametrize(
    ("act", "rule", "found"),
    [
        (needle(point="ST36", depth_mm=30), "DEPTH-TEXTBOOK", "note"),
        (needle(point="ST36", depth_mm=70), "DEPTH-BEYOND", "ask"),
        (needle(point="BL13", depth_mm=30, angle=20), "DEPTH-LUNG", "stop"),
        (needle(point="BL13", angle=45), "ANGLE-LUNG", None),
        (needle(point="BL13", angle=90), "ANGLE-LUNG", "caution"),
        (needle(point="BL13"), "ANGLE-LUNG", "ask"),
        (needle(point="GV16"), "DEPTH-MEASURED", "ask"),
        (needle(point="GV16", depth_mm=27), "DEPTH-MEASURED", None),
        (needle(point="GV16", depth_mm=28), "DEPTH-MEASURED", "stop"),
        (needle(point="ashi", region="lumbar", depth_mm=40), "DEPTH-BEYOND", None),
        (needle(point="ashi", region="upper back"), "CI036", "caution"),
        (needle(point="LI4", region="thorax"), "CI036", None),
        (needle(point="GV9"), "CI036", None),
        (needle(point="ashi", region="neck"), "CI036", None),
        (needle(point="ashi", region="chest wall"), "CI036", "ask"),
        (needle(point="ST21", side="right"), "CI039", "caution"),
        (needle(point="ST21", side="left"), "CI039", None),
        (needle(point="ST21"), "CI039", "ask"),
    ],
)
def test_depth_angle_side_and_region_are_read(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    act: Document,
    rule: str,
    found: str | None,
) -> None:
    answer, _ = asked(capsys, tmp_path, {"patient": {}, "acts": [act]})

    assert weights(answer).get(rule) == found


def test_a_condition_speaks_only_where_it_lies(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = {"lymphoedema": {"value": "yes", "region": "arm", "side": "left"}}
    acts = [needle(side="left"), needle(side="right"), needle(), needle(point="ST36")]

    answer, _ = asked(capsys, tmp_path, {"patient": patient, "acts": acts})

    assert [weights(answer, act).get("CI019") for act in range(4)] == ["stop", None, "stop", None]
    asks = [one["asks"] for one in answer["findings"] if one["rule"] == "CI019"]
    assert asks == [[], ["where"]]


def test_no_word_that_ashi_never_uses_is_in_what_it_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["safety", "facts"])
    said = capsys.readouterr().out
    kinds = ["needling", "electroacupuncture", "moxa", "cupping", "manual_thrust", "exercise"]
    kinds += ["tens", "ultrasound", "laser", "shortwave", "shockwave", "cold", "traction"]
    answer, _ = asked(capsys, tmp_path, {"patient": {}, "acts": [{"kind": one} for one in kinds]})
    said += json.dumps(answer)

    texts = [rule.text + rule.name + " ".join(rule.sources) for rule in all_rules()]

    assert [FORBIDDEN.search(text)[0] for text in [*texts, said] if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("first", ["joint_replaced", "prosthesis"])
def test_one_condition_that_surely_lies_there_is_enough(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, first: str
) -> None:
    second = {"joint_replaced": "prosthesis", "prosthesis": "joint_replaced"}[first]
    patient = {first: {"value": "yes", "region": "knee"}, second: "yes"}
    document = {"patient": patient, "acts": [{"kind": "ultrasound", "region": "knee"}]}

    answer, _ = asked(capsys, tmp_path, document)

    found = next(one for one in answer["findings"] if one["rule"] == "CI106")
    assert (found["weight"], found["asks"]) == ("stop", [])


def test_one_case_that_surely_holds_is_enough(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    patient = {"joint_replaced": "yes", "pacemaker": "yes"}
    acts = [{"kind": "ultrasound", "region": one} for one in ("chest", "knee")]

    answer, _ = asked(capsys, tmp_path, {"patient": patient, "acts": acts})

    asks = [one["asks"] for one in answer["findings"] if one["rule"] == "CI106"]
    assert asks == [[], ["where"]]
