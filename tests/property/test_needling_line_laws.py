"""A line that was printed reads back the same; any text is read without an accident."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.knowledge.needling.insertion import (
    BY_LEVEL,
    Drawn,
    Electro,
    Insertion,
    Needle,
    full_set,
)
from ashi.core.knowledge.needling.printing import print_line
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.needling.words import all_writings, word_of
from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.points.finding import possible_points
from ashi.core.knowledge.points.names import all_names
from ashi.core.knowledge.points.regions import all_regions

WORDS = read_toml("needling_words.toml")
NAMES = list(all_names().values())
REGIONS = [name for one in all_regions() for name in (one.name, one.name_el) if not word_of(name)]
some = settings(max_examples=50, deadline=None)


def maybe(values):
    return st.none() | values


def of(group):
    return st.sampled_from(sorted(WORDS[group]))


spot_heights = st.integers(-16, 374)
depths = st.integers(1, 15000).map(lambda hundredths: hundredths / 100)
said = {
    "angle": maybe(of("angles")),
    "responses": st.lists(of("responses"), unique=True, max_size=2).map(tuple),
    "strength": maybe(of("strengths")),
    "manipulation": maybe(of("manipulations")),
    "hertz": st.lists(st.integers(1, 200).map(float), max_size=2).map(tuple),
    "minutes": maybe(st.integers(1, 60)),
    "sought": maybe(of("responses")),
    "waveform": maybe(of("waveforms")),
    "pulse_ms": maybe(st.sampled_from([0.2, 0.45, 1.0])),
    "intensity_ma": maybe(st.sampled_from([0.5, 3.0, 12.0])),
    "stays_days": maybe(st.integers(1, 14)),
    "needle": maybe(
        st.builds(Needle, st.sampled_from([0.16, 0.25, 0.3]), st.sampled_from([25, 40]))
    ),
    "lot": maybe(st.from_regex(r"[A-Z0-9]{1,8}", fullmatch=True)),
    "note": maybe(st.from_regex(r"[a-z]{1,5}( [a-z;,]{1,5})?", fullmatch=True)),
}


@st.composite
def insertions(draw):
    values = {field: draw(strategy) for field, strategy in said.items()}
    values[draw(st.sampled_from(["depth_mm", "depth_cun"]))] = draw(maybe(depths))
    if draw(st.booleans()):
        name = draw(st.sampled_from(NAMES))
        sides = name.sides if len(name.sides) == 1 else (None, *name.sides)
        level = draw(maybe(st.sampled_from(["T1", "L5"]))) if name.code == BY_LEVEL else None
        needles = draw(st.sampled_from([full_set(name.code), 3]))
        return Insertion(
            point=name.code,
            side=draw(st.sampled_from(sides)),
            level=level,
            needles=needles,
            **values,
        )
    place = draw(st.sampled_from(["upper trapezius", "near BL25", "L4/5 facet", "κάτω πλευρό"]))
    kind = draw(st.sampled_from(["ashi", "trigger", "ear"]))
    side = draw(st.sampled_from([None, "left", "right", "midline"]))
    drawn = draw(maybe(st.builds(Drawn, st.just("low_back"), st.integers(50, 410), spot_heights)))
    return Insertion(kind=kind, place=place, side=side, drawn=drawn, **values)


@pytest.mark.slow
@given(st.lists(insertions(), max_size=4))
@some
def test_a_printed_line_reads_back_the_same(many):
    line = read_line(print_line(many))

    assert line.faults == []
    assert [read.insertion for read in line.insertions] == many


@pytest.mark.slow
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(
                [*all_writings(), "BL23", "St", "36", "25mm", ";", '"', "ea1+", "Futu"]
            ),
            max_size=8,
        ).map(" ".join),
    )
)
@some
def test_any_text_is_read_and_its_faults_lie_within_it(text):
    line = read_line(text)

    for fault in line.faults:
        assert 0 <= fault.start < fault.end <= len(text)
    again = read_line(print_line([read.insertion for read in line.insertions]))
    assert [one.insertion for one in again.insertions] == [one.insertion for one in line.insertions]


def test_no_word_of_the_line_is_a_point():
    assert {word for word in all_writings() if possible_points(word)} == set()


def test_every_writing_means_the_word_it_is_listed_under():
    for group, codes in WORDS.items():
        for code, writings in codes.items():
            for writing in writings:
                assert word_of(writing) == (group, code)


@given(name=st.sampled_from(NAMES), side=st.sampled_from(["left", "right", "midline", "both"]))
@some
def test_a_side_is_taken_exactly_where_the_point_has_it(name, side):
    line = read_line(f"{name.code} {side} 20")
    wanted = ("left", "right") if side == "both" else (side,)

    if set(wanted) <= set(name.sides):
        assert [read.insertion.side for read in line.insertions] == list(wanted)
    else:
        assert [fault.code for fault in line.faults] == ["no_such_side"]


@pytest.mark.slow
def test_a_code_may_be_written_in_two_words():
    for name in NAMES:
        line = read_line(f"{name.channel} {name.number} 30mm")
        assert line.faults == []
        assert {read.insertion.point for read in line.insertions} == {name.code}


def test_two_outlets_may_be_wired_on_two_sides():
    line = read_line("BL23 l ea1+; BL25 l ea1-; BL23 r ea2+; BL25 r ea2-")

    assert line.faults == []
    assert [read.insertion.electro for read in line.insertions] == [
        Electro(1, "+"), Electro(1, "-"), Electro(2, "+"), Electro(2, "-")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "BL23 left @low_back:212:131",
        "ashi L4 both @low_back:212:131",
        "ashi L4 left @nowhere:212:131",
        "ashi L4 left @low_back:999:131",
        "ashi L3-L4 left @low_back:212:131",
    ],
)
def test_only_one_free_place_is_drawn_and_on_a_picture(line):
    assert [one.code for one in read_line(line).faults] == ["no_spot"]


@pytest.mark.parametrize("name", REGIONS)
def test_a_place_drawn_in_any_region_is_read_from_its_name(name):
    line = read_line(f"ashi {name} left @front:100:300")

    assert line.faults == []
    (read,) = line.insertions
    assert (read.insertion.place, read.insertion.side) == (name, "left")
