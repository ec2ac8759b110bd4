"""What a physiotherapist types in one line: treatments, exercises with dose, measures."""

import pytest

from ashi.core.knowledge.checking_physio import physio_faults
from ashi.core.knowledge.physio.reading import read_done
from ashi.core.knowledge.physio.things import EXERCISE, all_things


def one(text: str) -> dict[str, object]:
    """Return what a statement says, without what it leaves unsaid."""
    read = read_done(text)
    assert read.faults == []
    (item,) = read.items
    said = {name: getattr(item, name) for name in item.__dataclass_fields__ if name != "thing"}
    return {"id": item.thing.id} | {name: value for name, value in said.items() if value}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mobilisation L4 III 3x30s", {"level": "L4", "grade": 3, "sets": 3, "hold_s": 30}),
        ("mob left C5-6 gr2", {"side": "left", "level": "C5-6", "grade": 2}),
        ("Joint mobilisation (non-thrust) IV", {"grade": 4}),
        ("mobs γ", {"place": "γ"}),
    ],
)
def test_manual_therapy_has_level_side_and_grade(text, said):
    assert one(text) == {"id": "mt_mobilisation", **said}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bridge 3x10", {"sets": 3, "reps": 10}),
        ("LB11 2x8 20kg", {"sets": 2, "reps": 8, "load_kg": 20.0}),
        ("γέφυρα 3x10 αριστερά", {"sets": 3, "reps": 10, "side": "left"}),
        ("Bridge 3x30s", {"sets": 3, "hold_s": 30}),
        ("bridge 5min", {"minutes": 5}),
        ("bridge", {"sets": 3, "reps": 10, "hold_s": 3, "supplied": ("sets", "reps", "hold_s")}),
    ],
)
def test_an_exercise_has_a_dose_or_is_given_its_first_one(text, said):
    assert one(text) == {"id": "LB11", **said}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pain 4", {"id": "nprs", "value": 4.0}),
        ("πόνος 4,5", {"id": "nprs", "value": 4.5}),
        ("knee flexion right 115", {"id": "flex_knee", "value": 115.0, "side": "right"}),
        ('grip 31 "after effort"', {"id": "grip", "value": 31.0, "place": "after effort"}),
    ],
)
def test_a_measure_has_a_value(text, said):
    assert one(text) == said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("levitation 3x10", "unknown_treatment"),
        ("pain", "no_value"),
        ("pain 11", "value_outside"),
        ("pain left 4", "no_such_side"),
        ("pain 4 5", "said_twice"),
        ("bridge 0x10", "dose_outside"),
        ("bridge 3x501", "dose_outside"),
        ("bridge 300min", "dose_outside"),
        ("bridge 3x10 2x5", "said_twice"),
        ("bridge " + "x" * 90, "place_too_long"),
        ("bridge;" * 400, "line_too_long"),
    ],
)
def test_what_cannot_be_is_named(text, code):
    read = read_done(text)
    assert code in {fault.code for fault in read.faults}


def test_what_was_meant_is_proposed():
    (fault,) = read_done("brigde 3x10").faults
    assert "Bridge" in fault.near


def test_same_asks_for_the_last_treatments_beside_others():
    read = read_done("same; pain 3")
    assert read.repeats
    assert [item.thing.id for item in read.items] == ["nprs"]


def test_the_data_hold_together():
    assert physio_faults() == []
    assert sum(thing.kind == EXERCISE for thing in all_things().values()) == 120
