"""Laws of the knock-on of delays, checked against a model that lives through every minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.scheduling.knock_on import Block, Step, Walked, knock_on

DAY = datetime(2030, 5, 6, 8, tzinfo=UTC)


def at(minute: int) -> datetime:
    return DAY + timedelta(minutes=minute)


def minute_of(instant: datetime) -> int:
    return int((instant - DAY).total_seconds() // 60)


def block(key, booked, shape, late=0, *, begun=False):
    """Make a block of (resources, minutes) steps, booked and able to begin at minutes."""
    steps = tuple(Step(frozenset(needs), timedelta(minutes=length)) for needs, length in shape)
    promised, minute = [], booked
    for _, length in shape:
        promised.append((at(minute), at(minute + length)))
        minute += length
    return Block(key, at(booked), at(booked + late), steps, tuple(promised), begun)


SHAPES = st.lists(
    st.tuples(st.sets(st.integers(1, 3), max_size=2), st.integers(1, 9)), min_size=1, max_size=4
)


@st.composite
def days(draw: st.DrawFn) -> list[Block]:
    return [
        block(
            key,
            draw(st.integers(0, 30)),
            draw(SHAPES),
            draw(st.integers(0, 9)),
            begun=draw(st.booleans()),
        )
        for key in range(draw(st.integers(0, 5)))
    ]


class Lived:
    """One block in the minute model: which step it is in, and since when."""

    def __init__(self, one: Block) -> None:
        self.block, self.starts = one, []

    def ready(self) -> int:
        if not self.starts:
            return minute_of(self.block.earliest)
        length = self.block.steps[len(self.starts) - 1].length
        return self.starts[-1] + int(length.total_seconds() // 60)

    def over(self) -> bool:
        return len(self.starts) == len(self.block.steps)

    def holds(self, minute: int) -> set[int]:
        """Return what nobody else can have in this minute."""
        if not self.starts:
            return set()
        last = self.block.steps[len(self.starts) - 1].needs
        if self.starts[-1] <= minute < self.ready():
            return set(last)
        if minute < self.starts[-1]:  # begun blocks may begin later than the minute
            return set(last)
        return set() if self.over() else set(last & self.block.steps[len(self.starts)].needs)


def minute_model(blocks: list[Block]) -> dict[int, tuple[int, ...]]:
    """Walk from minute to minute; whoever has been ready longest tries first."""
    lived = [Lived(one) for one in sorted(blocks, key=lambda one: (one.booked, one.key))]
    for one in lived:
        if one.block.begun:
            one.starts.append(minute_of(one.block.earliest))
    minute = 0
    while any(not one.over() for one in lived):
        while (goes := _who_goes(lived, minute)) is not None:
            goes.starts.append(minute)
        if any(not one.over() for one in lived) and all(one.ready() <= minute for one in lived):
            waiting = [one for one in lived if not one.over()]
            first = min(waiting, key=lambda one: (one.ready(), one.block.booked, one.block.key))
            first.starts.append(minute)
            continue
        minute += 1
    return {one.block.key: tuple(one.starts) for one in lived}


def _who_goes(lived: list[Lived], minute: int) -> Lived | None:
    able = [
        one
        for one in lived
        if not one.over()
        and one.ready() <= minute
        and not any(
            one.block.steps[len(one.starts)].needs & other.holds(minute)
            for other in lived
            if other is not one and not one.block.meets(other.block)
        )
    ]
    return min(able, key=lambda one: (one.ready(), one.block.booked, one.block.key), default=None)


@settings(max_examples=200, deadline=None)
@given(days())
def test_every_step_begins_as_in_the_minute_model(blocks):
    found = {one.key: tuple(minute_of(start) for start in one.starts) for one in knock_on(blocks)}

    assert found == minute_model(blocks)


@settings(max_examples=100, deadline=None)
@given(days())
def test_nothing_begins_early_and_no_step_before_the_one_before_it_is_over(blocks):
    walked = {one.key: one.starts for one in knock_on(blocks)}

    for one in blocks:
        ready = one.earliest
        for start, step in zip(walked[one.key], one.steps, strict=True):
            assert start >= ready
            ready = start + step.length


@settings(max_examples=60, deadline=None)
@given(days(), st.randoms(use_true_random=False))
def test_the_order_in_which_blocks_are_given_does_not_matter(blocks, order):
    mixed = list(blocks)
    order.shuffle(mixed)

    assert knock_on(mixed) == knock_on(blocks)


PHASES = [({1, 10}, 15), ({10}, 20), ({1, 10}, 5)]  # needling, rest, needles out: Room 10
NEXT = [({1, 11}, 15), ({11}, 20), ({1, 11}, 5)]  # the same practitioner, Room 11
AGAIN = [({2, 10}, 30)]  # somebody else, in the first room


def test_a_practitioner_treats_the_next_while_needles_rest():
    walked = knock_on([block(1, 0, PHASES, begun=True), block(2, 15, NEXT)])

    assert walked == [
        Walked(1, (at(0), at(15), at(35))),
        Walked(2, (at(15), at(30), at(50))),
    ]


def test_ten_minutes_late_push_the_next_visit_and_the_room_but_not_for_the_rest():
    walked = knock_on(
        [block(1, 0, PHASES, 10, begun=True), block(2, 15, NEXT), block(3, 40, AGAIN)]
    )

    assert walked == [
        Walked(1, (at(10), at(25), at(45))),
        Walked(2, (at(25), at(40), at(60)), 1, 1),
        Walked(3, (at(50),), 1, 10),
    ]


def test_needles_wait_while_the_practitioner_is_with_the_next():
    walked = knock_on([block(1, 0, PHASES, 9, begun=True), block(2, 40, NEXT)])

    # Out at 44; the next began at 40 and keeps the practitioner until 55.
    assert walked == [
        Walked(1, (at(9), at(24), at(55))),
        Walked(2, (at(40), at(55), at(75))),
    ]


def test_a_step_that_takes_longer_than_promised_is_waited_for():
    slow = replace(block(1, 0, [({1, 10}, 50)], begun=True), promised=((at(0), at(15)),))

    assert knock_on([slow, block(2, 20, [({1, 11}, 15)])]) == [
        Walked(1, (at(0),)),
        Walked(2, (at(50),), 1, 1),
    ]


def test_what_was_promised_over_each_other_does_not_wait():
    walked = knock_on([block(1, 0, PHASES, begun=True), block(2, 5, NEXT)])

    assert walked == [
        Walked(1, (at(0), at(15), at(35))),
        Walked(2, (at(5), at(20), at(40))),
    ]
