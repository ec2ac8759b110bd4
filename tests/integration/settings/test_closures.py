"""Closures: public holidays proposed and decided, and the centre's own."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ashi.apps.audit.actor import SYSTEM
from ashi.apps.audit.models import Event
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.actions_closures import holidays_of, propose_holidays, propose_upcoming
from ashi.apps.centres.models import Centre, Closure
from tests.desk.centre import make_centre, make_visit, today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/settings/closures"


def test_orthodox_easter_and_the_days_of_cyprus_are_known():
    days = {
        one.holiday_key: one.name
        for one in holidays_of(Centre(zone="Asia/Nicosia", country="CY"), 2027, "proposed")
    }

    assert {"CY-2027-04-01", "CY-2027-10-01", "CY-2027-12-25"} <= days.keys()
    assert "CY-2027-05-03" in days  # Easter Monday of the Orthodox calendar
    assert "CY-2027-04-30" in days  # Good Friday


def test_holidays_are_proposed_once_decided_and_close_only_when_confirmed(small, owner):
    year = today().year + 1
    owner.post(f"{PAGE}/propose", {"year": year})
    count = Closure.objects.count()
    owner.post(f"{PAGE}/propose", {"year": year})
    christmas = Closure.objects.get(holiday_key=f"CY-{year}-12-25")
    day = date(year, 12, 25)

    def open_times():
        return openings_for(service=small.service, first=day, last=day, limit=3)

    assert (Closure.objects.count(), christmas.state) == (count, "proposed")
    assert open_times()
    owner.post(f"{PAGE}/{christmas.pk}", {"state": "confirmed"})
    assert open_times() == []
    owner.post(f"{PAGE}/{christmas.pk}", {"state": "declined"})
    assert open_times()
    owner.post(f"{PAGE}/propose", {"year": year})
    christmas.refresh_from_db()
    assert christmas.state == "declined"
    owner.post(f"{PAGE}/confirm", {"year": year})
    states = set(Closure.objects.exclude(pk=christmas.pk).values_list("state", flat=True))
    assert states == {"confirmed"}


def test_a_closure_of_its_own_asks_about_visits_and_closes_part_of_a_day(small, owner):
    start = datetime.combine(today() + timedelta(days=2), datetime.min.time(), UTC)
    visit = make_visit(small, start + timedelta(hours=10))
    local = visit.session.starts_at.astimezone(ZoneInfo(small.centre.zone)).replace(tzinfo=None)
    form = {
        "name": "Painting",
        "start": f"{local:%Y-%m-%dT%H:%M}",
        "end": f"{local + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }

    asked = owner.post(PAGE, form)
    assert (asked.status_code, [one.pk for one in asked.context["sessions"]]) == (
        422,
        [visit.session_id],
    )
    assert owner.post(PAGE, form | {"confirmed": "1"}).status_code == 302
    kept = Closure.objects.get()
    assert (kept.state, kept.during.lower) == ("confirmed", visit.session.starts_at)
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_a_closure_that_ends_before_it_begins_is_refused(small, owner):
    form = {"name": "x", "start": "2026-12-02T10:00", "end": "2026-12-02T09:00"}

    assert owner.post(PAGE, form).status_code == 422
    assert not Closure.objects.exists()


def test_another_centre_s_closure_cannot_be_decided(small, owner):
    other = make_centre("other").centre
    theirs = Closure.objects.create(
        centre=other,
        during=(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC)),
        name="theirs",
    )

    owner.post(f"{PAGE}/{theirs.pk}", {"state": "confirmed"})

    theirs.refresh_from_db()
    assert theirs.state == "proposed"


def test_a_year_with_many_proposals_asks_no_more_than_one_with_few(small, owner):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(PAGE).status_code == 200
        return len(queries)

    for number in range(1, 6):
        first = datetime(today().year, 12, number, tzinfo=UTC)
        Closure.objects.create(
            centre=small.centre, during=(first, first + timedelta(days=1)), name=f"Day {number}"
        )
        if number == 1:
            owner.get(PAGE)
            few = count()
    assert count() == few


@pytest.mark.parametrize(
    ("day", "years"), [(date(2027, 8, 31), {2027}), (date(2027, 9, 1), {2027, 2028})]
)
def test_the_worker_proposes_a_year_once_and_the_next_from_september_on(small, day, years):
    decided = holidays_of(small.centre, 2027, "declined")[0]
    decided.save()

    new = [propose_upcoming(by=SYSTEM, today=day) for _ in range(2)]

    found = Closure.objects.filter(centre=small.centre)
    assert {one.during.lower.astimezone(ZoneInfo(small.centre.zone)).year for one in found} == years
    assert new == [found.count() - 1, 0]
    assert found.filter(state="proposed").count() == found.count() - 1
    assert Event.objects.filter(action="settings.holidays").count() == len(years)


def test_the_overview_says_which_holidays_wait(small, owner):
    year = today().year + 1
    assert owner.get("/settings/").context["proposed"] == []
    propose_holidays(by=small.actor("owner"), year=year)

    page = owner.get("/settings/")

    count = Closure.objects.count()
    assert page.context["proposed"] == [(year, count)]
    assert f"{count} public holidays of {year} wait for your word." in page.content.decode()
