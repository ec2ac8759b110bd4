"""Laws of moving the rest of a late day, checked minute by minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.scheduling.late_run import (
    Chain,
    Limits,
    Outcome,
    Taken,
    Use,
    held_without,
    plan_late_run,
)

DAY = datetime(2030, 5, 6, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STEP, MOST = 5, 60


def at(minute: int) -> datetime:
    return DAY + minute * MINUTE


def minute_of(instant: datetime) -> int:
    return (instant - DAY) // MINUTE


def limits(not_before: int = 0, step: int = STEP, most: int = MOST) -> Limits:
    return Limits(at(not_before), step * MINUTE, most * MINUTE)


def chain(key, booked, shape, *, forward_to=None, **more):
    """Make a chain of (resource, offset, minutes), booked at a minute."""
    uses = tuple(Use(one, offset * MINUTE, length * MINUTE) for one, offset, length in shape)
    earliest = booked if forward_to is None else forward_to
    return Chain(key, at(booked), uses, at(earliest), **more)


def late(resource: int, until: int) -> Taken:
    return Taken(resource, at(-600), at(until), "late", is_new=True)


def cells(one: Chain, start: datetime) -> set[tuple[int, int]]:
    """Return each (resource, minute) that a chain takes."""
    return {
        (use.resource, minute_of(start + use.offset) + minute)
        for use in one.uses
        for minute in range(use.length // MINUTE)
    }


def closed(taken: list[Taken], one: Chain) -> set[tuple[int, int]]:
    """Return the cells that ``one`` may not use; what it was booked over does not count."""
    booked = cells(one, one.booked)
    found: set[tuple[int, int]] = set()
    for each in taken:
        span = range(max(minute_of(each.start), -700), min(minute_of(each.end), 700))
        mine = {(each.resource, minute) for minute in span}
        if each.is_new or not mine & booked:
            found |= mine
    return found


SHAPES = st.one_of(
    # with the person, resting in the room, with the person again
    st.tuples(st.integers(1, 2), st.integers(11, 13), *[st.sampled_from([5, 10, 15])] * 3).map(
        lambda t: [
            (t[0], 0, t[2]),
            (t[1], 0, t[2] + t[3] + t[4]),
            (t[0], t[2] + t[3], t[4]),
        ]
    ),
    st.tuples(st.integers(1, 2), st.integers(11, 13), st.sampled_from([10, 15, 20, 30])).map(
        lambda t: [(t[0], 0, t[2]), (t[1], 0, t[2])]
    ),
)
PLAIN = st.sampled_from([10, 15, 20, 30])


@st.composite
def days(draw: st.DrawFn) -> list[Chain]:
    """Return chains that do not meet as booked."""
    kept: list[Chain] = []
    full: set[tuple[int, int]] = set()
    for key in range(draw(st.integers(0, 6))):
        booked = draw(st.integers(0, 24)) * 5
        forward = draw(st.sampled_from([None, None, None, 0, 10]))
        one = chain(
            key,
            booked,
            draw(SHAPES),
            forward_to=None if forward is None else min(booked, forward),
            fixed=draw(st.sampled_from([False, False, False, True])),
        )
        if not cells(one, one.booked) & full:
            full |= cells(one, one.booked)
            kept.append(one)
    return kept


@st.composite
def obstacles(draw: st.DrawFn) -> list[Taken]:
    """Return a delay and things that stood there before."""
    found = [late(draw(st.integers(1, 2)), draw(st.integers(-2, 12)) * 5)]
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, 30)) * 5
        resource = draw(st.sampled_from([1, 2, 11, 12, 13]))
        found.append(
            Taken(resource, at(start), at(start + draw(st.sampled_from([5, 15, 300]))), "hours")
        )
    return found


def by_key(outcomes: list[Outcome]) -> dict[int, Outcome]:
    return {one.key: one for one in outcomes}


@settings(max_examples=200, deadline=None)
@given(days(), obstacles(), st.integers(0, 6))
def test_nothing_planned_meets_anything(chains, taken, now):
    planned = by_key(plan_late_run(chains, taken, limits(now * 5)))

    full: set[tuple[int, int]] = set()
    for one in chains:
        outcome = planned[one.key]
        if outcome.why:
            assert outcome.start == one.booked
            continue
        mine = cells(one, outcome.start)
        assert not mine & full
        assert not mine & closed(taken, one)
        full |= mine


@settings(max_examples=200, deadline=None)
@given(days(), obstacles(), st.integers(0, 6))
def test_moves_that_nobody_holds_up_meet_nobody_who_stays(chains, taken, now):
    planned = by_key(plan_late_run(chains, taken, limits(now * 5)))

    full: set[tuple[int, int]] = set()
    for one in chains:
        outcome = planned[one.key]
        goes = outcome.moves and outcome.held_by is None
        mine = cells(one, outcome.start if goes else one.booked)
        assert not mine & full
        full |= mine


@settings(max_examples=200, deadline=None)
@given(days(), obstacles(), st.integers(0, 6), st.sets(st.integers(0, 5)))
def test_whoever_goes_elsewhere_holds_nobody_up_and_the_rest_meets_nobody_who_stays(
    chains, taken, now, elsewhere
):
    found = plan_late_run(chains, taken, limits(now))
    gone = {one.key for one in found if one.why} & elsewhere

    after = held_without(chains, found, gone)

    known = {one.key: one for one in chains}
    held = {one.key for one in after if one.held_by is not None}
    assert held <= {one.key for one in found if one.held_by is not None}
    assert all(one.held_by not in gone for one in after)
    stays = [one.key for one in after if (one.why and one.key not in gone) or one.key in held]
    for one in after:
        if one.moves and one.key not in held:
            mine = cells(known[one.key], one.start)
            assert not any(mine & cells(known[key], known[key].booked) for key in stays)
    assert held_without(chains, found, set()) == found


@given(days(), obstacles(), st.integers(0, 6))
def test_nobody_begins_earlier_than_asked_nor_in_the_past_nor_too_late(chains, taken, now):
    planned = by_key(plan_late_run(chains, taken, limits(now * 5)))

    for one in chains:
        start = planned[one.key].start
        assert one.earliest <= start <= one.booked + MOST * MINUTE
        assert start == one.booked or start >= at(now * 5)
        assert (start - one.booked) % (STEP * MINUTE) == timedelta()
        assert start == one.booked or not one.fixed


@settings(max_examples=200, deadline=None)
@given(days(), obstacles())
def test_who_needs_one_thing_keeps_their_order(chains, taken):
    planned = by_key(plan_late_run(chains, taken, limits()))

    going = [one for one in chains if not planned[one.key].why]
    for one in going:
        for other in going:
            shared = {use.resource for use in one.uses} & {use.resource for use in other.uses}
            if shared and (one.booked, one.key) < (other.booked, other.key):
                assert planned[one.key].start <= planned[other.key].start


@settings(max_examples=200, deadline=None)
@given(days(), obstacles(), st.integers(0, 6))
def test_nothing_moves_more_than_needed(chains, taken, now):
    planned = by_key(plan_late_run(chains, taken, limits(now * 5)))

    ordered = sorted(chains, key=lambda one: (one.booked, one.key))
    for place, one in enumerate(ordered):
        outcome = planned[one.key]
        if outcome.why or outcome.start <= one.booked:
            continue
        before = [other for other in ordered[:place] if not planned[other.key].why]
        full = {cell for other in before for cell in cells(other, planned[other.key].start)}
        full |= closed(taken, one)
        order = max(
            (planned[other.key].start for other in before if _share(one, other)), default=at(-600)
        )
        start = one.booked
        while start < outcome.start:
            allowed = start == one.booked or start >= at(now * 5)
            assert not allowed or start < order or cells(one, start) & full
            start += STEP * MINUTE


def _share(one: Chain, other: Chain) -> bool:
    return bool({use.resource for use in one.uses} & {use.resource for use in other.uses})


@settings(max_examples=200, deadline=None)
@given(days())
def test_whatever_was_agreed_pushes_nobody(chains):
    asked = by_key(plan_late_run(chains, [], limits()))
    unasked = [replace(one, earliest=one.booked) for one in chains]

    assert all(one.start <= one.booked and not one.why for one in asked.values())
    assert all(
        one.start == one.booked and not one.why for one in plan_late_run(unasked, [], limits())
    )


@settings(max_examples=100, deadline=None)
@given(days(), st.lists(st.integers(0, 30), max_size=3))
def test_without_a_delay_nothing_moves(chains, starts):
    stood = [Taken(1, at(one * 5), at(one * 5 + 20), "hours") for one in starts]
    unasked = [replace(one, earliest=one.booked) for one in chains]

    assert not any(one.moves or one.why for one in plan_late_run(unasked, stood, limits()))


@settings(max_examples=100, deadline=None)
@given(days(), obstacles(), st.randoms(use_true_random=False))
def test_the_order_in_which_chains_are_given_does_not_matter(chains, taken, order):
    mixed = list(chains)
    order.shuffle(mixed)

    assert plan_late_run(mixed, taken, limits()) == plan_late_run(chains, taken, limits())


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 24), PLAIN, st.integers(11, 12)), max_size=6),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_a_longer_delay_never_brings_a_visit_without_rests_forward(shapes, delay, more):
    chains, full = [], set()
    for key, (slot, length, room) in enumerate(shapes):
        one = chain(key, slot * 5, [(1, 0, length), (room, 0, length)])
        if not cells(one, one.booked) & full:
            full |= cells(one, one.booked)
            chains.append(one)
    wide = limits(most=600)

    short = by_key(plan_late_run(chains, [late(1, delay * 5)], wide))
    long = by_key(plan_late_run(chains, [late(1, (delay + more) * 5)], wide))

    assert all(not one.why for one in (*short.values(), *long.values()))
    assert all(short[one.key].start <= long[one.key].start for one in chains)


NEEDLING = [(1, 0, 15), (11, 0, 40), (1, 35, 5)]  # person 1 is free while needles rest
SHORT = [(1, 0, 15), (12, 0, 15)]


def test_an_idle_gap_takes_up_the_delay():
    planned = plan_late_run(
        [chain(1, 0, SHORT), chain(2, 20, SHORT), chain(3, 60, SHORT)], [late(1, 20)], limits()
    )

    assert [minute_of(one.start) for one in planned] == [20, 35, 60]
    assert [(one.on, one.by) for one in planned] == [(1, None), (1, 1), (None, None)]


def test_the_rest_of_another_is_used():
    planned = plan_late_run([chain(1, 0, NEEDLING), chain(2, 20, SHORT)], [late(1, 5)], limits())

    # Person 1 is with the first from 5 to 20 and again at 40; between them there is room.
    assert [minute_of(one.start) for one in planned] == [5, 20]


def test_who_finds_no_place_before_closing_stays_and_holds_up_who_would_need_it():
    closing = Taken(1, at(45), at(600), "hours")
    chains = [chain(1, 0, SHORT), chain(2, 15, SHORT), chain(3, 30, SHORT)]

    planned = plan_late_run(chains, [late(1, 15), closing], limits())

    assert [(minute_of(one.start), one.why, one.held_by) for one in planned] == [
        (15, "", 2),
        (30, "", 3),
        (30, "hours", None),
    ]


def test_a_room_that_somebody_else_has_is_named():
    other = Taken(12, at(20), at(90), "visit", 77)

    [planned] = plan_late_run([chain(1, 0, SHORT)], [late(1, 10), other], limits())

    assert (planned.why, planned.on, planned.by) == ("visit", 12, 77)


def test_nothing_further_away_than_the_limit_is_a_late_start():
    [planned] = plan_late_run([chain(1, 0, SHORT)], [late(1, 90)], limits())

    assert (planned.why, planned.moves) == ("far", False)


def test_early_only_who_agreed_comes_forward():
    chains = [chain(1, 30, SHORT, forward_to=10), chain(2, 60, SHORT)]

    planned = plan_late_run(chains, [late(1, 15)], limits())

    assert [minute_of(one.start) for one in planned] == [15, 60]


def test_what_was_booked_over_another_goes_on_doing_so():
    chains = [
        chain(1, 0, SHORT, beside=frozenset({2})),
        chain(2, 5, [(1, 0, 15), (13, 0, 15)], beside=frozenset({1})),
    ]

    planned = plan_late_run(chains, [late(1, 10)], limits())

    assert [minute_of(one.start) for one in planned] == [10, 10]


def test_a_class_is_not_moved_but_said_to_be_late():
    [planned] = plan_late_run([chain(1, 0, SHORT, fixed=True)], [late(1, 10)], limits())

    assert (planned.why, planned.moves) == ("fixed", False)


def test_an_empty_day_is_no_plan():
    assert plan_late_run([], [late(1, 10)], limits()) == []
