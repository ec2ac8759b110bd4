"""Laws that hold for every measure, whatever it asks."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.outcomes.catalogue import all_instruments
from ashi.core.outcomes.change import change_between
from ashi.core.outcomes.instruments import Instrument, Part
from ashi.core.outcomes.scales import score_part
from ashi.core.outcomes.scores import rounded
from ashi.core.outcomes.scoring import score_document

SCALES = [one for one in all_instruments() if one.parts and one.kind != "diary"]
TOTALS = [one for one in SCALES if one.total != "none"]
PARTS = [
    pytest.param(part, id=f"{one.code}-{part.id}")
    for one in SCALES
    for part in one.parts
    if not part.highs
]
few = settings(max_examples=8, deadline=None)


def offered(part: Part) -> list[int]:
    return list(part.values) or list(range(part.low, part.high + 1))


def answer(part: Part, *, gaps: bool = False) -> st.SearchStrategy[Fraction | None]:
    values = st.sampled_from([Fraction(one) for one in offered(part)])
    return st.none() | values if gaps else values


def answers(part: Part, *, gaps: bool = False) -> st.SearchStrategy[list[Fraction | None]]:
    length = st.sampled_from(part.lengths)
    return length.flatmap(lambda n: st.lists(answer(part, gaps=gaps), min_size=n, max_size=n))


@pytest.mark.parametrize("part", PARTS)
@few
@given(data=st.data())
def test_a_score_lies_in_the_range_and_is_there_when_enough_was_answered(
    part: Part, data: st.DataObject
) -> None:
    given_answers = data.draw(answers(part, gaps=True))

    score = score_part(part, given_answers)

    answered = sum(one is not None for one in given_answers)
    assert (score.value is None) == (answered < part.needs(len(given_answers)))
    assert score.value is None or score.low <= score.value <= score.high
    assert (score.answered, score.of) == (answered, len(given_answers))


@pytest.mark.parametrize("part", PARTS)
@few
@given(data=st.data())
def test_one_answer_more_moves_the_score_one_way_only(part: Part, data: st.DataObject) -> None:
    before = data.draw(answers(part))
    at = data.draw(st.integers(0, len(before) - 1))
    higher = data.draw(answer(part))
    before[at], higher = sorted([before[at], higher])  # type: ignore[type-var]  # no gaps are drawn
    after = [*before[:at], higher, *before[at + 1 :]]

    first, second = score_part(part, before).value, score_part(part, after).value

    assert first is not None
    assert second is not None
    rises = (part.scaled_low < part.scaled_high) != (at + 1 in part.reversed)
    assert first <= second if rises else second <= first


@pytest.mark.parametrize("part", [one for one in PARTS if not one.values[0].reversed])
@few
@given(data=st.data())
def test_the_order_of_answers_does_not_matter_where_none_is_reversed(
    part: Part, data: st.DataObject
) -> None:
    given_answers = data.draw(answers(part, gaps=True))
    mixed = data.draw(st.permutations(given_answers))

    assert score_part(part, mixed).value == score_part(part, given_answers).value


@pytest.mark.parametrize("part", PARTS)
def test_the_ends_of_the_answers_are_the_ends_of_the_score(part: Part) -> None:
    for length in part.lengths:
        ends = []
        for lowest, highest in ((part.low, part.high), (part.high, part.low)):
            sheet = [
                Fraction(highest if at in part.reversed else lowest) for at in range(1, length + 1)
            ]
            ends.append(score_part(part, sheet).value)
        assert ends == [part.scaled_low, part.scaled_high]


@pytest.mark.parametrize("part", [one for one in PARTS if not one.values[0].unanswered_is_low])
@few
@given(data=st.data())
def test_a_forgiven_gap_scores_as_the_mean_of_the_others(part: Part, data: st.DataObject) -> None:
    length = max(part.lengths)
    gaps = length - part.needs(length)
    if gaps == 0 or part.reversed or part.t_scores:
        return
    known = data.draw(st.lists(answer(part), min_size=length - gaps, max_size=length - gaps))
    mean = sum((one for one in known if one is not None), Fraction(0)) / len(known)

    with_gaps = score_part(part, [*known, *[None] * gaps]).value

    assert with_gaps == score_part(part, [*known, *[mean] * gaps]).value


def sheet(instrument: Instrument, *, best: bool) -> dict[str, Any]:
    """Return the answers that score best, or worst."""
    document: dict[str, Any] = {}
    for part in instrument.required:
        high = (instrument.higher_is == "better") == best
        if part.scaled_low > part.scaled_high:
            high = not high
        document[part.id] = [
            part.high if high != (at in part.reversed) else part.low
            for at in range(1, part.lengths[0] + 1)
        ]
        for _, second in part.same_days:
            document[part.id][second - 1] = 0
    return document


@pytest.mark.parametrize("instrument", TOTALS, ids=lambda one: one.code)
def test_the_best_and_the_worst_sheet_reach_the_ends_of_the_range(instrument: Instrument) -> None:
    best = score_document(sheet(instrument, best=True), instrument).value
    worst = score_document(sheet(instrument, best=False), instrument).value
    low_is_best = instrument.higher_is == "worse"

    ends = (instrument.low, instrument.high) if low_is_best else (instrument.high, instrument.low)
    assert (best, worst) == ends


@pytest.mark.parametrize(
    "instrument", [one for one in all_instruments() if one.higher_is], ids=lambda one: one.code
)
@few
@given(data=st.data())
def test_a_change_turned_round_is_the_other_direction(
    instrument: Instrument, data: st.DataObject
) -> None:
    high = 1000 if instrument.high is None else instrument.high
    scores = st.fractions(instrument.low, high, max_denominator=4)
    before, after = data.draw(scores), data.draw(scores)

    there = change_between(instrument, before, after)
    back = change_between(instrument, after, before)

    turned = {"better": "worse", "worse": "better", "none": "none"}
    assert there.direction is not None
    assert (back.change, back.direction) == (-there.change, turned[there.direction])
    assert (there.direction == "none") == (before == after)
    assert (there.mdc is None) == (there.beyond_mdc is None)
    assert (there.mcid is None) == (there.beyond_mcid is None)


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_rounding_is_off_by_half_a_step_at_most(value: Fraction, decimals: int) -> None:
    step = Fraction(1, 10**decimals)

    assert abs(Fraction(str(rounded(value, decimals))) - value) <= step / 2


@given(st.integers(-200, 200))
def test_halves_are_rounded_away_from_nought(tenths: int) -> None:
    value = Fraction(tenths) + Fraction(1, 2) if tenths >= 0 else Fraction(tenths) - Fraction(1, 2)

    assert rounded(value, 0) == (tenths + 1 if tenths >= 0 else tenths - 1)
