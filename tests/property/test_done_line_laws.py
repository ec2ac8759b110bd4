"""Any thing is found by any of its names, whatever is said of it; any text is read."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.knowledge.physio.printing import print_done
from ashi.core.knowledge.physio.reading import read_done
from ashi.core.knowledge.physio.things import MEASURE, all_things

# findings have laws of their own: test_finding_laws.py
things = st.sampled_from([thing for thing in all_things().values() if not thing.exam])


@given(things, st.data())
def test_every_writing_means_its_thing(thing, data):
    name = data.draw(st.sampled_from([thing.id, thing.name, thing.name_el, *thing.words]))
    text = name if thing.kind != MEASURE else f"{name} {thing.least:g}"
    read = read_done(text)
    assert [item.thing.id for item in read.items] == [thing.id]


@given(
    things.filter(lambda thing: thing.kind != MEASURE),
    st.integers(1, 20),
    st.integers(1, 500),
    st.sampled_from(["left", "right", "both"]),
)
def test_the_dose_is_what_was_typed_in_any_order(thing, sets, reps, side):
    forward = read_done(f"{thing.id} {side} {sets}x{reps}")
    backward = read_done(f"{thing.id} {sets}x{reps} {side}")
    assert forward == backward
    (item,) = forward.items
    assert (item.sets, item.reps, item.side, item.supplied) == (sets, reps, side, ())


@given(st.lists(things, min_size=1, max_size=8))
def test_statements_are_read_apart(some):
    texts = [f"{one.id} {one.least:g}" if one.kind == MEASURE else one.id for one in some]
    together = read_done("; ".join(texts))
    assert together.items == [item for text in texts for item in read_done(text).items]


@given(
    things.filter(lambda thing: thing.kind != MEASURE),
    st.sampled_from(["", "left", "both"]),
    st.sampled_from(["", "L4", "C5-6"]),
    st.sampled_from(["", "3x10", "2x8 12.5kg", "3x30s", "45s", "10min", "3x10 5s"]),
    st.sampled_from(["", "in standing", "left 3x10"]),
)
def test_what_was_done_reads_back_from_its_line(thing, side, level, dose, place):
    quoted = f'"{place}"' if place else ""
    (item,) = read_done(f"{thing.id} {side} {level} {dose} {quoted}").items
    (again,) = read_done(print_done([item])).items
    assert replace(again, supplied=()) == replace(item, supplied=())


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_accident(text):
    read = read_done(text)
    assert all(fault.code for fault in read.faults)
