"""Days done and days asked are counted alike however the days fall."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.programmes.adherence import Span, adherence, by_weeks, last_week

START = date(2026, 1, 5)
days = st.integers(0, 60).map(lambda one: START + timedelta(days=one))
spans = st.builds(
    lambda first, long, week: Span(first, first + timedelta(days=long), week),
    days,
    st.integers(0, 40),
    st.integers(1, 7),
)


@given(spans, st.frozensets(days), days)
def test_days_are_within_the_span_and_never_after_today(span, done, today):
    found = adherence([span], done, today)
    long = max(0, (min(span.last, today) - span.first).days + 1)

    assert 0 <= found.done <= min(len(done), long)
    assert 0 <= found.asked <= long
    assert abs(found.asked - long * span.per_week / 7) <= 0.5


@given(spans, st.frozensets(days), days, days)
def test_one_more_day_done_adds_at_most_one(span, done, more, today):
    before, after = adherence([span], done, today), adherence([span], done | {more}, today)

    assert after.asked == before.asked
    assert 0 <= after.done - before.done <= 1


@given(spans, days)
def test_every_day_of_a_daily_span_done_is_all_that_was_asked(span, today):
    daily = Span(span.first, span.last, 7)
    whole = [span.first + timedelta(days=one) for one in range((span.last - span.first).days + 1)]
    found = adherence([daily], whole, today)

    assert found.done == found.asked


@given(st.frozensets(days), days)
def test_a_week_holds_seven_days(done, today):
    assert last_week(done, today) == len([one for one in done if 0 <= (today - one).days < 7])


@given(spans, st.frozensets(days), days, days)
def test_the_weeks_hold_every_day_once(span, done, first, today):
    daily = Span(span.first, span.last, 7)
    weeks = by_weeks([daily], done, first, today)
    inside = [one for one in done if max(first, span.first) <= one <= min(span.last, today)]
    long = (min(span.last, today) - max(first, span.first)).days + 1

    assert sum(one.days.done for one in weeks) == len(inside)
    assert sum(one.days.asked for one in weeks) == max(0, long)
    assert len(weeks) == max(0, -(-((today - first).days + 1) // 7))
