"""Every finding is read by any of its names; what is normal is never outside, and has a source."""

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.knowledge.checking_physio import physio_faults
from ashi.core.knowledge.physio.examination import (
    ABOVE,
    AT_LEVEL,
    AT_PLACE,
    BELOW,
    GROUPS,
    NOT_DONE,
    all_scales,
    citations,
    outside,
)
from ashi.core.knowledge.physio.reading import read_done, read_value
from ashi.core.knowledge.physio.things import all_things

FOUND = [thing for thing in all_things().values() if thing.exam]
things = st.sampled_from(FOUND)
sides = st.sampled_from(["left", "right", "both"])


def where_of(thing, side):
    """Return the words that say where a finding is."""
    place = {AT_LEVEL: thing.exam.levels[:1], AT_PLACE: ("L4",)}.get(thing.exam.where, ())
    return " ".join((*place, side if thing.sided else ""))


@given(things, sides, st.data())
def test_every_writing_with_every_choice_is_read(thing, side, data):
    name = data.draw(st.sampled_from([thing.id, thing.name, thing.name_el, *thing.words]))
    if thing.exam.scale is None:
        said, kept = f"{thing.least:g}", (thing.least, "")
    else:
        choice = data.draw(st.sampled_from(thing.exam.scale.choices))
        said, kept = choice.code, (None, choice.code)

    read = read_done(f"{name} {where_of(thing, side)} {said}")

    assert read.faults == []
    assert {item.thing.id for item in read.items} == {thing.id}
    assert [(item.value, item.result) for item in read.items] == [kept] * len(read.items)
    wanted = ["left", "right"] if side == "both" else [side]
    assert [item.side for item in read.items] == (wanted if thing.sided else [""])


@given(things, st.data())
def test_what_is_measured_again_is_read_as_it_is_in_a_line(thing, data):
    if thing.exam.scale is None:
        text = f"{data.draw(st.integers(int(thing.least), int(thing.most)))}"
        kept = {"value": float(text)}
    else:
        choice = data.draw(st.sampled_from(thing.exam.scale.choices))
        text, kept = data.draw(st.sampled_from([choice.code, choice.name, choice.name_el])), None
        kept = {"result": choice.code}

    assert read_value(thing, text) == (kept, None)
    assert read_value(thing, "") == ({}, None)


@given(things, st.text(max_size=30))
def test_nothing_typed_is_kept_that_cannot_be(thing, text):
    said, fault = read_value(thing, text)

    assert not (said and fault)
    assert set(said) <= {"value", "result"}
    if "value" in said:
        assert thing.least <= said["value"] <= thing.most
    if "result" in said:
        assert thing.exam.scale.choice(said["result"])


@given(things, st.floats(-200, 300))
def test_a_value_is_outside_on_one_side_of_the_normal_range_or_within(thing, value):
    beside = outside(thing.exam, value, "")
    low, high = thing.exam.low, thing.exam.high
    assert (beside == BELOW) == (low is not None and value < low)
    assert (beside == ABOVE) == (high is not None and value > high)


@given(st.sampled_from(list(all_scales().values())), st.data())
def test_a_choice_is_outside_unless_it_is_normal_or_was_not_done(scale, data):
    thing = next(one for one in FOUND if one.exam.scale is scale)
    choice = data.draw(st.sampled_from(scale.choices))
    beside = outside(thing.exam, None, choice.code)
    assert (beside is None) == (choice.code in scale.normal or choice.code == NOT_DONE)


@given(things)
def test_what_is_not_said_is_asked_for(thing):
    codes = {fault.code for fault in read_done(thing.id).faults}
    assert codes & {"no_value", "no_result"}
    assert ("no_side" in codes) == (thing.sided and thing.exam.where != AT_PLACE)
    assert ("no_level" in codes) == (thing.exam.where == AT_LEVEL)
    assert ("place_unsaid" in codes) == (thing.exam.where == AT_PLACE)


def test_the_data_hold_together_and_each_number_has_a_source_that_was_read():
    assert physio_faults() == []
    assert {thing.exam.group for thing in FOUND} == set(GROUPS)
    for thing in FOUND:
        exam = thing.exam
        if exam.low is not None or exam.high is not None:
            assert exam.normal_source in citations()
        if exam.accuracy:
            for share in (exam.accuracy.sensitivity, exam.accuracy.specificity):
                assert 0 <= share[1] <= share[0] <= share[2] <= 1
            assert exam.accuracy.source in citations()
