"""A drawn plot: every mark lies on its axis, in order, and where its number says."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.forest import Forest, Line, forest_of
from ashi.core.evidence.meaning import Estimate
from ashi.core.knowledge.evidence_base.arms import packaged_arms
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.plots import all_plots
from ashi.core.knowledge.packaged import folder
from ashi.web.conditions.drawing import NARROW, WIDE, axis_of, draw

BASE = packaged_base()
PLAIN = next(one for one in all_plots() if one.chosen is None)
NUMBERS = st.floats(-500, 500).filter(lambda one: one == 0 or abs(one) > 0.01)
SPANS = st.lists(NUMBERS, min_size=3, max_size=3).map(sorted)


def forest(spans: list[list[float]]) -> Forest:
    entry = next(iter(BASE.entries.values()))
    lines = tuple(Line(entry, Estimate(mid, low, high)) for low, mid, high in spans)
    return Forest(replace(PLAIN, notice=None), lines)


@pytest.mark.parametrize("shape", [WIDE, NARROW])
@given(
    spans=st.lists(SPANS, min_size=1, max_size=8).filter(
        lambda all_: any(a != b for a, _, b in all_)
    )
)
def test_every_mark_lies_on_the_axis_and_in_order(shape, spans):
    one = forest(spans)
    axis = axis_of([one])
    drawn = draw(one, axis, shape)

    assert axis.low <= 0 <= axis.high
    assert axis.ticks[0] == pytest.approx(axis.low)
    assert axis.ticks[-1] == pytest.approx(axis.high)
    assert len(axis.ticks) <= 14
    for mark, (low, mid, high) in zip(drawn.marks, spans, strict=True):
        centre = float(mark.square_x) + float(mark.side) / 2
        assert shape.left <= float(mark.x1) <= float(mark.x2) <= shape.right
        assert float(mark.x1) - 0.2 <= centre <= float(mark.x2) + 0.2
        for place, value in ((float(mark.x1), low), (centre, mid), (float(mark.x2), high)):
            share = (value - axis.low) / (axis.high - axis.low)
            assert place == pytest.approx(shape.left + share * (shape.right - shape.left), abs=0.2)
        if low > 0:
            assert float(mark.x1) >= float(drawn.zero) - 0.1
        if high < 0:
            assert float(mark.x2) <= float(drawn.zero) + 0.1


@pytest.mark.parametrize("plot", all_plots(), ids=lambda one: one.id)
def test_every_number_of_a_plot_is_from_the_evidence_base(plot):
    found = forest_of(plot, BASE.entries, packaged_arms())

    assert found.lines
    assert all(line.entry.counts for line in found.lines)
    if plot.chosen is None:
        for line in found.lines:
            answer = line.entry.answer
            assert (line.value.value, line.value.low, line.value.high) == (
                answer.estimate,
                answer.ci_low,
                answer.ci_high,
            )
        assert found.pooled is None
    else:
        assert sum(line.weight for line in found.lines) == pytest.approx(100)
        assert found.together.low < found.together.value < found.together.high


def test_the_trials_of_2005_pool_to_what_their_review_printed():
    plot = next(one for one in all_plots() if one.id == "lbp-chronic-sham-after")
    found = forest_of(plot, BASE.entries, packaged_arms())
    printed = BASE.entries[plot.chosen.printed].answer

    assert (found.together.value, found.together.low, found.together.high) == pytest.approx(
        (printed.estimate, printed.ci_low, printed.ci_high), abs=0.005
    )
    assert found.people == 314
    assert found.points.mcid == 2
    assert found.points.difference.value == pytest.approx(found.together.value / 10)


def test_what_people_notice_is_what_the_instrument_file_says():
    nprs = tomllib.loads(folder("instruments").joinpath("nprs.toml").read_text("utf-8"))
    (measured,) = nprs["mcid"]
    noticed = {one.unit: one.notice for one in all_plots() if one.notice}

    assert measured["provenance"] == "seen"
    assert measured["population"] == "low back pain"
    assert noticed == {"of_10": measured["value"], "of_100": 10 * measured["value"]}
    assert {one.condition for one in all_plots() if one.notice} == {"lbp_chronic", "lbp_acute"}
