"""Laws of adding a trial to a pooled question and of taking one out."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.effects import MEANS, Measure, effect_of
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.living import (
    NO_CHANGES,
    Changes,
    Trial,
    answer_of,
    claims_resting_on,
    forest_with,
    papers_of,
    what_moves,
)
from ashi.core.evidence.papers import Paper
from ashi.core.evidence.pooling import pool
from ashi.core.knowledge.evidence_base.arms import packaged_arms
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.entries import Provenance
from ashi.core.knowledge.evidence_base.plots import all_plots

BASE, ARMS = packaged_base(), packaged_arms()
PLOTS = [plot for plot in all_plots() if plot.chosen]
WHOLE = st.integers(5, 400).map(float)
MEAN = st.floats(10, 90)
SPREAD = st.floats(5, 40)
plots = st.sampled_from(PLOTS)
numbers = st.tuples(WHOLE, MEAN, SPREAD, WHOLE, MEAN, SPREAD)


def trial(plot, values, at: int = 1, provenance: Provenance = Provenance.SEEN) -> Trial:
    paper = Paper(f"Invented {at}", "2020", f"An invented trial {at}")
    return Trial(f"added-{at}", plot.id, paper, provenance, "", "", tuple(values))


@given(plots, st.lists(numbers, min_size=1, max_size=4))
def test_a_question_with_more_trials_is_pooled_like_all_of_them_at_once(plot, some):
    packaged = forest_with(plot, BASE, ARMS, NO_CHANGES)
    new = [effect_of(Measure.MD, dict(zip(MEANS, one, strict=True))) for one in some]
    yi = [line.value.value for line in packaged.lines] + [one.yi for one in new]
    vi = [((line.value.high - line.value.low) / 2 / 1.959963984540054) ** 2
          for line in packaged.lines] + [one.vi for one in new]  # fmt: skip
    by_hand = pool(yi, vi, Method(plot.chosen.method))

    changes = Changes(tuple(trial(plot, one, at) for at, one in enumerate(some)))
    answer = answer_of(forest_with(plot, BASE, ARMS, changes))

    assert answer.k == len(yi)
    assert answer.people == packaged.people + sum(one[0] + one[3] for one in some)
    assert answer.estimate == pytest.approx(by_hand.estimate, abs=1e-9)
    assert answer.high - answer.low == pytest.approx(2 * 1.959963984540054 * by_hand.se)


@given(plots, st.lists(numbers, min_size=2, max_size=5), st.randoms())
def test_the_order_in_which_trials_came_is_no_matter(plot, some, chance):
    added = [trial(plot, one, at) for at, one in enumerate(some)]
    first = answer_of(forest_with(plot, BASE, ARMS, Changes(tuple(added))))
    chance.shuffle(added)
    second = answer_of(forest_with(plot, BASE, ARMS, Changes(tuple(added))))

    assert second.estimate == pytest.approx(first.estimate, abs=1e-9)
    assert sorted(second.trials) == sorted(first.trials)


@given(plots, numbers)
def test_a_trial_added_and_taken_out_leaves_the_answer_as_it_was(plot, values):
    one = trial(plot, values)
    there_and_back = Changes((one,), frozenset({one.key}))

    assert what_moves(PLOTS, BASE, ARMS, NO_CHANGES, there_and_back) == []
    (moved,) = what_moves(PLOTS, BASE, ARMS, NO_CHANGES, Changes((one,)))
    assert (moved.plot, moved.after.k) == (plot, moved.before.k + 1)
    assert moved.change == moved.after.estimate - moved.before.estimate


@given(plots, numbers)
def test_what_nobody_read_moves_nothing(plot, values):
    unread = trial(plot, values, provenance=Provenance.RECALLED)

    assert what_moves(PLOTS, BASE, ARMS, NO_CHANGES, Changes((unread,))) == []


@given(plots, numbers)
def test_a_trial_that_a_release_brings_counts_once(plot, values):
    names = papers_of(plot, BASE, ARMS)
    for paper in names.values():
        again = Trial("added-1", plot.id, paper, Provenance.SEEN, "", "", values)
        assert what_moves(PLOTS, BASE, ARMS, NO_CHANGES, Changes((again,))) == []


@given(plots, st.data())
def test_a_trial_taken_out_is_gone_and_the_last_one_leaves_no_answer(plot, data):
    keys = list(papers_of(plot, BASE, ARMS))
    out = data.draw(st.sets(st.sampled_from(keys), min_size=1))
    forest = forest_with(plot, BASE, ARMS, Changes((), frozenset(out)))

    assert [line.entry.id for line in forest.lines] == [key for key in keys if key not in out]
    assert (answer_of(forest) is None) == (len(out) == len(keys))


@given(plots, MEAN, SPREAD, WHOLE)
def test_a_precise_trial_draws_the_answer_towards_itself(plot, mean, spread, n):
    before = answer_of(forest_with(plot, BASE, ARMS, NO_CHANGES))
    values = (n, mean + before.estimate, spread, n, mean, spread)
    after = answer_of(forest_with(plot, BASE, ARMS, Changes((trial(plot, values),))))

    assert after.estimate == pytest.approx(before.estimate, abs=1e-6)
    assert after.high - after.low < before.high - before.low + 1e-9
    assert sqrt(after.tau2) <= sqrt(before.tau2) + 1e-9


def test_claims_rest_on_a_question_by_its_trials_its_review_or_by_name():
    found = {plot.id: claims_resting_on(plot, BASE, ARMS) for plot in PLOTS}

    assert found == {
        "lbp-chronic-sham-after": ["lbp-chronic-v-sham-small", "lbp-reviews-2005"],
        "lbp-chronic-sham-later": ["lbp-reviews-2005"],
    }
    assert not claims_resting_on(next(one for one in all_plots() if not one.chosen), BASE, ARMS)
