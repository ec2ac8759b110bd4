"""Laws of a course: reviews never become un-due, missing stays missing, visits are counted once."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.kernel.facts import Fact
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.change import change_between
from ashi.core.planning.referring import Allowed, Cover, covers, left, one_more, weeks_since
from ashi.core.planning.reviewing import Due, Held, review_due
from ashi.core.planning.rule import (
    Seen,
    changed_enough,
    is_worse,
    needs_second_sign,
    noticed,
    told_at,
)
from ashi.core.planning.templates import ReviewPoints

START = date(2026, 3, 2)
NPRS, PSFS = find_instrument("NPRS"), find_instrument("PSFS")
points = st.builds(
    ReviewPoints,
    st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(
        lambda some: tuple(sorted(some))
    ),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(7, 28),
)
gaps = st.lists(st.integers(1, 10), max_size=24)
scores = st.integers(0, 10).map(Fraction)
facts = st.sampled_from(list(Fact))


def days_after(some):
    found, day = [], START
    for gap in some:
        found.append(day)
        day += timedelta(days=gap)
    return tuple(found)


changes = st.lists(
    st.builds(lambda one, other: change_between(NPRS, one, other), scores, scores), max_size=3
).map(tuple)
seen = st.builds(
    Seen,
    visits=st.integers(0, 30),
    visits_in_year=st.integers(0, 40),
    changes=changes,
    pgic=st.none() | st.integers(1, 7),
    serious=facts,
    worse_before=st.none() | facts,
)


@given(points, gaps, st.integers(1, 10), st.lists(st.integers(0, 20), max_size=3))
def test_one_more_visit_never_makes_a_review_less_due(some, between, gap, reviewed):
    visits = days_after(between)
    on = visits[-1] if visits else START
    before = review_due(some, Held(START, visits, tuple(reviewed)), on)
    later = on + timedelta(days=gap)
    after = review_due(some, Held(START, (*visits, later), tuple(reviewed)), later)
    if before.state >= Due.NOW:
        assert after.state >= before.state
        assert after.at_visit == before.at_visit or before.at_visit is None


@given(points, gaps, st.lists(st.integers(0, 20), max_size=3), st.integers(0, 20))
def test_a_further_review_never_makes_one_due(some, between, reviewed, at):
    visits = days_after(between)
    on = visits[-1] if visits else START
    before = review_due(some, Held(START, visits, tuple(reviewed)), on)
    after = review_due(some, Held(START, visits, (*reviewed, at)), on)
    assert after.state <= before.state or after.state is Due.AHEAD


@given(points, gaps)
def test_a_review_held_now_leaves_nothing_due_today(some, between):
    visits = days_after(between)
    on = visits[-1] if visits else START
    held = Held(START, visits, (len(visits),))
    assert review_due(some, held, on).state in (Due.NONE, Due.AHEAD)


@given(points, st.integers(0, 60), st.integers(0, 60))
def test_points_are_in_order_and_the_next_lies_after_all_before(some, visit, more):
    before = some.up_to(visit)
    assert list(before) == sorted(set(before))
    assert some.up_to(visit + more)[: len(before)] == before
    coming = some.after(visit)
    if coming is not None:
        assert coming > visit
        assert some.up_to(coming) == (*before, coming)
    else:
        assert some.up_to(visit + more) == before


@given(gaps, st.permutations(range(24)))
def test_the_order_in_which_visits_are_told_does_not_matter_to_what_is_left(between, order):
    days = days_after(between)
    mixed = [days[at] for at in order if at < len(days)]
    allowed = Allowed(6, START + timedelta(days=3), START + timedelta(days=40))
    assert left(allowed, days) == left(allowed, mixed)
    assert sorted(covers(allowed, days)) == sorted(covers(allowed, mixed))


@given(gaps, st.integers(0, 9), st.data())
def test_each_visit_draws_on_one_and_cancelling_one_never_uncovers_another(between, many, data):
    days = days_after(between)
    allowed = Allowed(many, START, START + timedelta(days=60))
    answers = covers(allowed, days)
    assert len(answers) == len(days)
    assert answers.count(Cover.COVERED) <= many
    assert left(allowed, days) == many - answers.count(Cover.COVERED) >= 0
    if days:
        gone = data.draw(st.integers(0, len(days) - 1))
        rest = covers(allowed, days[:gone] + days[gone + 1 :])
        was = answers[:gone] + answers[gone + 1 :]
        for now, before in zip(rest, was, strict=True):
            assert now is before or (before is Cover.USED_UP and now is Cover.COVERED)


@given(gaps, st.integers(-20, 100))
def test_one_more_outside_the_dates_is_told_which_way(between, offset):
    allowed = Allowed(99, START, START + timedelta(days=60))
    on = START + timedelta(days=offset)
    wanted = Cover.EARLY if offset < 0 else Cover.LATE if offset > 60 else Cover.COVERED
    assert one_more(allowed, days_after(between), on) is wanted
    assert weeks_since(START, on) == (None if offset < 0 else offset // 7)


@given(st.integers(0, 30), st.integers(1, 12), st.none() | facts, facts)
def test_what_nobody_measured_is_never_no(visits, stop_at, worse_before, serious):
    bare = Seen(visits, 5, serious=serious, worse_before=worse_before)
    holds = {one.line.id: one.holds for one in told_at(bare, stop_at)}
    assert holds["changed_enough"] is Fact.UNKNOWN
    assert holds["serious_event"] is serious
    assert holds["little_change"] is (Fact.NO if visits < stop_at else Fact.UNKNOWN)
    if worse_before is Fact.YES:
        assert holds["worse_again"] is Fact.UNKNOWN
    if worse_before is None:
        assert holds["worse_again"] is Fact.NO


@given(seen, st.integers(1, 12))
def test_a_course_is_never_told_to_have_changed_enough_and_too_little(one, stop_at):
    holds = {told.line.id: told.holds for told in told_at(one, stop_at)}
    assert not (holds["changed_enough"] is Fact.YES and holds["little_change"] is Fact.YES)
    assert len(holds) == 5
    assert holds["many_visits"] is (Fact.YES if one.visits_in_year > 20 else Fact.NO)
    assert needs_second_sign(one.visits_in_year) is (one.visits_in_year > 20)


@given(scores, scores, scores)
def test_a_greater_gain_is_never_noticed_less(before, after, further):
    small, great = sorted((after, further), reverse=True)  # of pain, less is better
    one = noticed(change_between(NPRS, before, small), 30)
    other = noticed(change_between(NPRS, before, great), 30)
    assert other >= one


@given(changes, st.none() | st.integers(1, 7))
def test_a_further_measure_takes_no_worsening_back(some, pgic):
    worse = change_between(NPRS, Fraction(2), Fraction(9))
    assert is_worse((*some, worse), pgic) is Fact.YES
    better = change_between(PSFS, Fraction(2), Fraction(9))
    assert changed_enough(Seen(4, 4, changes=(*some, better)), 30) is Fact.YES
