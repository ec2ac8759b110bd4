"""What the queries count is what is counted row by row, for rows by dice in every state."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.bookings.calendars import opened_minutes
from ashi.apps.centres.models import Absence, Closure, ExtraOpening, WeeklyHours
from ashi.apps.insights import courses, diary, harm, rows, sets
from ashi.apps.insights.tables import MAKERS, found
from ashi.core.insights.definitions import all_definitions
from tests.desk.centre import today
from tests.integration.insights import naive

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SEEDS = (1, 2)


def counted(rows) -> Counter:
    told: Counter = Counter()
    for *key, count in rows:
        told[tuple(key)] += count
    return told


@pytest.mark.parametrize("seed", SEEDS)
def test_each_query_counts_what_is_counted_row_by_row(seed, made, asked):
    made(seed)
    for narrowed in (asked, replace(asked, moment="review"), replace(asked, condition="oa_knee")):
        told = counted(
            (one.condition, one.needled, one.treated, one.state, one.start, one.end, one.people)
            for one in courses.kinds(narrowed)
        )
        assert told == naive.kinds(narrowed)
        assert counted(courses.lengths(narrowed)) == naive.lengths(narrowed)
        assert counted(sets.sets_due(narrowed)) == naive.sets_due(narrowed)
    assert counted(diary.first_waits(asked)) == naive.first_waits(asked)
    assert counted(diary.room_waits(asked)) == naive.room_waits(asked)
    assert counted(harm.counts(asked)) == naive.counts(asked)
    _beginnings(asked)
    _events(asked)
    _hours(asked)


def _beginnings(asked):
    told, wanted = courses.baselines(asked), naive.beginnings(asked)
    assert set(told) == set(wanted)
    for needled, one in told.items():
        ages = [age for age, _, _ in wanted[needled] if age is not None]
        weeks = [weeks for _, _, weeks in wanted[needled] if weeks is not None]
        sexes = [sex for _, sex, _ in wanted[needled] if sex]
        assert (one.people, one.ages, one.onsets) == (len(wanted[needled]), len(ages), len(weeks))
        assert (one.sexes, one.women) == (len(sexes), sexes.count("female"))
        assert one.age == (pytest.approx(sum(ages) / len(ages)) if ages else None)
        assert one.weeks == (pytest.approx(sum(weeks) / len(weeks)) if weeks else None)


def _events(asked):
    every, needled, troubled = naive.events(asked)
    rows = harm.events(asked)
    assert {(code, serious): count for code, serious, count, _ in rows} == dict(every)
    assert {(code, serious): count for code, serious, _, count in rows} == {
        key: needled[key] for key in every
    }
    among, exposed = naive.told(asked), harm.exposed(asked)
    assert exposed == harm.Exposed(
        len(naive.came(asked)),
        len(among),
        sum(needles > 0 for needles in among.values()),
        sum(among.values()),
        len(troubled),
    )


def _hours(asked):
    counted_sessions, told = naive.hours(asked)
    for kind, one in diary.used_hours(asked).items():
        for state in ("came", "absent", "unnoted"):
            assert one.sessions.get(state, 0) == counted_sessions[kind, state]
            assert one.hours.get(state, 0.0) == pytest.approx(told[kind, state])
    freed = diary.freed_hours(asked)
    assert (freed.hours, freed.used) == pytest.approx(naive.freed(asked))
    noted = diary.noted_hours(asked)
    assert (noted.visits, noted.noted, noted.promised, noted.taken) == pytest.approx(
        naive.noted(asked)
    )


def test_rows_by_dice_hold_every_state_so_that_the_comparison_says_something(made, asked):
    for seed in range(1, 7):  # so many that no day of the year leaves a state out
        made(seed)
    states = {one.state for one in courses.kinds(asked)}
    assert states == {"answered", "missing", "not-due", "not-asked"}
    assert {one.mix for one in courses.kinds(asked)} == {"needles", "physio", "both", "none"}
    assert {state for _, state, _ in harm.counts(asked)} == {
        "agreed",
        "closed",
        "open",
        "uncounted",
    }
    assert {state for _, state, _ in sets.sets_due(asked)} == {"in-time", "late", "missing"}
    assert diary.freed_hours(asked).hours > 0
    assert harm.events(asked)


@pytest.mark.parametrize("insight", list(MAKERS))
def test_a_table_counts_as_many_as_there_are_rows_and_more_take_no_more_queries(
    insight, made, asked
):
    made(4, 6)
    with CaptureQueriesContext(connection) as few:
        found(insight, asked, inside=True)
    made(5)
    with CaptureQueriesContext(connection) as many:
        table = found(insight, asked, inside=True).table
    assert len(few) == len(many)
    lines = Counter()
    for one in table.lines:
        for part, count in zip(table.parts, one.parts, strict=True):
            lines[one.key, part] += count
    if insight == "use":  # its rows are visits; hours are of sessions
        return
    behind = Counter((row.key, row.state) for row in rows.rows_of(insight, asked, most=None).rows)
    shown = {
        key: count
        for key, count in lines.items()
        if count and key[0] != "from-promised" and key[1] != "agreed"
    }
    assert shown == dict(behind)


def test_every_definition_is_counted_and_has_rows():
    assert list(all_definitions()) == list(MAKERS) == list(rows.READERS)


def test_the_minutes_a_place_is_open_are_its_hours_less_absence_and_closure(small):
    gym = small.rooms["Gym"]
    WeeklyHours.objects.filter(resource=gym).update(opens_min=480, closes_min=1020)
    first = today() - timedelta(days=6)
    noon = timezone.now() - timedelta(days=2)
    noon -= timedelta(minutes=noon.minute, seconds=noon.second, microseconds=noon.microsecond)
    Absence.objects.create(resource=gym, during=DateTimeTZRange(noon, noon + timedelta(hours=1)))
    Closure.objects.create(
        centre=small.centre,
        during=DateTimeTZRange(noon + timedelta(minutes=30), noon + timedelta(hours=2)),
        name="Painting",
        state=Closure.State.CONFIRMED,
    )
    night = noon + timedelta(hours=10)
    ExtraOpening.objects.create(
        resource=gym, during=DateTimeTZRange(night, night + timedelta(hours=1))
    )
    found = opened_minutes(small.centre, first, today())
    assert found[gym.pk] == 7 * 540 - 120 + 60
    assert found[small.rooms["Room 1"].pk] == 7 * 1440 - 90
