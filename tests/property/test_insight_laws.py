"""What is left out of a table cannot be reckoned from what is shown; intervals hold their estimate."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from ashi.core.insights.disclosure import LEAST, Place, withheld
from ashi.core.insights.intervals import mean, median, median_rank, quantile, rate, share, spread
from ashi.core.insights.tables import Table, for_outsiders, line
from ashi.core.safety.rates import TAIL

SMALL = st.integers(0, 8)
TABLES = st.tuples(st.integers(1, 3), st.integers(1, 2)).flatmap(
    lambda size: st.lists(
        st.lists(SMALL, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)
SEEN = st.lists(st.tuples(st.integers(-10, 10), st.integers(1, 6)), min_size=1, max_size=12)


def extended(counts):
    """Return every count and total by its place."""
    rows, columns = len(counts), len(counts[0])
    found = {Place(r, c): counts[r][c] for r in range(rows) for c in range(columns)}
    found |= {Place(r, columns): sum(counts[r]) for r in range(rows)}
    found |= {Place(rows, c): sum(row[c] for row in counts) for c in range(columns)}
    return found | {Place(rows, columns): sum(map(sum, counts))}


def worlds(counts, out):
    """Yield every table that has what is shown, with at least one wherever something is left out."""
    shown = {place: n for place, n in extended(counts).items() if place not in out}
    rows, columns = len(counts), len(counts[0])
    ranges = [
        range(1, counts[r][c] + 3) if Place(r, c) in out else (counts[r][c],)
        for r in range(rows)
        for c in range(columns)
    ]
    for cells in product(*ranges):
        one = [cells[r * columns : (r + 1) * columns] for r in range(rows)]
        whole = extended(one)
        if all(whole[place] == n for place, n in shown.items()):
            yield whole


@settings(max_examples=250, deadline=None)
@given(TABLES)
def test_no_count_that_is_left_out_can_be_derived(counts):
    out = withheld(counts)
    values = {place: set() for place in out}
    for world in worlds(counts, out):
        for place in out:
            values[place].add(world[place])
        if all(len(seen) > 1 for seen in values.values()):
            break
    assert all(len(seen) > 1 for seen in values.values())


@given(TABLES)
def test_everything_small_is_left_out_and_nothing_where_nothing_is_small(counts):
    out = withheld(counts)
    small = {place for place, n in extended(counts).items() if 0 < n < LEAST}
    assert small <= out
    assert not out or small
    assert not any(extended(counts)[place] == 0 for place in out)


@given(TABLES)
def test_a_line_with_something_left_out_has_no_value_and_then_neither_has_the_sum(counts):
    lines = tuple(line(str(at), own, [share(own[0], sum(own))]) for at, own in enumerate(counts))
    names = tuple(map(str, range(len(counts[0]))))
    total = line("all", [sum(column) for column in zip(*counts, strict=True)], [share(1, 2)])
    told = for_outsiders(Table(names, ("share",), lines, total))
    gone = [one for one in told.lines if None in (*one.parts, one.total)]
    assert all(one.values == (None,) for one in gone)
    assert told.sum.values == ((None,) if told.hidden else total.values)
    apart = for_outsiders(Table(names, ("share",), lines))
    for one, own in zip(apart.lines, counts, strict=True):
        assert not any(part is not None and 0 < part < LEAST for part in (*one.parts, one.total))
        hidden = sum(part is None for part in one.parts)
        assert not (hidden == 1 and one.total is not None), own


@given(SEEN)
def test_each_interval_holds_its_estimate(seen):
    for found in (mean(seen), median(seen)):
        assert found.low is None or found.low <= found.value <= found.high


@given(SEEN)
def test_counted_together_is_as_counted_one_by_one(seen):
    apart = [(value, 1) for value, times in seen for _ in range(times)]
    assert median(seen) == median(apart)
    assert quantile(seen, 0.9) == quantile(apart, 0.9)
    first, second = mean(seen), mean(apart)
    assert abs(first.value - second.value) < 1e-9
    assert (spread(seen) is None) == (spread(apart) is None)


@given(st.integers(0, 60), st.integers(1, 5000))
def test_a_rate_lies_in_its_interval_and_more_needles_make_it_narrower(events, needles):
    found, wider = rate(events, needles, 10000), rate(events, needles * 2, 10000)
    assert found.low <= found.value <= found.high
    assert wider.high - wider.low < found.high - found.low


@given(st.integers(1, 3000))
def test_the_rank_is_the_highest_that_is_low_enough(n):
    rank = median_rank(n)
    if rank is None:
        assert binom.cdf(0, n, 0.5) > TAIL
    else:
        assert binom.cdf(rank - 1, n, 0.5) <= TAIL < binom.cdf(rank, n, 0.5)
