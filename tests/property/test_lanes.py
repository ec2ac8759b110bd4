"""Laws of cards that overlap in one column of the board."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ashi.web.desk.board.lanes import HEAD_MIN, in_lanes
from ashi.web.desk.board.values import Piece


def piece(number: int, at: int, for_min: int) -> Piece:
    return Piece(
        key=f"whole-{number}",
        shape="whole",
        visit_id=number,
        at=at,
        for_min=for_min,
        starts=datetime(2030, 5, 6, tzinfo=UTC),
        name="",
        given="",
        service="",
        state="expected",
        past=False,
        cells=(),
    )


PIECES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 14)).map(lambda one: (one[0] * 5, one[1] * 5)),
    max_size=8,
).map(lambda spans: [piece(number, *span) for number, span in enumerate(spans)])


@given(pieces=PIECES)
def test_no_card_is_lost_and_each_has_a_place(pieces):
    placed = in_lanes(pieces)

    assert {one.key for one in placed} == {one.key for one in pieces}
    assert len(placed) == len(pieces)
    assert all(0 <= one.lane < one.lanes for one in placed)


@given(pieces=PIECES)
def test_cards_that_overlap_are_side_by_side_or_leave_the_head_to_be_seen(pieces):
    placed = in_lanes(pieces)

    for number, one in enumerate(placed):
        for two in placed[number + 1 :]:
            if two.at < one.at + one.for_min:
                beside = one.lane != two.lane
                over = two.over and two.at - one.at >= HEAD_MIN
                assert beside or over


@given(pieces=PIECES)
def test_a_card_that_overlaps_nothing_has_the_whole_column(pieces):
    for one in in_lanes(pieces):
        others = [two for two in pieces if two.key != one.key]
        if all(two.at >= one.at + one.for_min or one.at >= two.at + two.for_min for two in others):
            assert (one.lane, one.lanes, one.over) == (0, 1, False)
