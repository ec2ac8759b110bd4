"""A week of its own between the usual hours, and times beyond the week."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.actions_hours import add_extra, end_period, save_hours, seen_hours
from ashi.apps.centres.errors import SpanOrderError
from ashi.apps.centres.models import Centre, ExtraOpening, Resource, WeeklyHours
from tests.desk.centre import make_visit, today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MORNINGS = {day: [(540, 780)] for day in range(7)}


def write(small, who, week, first=None, last=None, also=()):
    """Save hours as from a page that shows what is stored."""
    save_hours(
        by=small.actor("owner"),
        resource_id=who.pk,
        seen=seen_hours(who),
        week=week,
        valid_from=first,
        valid_to=last,
        also=also,
    )


def rows(who: Resource) -> set[tuple]:
    return set(
        who.hours.values_list("weekday", "opens_min", "closes_min", "valid_from", "valid_to")
    )


def hours_on(who: Resource, day: date) -> list[tuple[int, int]]:
    """Return the hours of one day, as every reader of rows finds them."""
    return sorted(
        (one.opens_min, one.closes_min)
        for one in who.hours.filter(weekday=day.weekday())
        if (one.valid_from or day) <= day <= (one.valid_to or day)
    )


def test_a_holiday_week_has_its_own_hours_and_the_usual_ones_go_on_after_it(small):
    maria = small.people["maria"]
    write(small, maria, {day: [(480, 1080)] for day in range(5)})
    before, first, last = rows(maria), date(2026, 12, 24), date(2027, 1, 2)

    write(small, maria, MORNINGS, first, last)

    for offset in range(-5, 20):
        day = first + timedelta(days=offset)
        usual = [(480, 1080)] if day.weekday() < 5 else []
        assert hours_on(maria, day) == ([(540, 780)] if first <= day <= last else usual), day
    end_period(by=small.actor("owner"), resource_id=maria.pk, first=first, last=last)
    assert rows(maria) == before


class Periods(TestCase):
    @given(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(6, 20)), max_size=5)
    )
    def test_every_day_has_the_hours_written_last_for_it(self, periods):
        centre = Centre.objects.create(slug="hours", name="Hours", zone="Europe/Nicosia")
        room = Resource.objects.create(centre=centre, kind="room", name="Room")
        WeeklyHours.objects.bulk_create(
            WeeklyHours(resource=room, weekday=day, opens_min=300, closes_min=301)
            for day in range(7)
        )
        owner = Actor(role=Role.OWNER, centre_id=centre.pk)
        expected = {date(2027, 3, 1) + timedelta(days=one): 300 for one in range(-3, 50)}
        for start, length, hour in periods:
            first = date(2027, 3, 1) + timedelta(days=start)
            last = first + timedelta(days=length)
            save_hours(
                by=owner,
                resource_id=room.pk,
                seen=seen_hours(room),
                week={day: [(hour * 60, hour * 60 + 1)] for day in range(7)},
                valid_from=first,
                valid_to=last,
            )
            expected |= {day: hour * 60 for day in expected if first <= day <= last}

        found = {day: hours_on(room, day) for day in expected}
        assert found == {day: [(opens, opens + 1)] for day, opens in expected.items()}


def test_the_same_week_goes_to_several_at_once(small):
    maria, andreas = small.people["maria"], small.people["andreas"]

    write(small, maria, MORNINGS, date(2026, 12, 24), date(2026, 12, 31), also=[andreas.pk])

    christmas = date(2026, 12, 26)
    assert hours_on(andreas, christmas) == hours_on(maria, christmas) == [(540, 780)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, date(2026, 12, 31)),
        (date(2027, 1, 2), date(2027, 1, 1)),
        (date(2026, 1, 1), date(2027, 6, 1)),
    ],
)
def test_a_period_without_a_beginning_or_the_wrong_way_round_is_refused(small, first, last):
    maria = small.people["maria"]
    before = rows(maria)

    with pytest.raises(SpanOrderError):
        write(small, maria, MORNINGS, first, last)

    assert rows(maria) == before


def test_visits_outside_the_holiday_hours_are_shown_first_and_later_ones_are_not(small, owner):
    maria, day = small.people["maria"], today() + timedelta(days=3)
    zone = ZoneInfo(small.centre.zone)
    inside, after = (
        make_visit(small, datetime(one.year, one.month, one.day, 15, tzinfo=zone))
        for one in (day, day + timedelta(days=1))
    )
    page = f"/settings/things/{maria.pk}/hours"
    sent = {
        "seen": seen_hours(maria),
        **{f"day{one}": "9-13" for one in range(7)},
        "valid_from": day.isoformat(),
        "valid_to": day.isoformat(),
    }

    asked = owner.post(page, sent)

    assert asked.status_code == 422
    assert [one.pk for one in asked.context["sessions"]] == [inside.session_id]
    assert after.session_id not in [one.pk for one in asked.context["sessions"]]
    assert owner.post(page, sent | {"confirmed": "1"}).status_code == 302
    assert hours_on(maria, day) == [(540, 780)]


def test_an_empty_holiday_week_is_an_absence(small, owner):
    maria, day = small.people["maria"], today().isoformat()
    sent = {"seen": seen_hours(maria), "valid_from": day, "valid_to": day}

    answer = owner.post(f"/settings/things/{maria.pk}/hours", sent)

    assert answer.status_code == 422
    assert "add an absence instead" in answer.content.decode()


def test_the_page_shows_a_period_and_takes_it_back(small, owner):
    maria = small.people["maria"]
    before, first, last = rows(maria), today() + timedelta(days=4), today() + timedelta(days=8)
    write(small, maria, MORNINGS, first, last)
    page = f"/settings/things/{maria.pk}/hours"
    [period] = [one for one in owner.get(page).context["later"] if one.own]
    assert (period.first, period.last) == (first, last)

    sent = {"first": first.isoformat(), "last": last.isoformat()}
    for _ in range(2):
        assert owner.post(f"{page}/back", sent).status_code == 302

    assert rows(maria) == before


def test_an_extra_opening_offers_times_that_the_week_does_not(small, owner):
    day = today() + timedelta(days=5)
    things = list(Resource.objects.filter(centre=small.centre).exclude(kind="patient"))
    WeeklyHours.objects.filter(resource__in=things).delete()
    assert openings_for(service=small.service, first=day, last=day) == []
    maria, others = small.people["maria"], [one.pk for one in things]
    sent = {"start": f"{day}T09:00", "end": f"{day}T13:00", "also": others}

    answer = owner.post(
        f"/settings/things/{maria.pk}/extra",
        {**sent, "also": [one for one in others if one != maria.pk]},
    )

    assert answer.status_code == 302
    found = openings_for(service=small.service, first=day, last=day)
    zone = ZoneInfo(small.centre.zone)
    assert {one.start.astimezone(zone).date() for one in found} == {day}
    assert found[0].start.astimezone(zone).hour == 9
    assert ExtraOpening.objects.count() == len(things)


def test_taking_an_extra_opening_back_asks_where_something_is_booked_in_it(small, owner):
    start = timezone.now() + timedelta(days=2)
    [extra] = add_extra(
        by=small.actor("owner"),
        resource_id=small.people["maria"].pk,
        start=start,
        end=start + timedelta(hours=4),
    )
    visit = make_visit(small, start + timedelta(hours=1))
    page = f"/settings/extra/{extra.pk}/back"

    asked = owner.post(page)

    assert asked.status_code == 422
    assert [one.pk for one in asked.context["sessions"]] == [visit.session_id]
    assert owner.post(page, {"confirmed": "1"}).status_code == 302
    assert not ExtraOpening.objects.exists()


def test_every_word_of_a_page_of_hours_is_asked_as_often_for_many_periods(small, owner):
    maria = small.people["maria"]

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert owner.get(f"/settings/things/{maria.pk}/hours").status_code == 200
        return len(asked)

    write(small, maria, MORNINGS, today() + timedelta(days=4), today() + timedelta(days=5))
    count()
    few = count()
    for start, length in product((10, 20), (1, 3)):
        first = today() + timedelta(days=start + length * 2)
        write(small, maria, MORNINGS, first, first + timedelta(days=1))
    assert count() == few
