"""The centre's settings as the owner edits them, without scripts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ashi.apps.audit.models import Event
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.actions import RESOURCE, RULES, seen_of
from ashi.apps.centres.actions_hours import save_hours, seen_hours
from ashi.apps.centres.errors import SettingChangedError
from ashi.apps.centres.models import Absence, Centre, Permit, Resource
from tests.desk.centre import make_centre, make_visit, today
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def rules_of(centre: Centre, **changed):
    """Return the form as the page shows it, with changes."""
    values = {name: getattr(centre, name) for name in RULES}
    kept = {name: "" if value is None else value for name, value in values.items()}
    ticks = {"takes_new_online": "on"} if kept.pop("takes_new_online") else {}
    return {**kept, **ticks, "seen": seen_of(centre, RULES), **changed}


def thing_of(row: Resource, **changed):
    kept = {name: getattr(row, name) for name in RESOURCE}
    online = {"bookable_online": "on"} if kept.pop("bookable_online") else {}
    return {**kept, **online, "seen": seen_of(row, RESOURCE), **changed}


def week(**days):
    """Return a week's form; days not named are closed."""
    return {f"day{day}": days.get(f"day{day}", "") for day in range(7)}


def test_the_owner_changes_the_rules_and_booking_obeys(small, owner):
    answer = owner.post(
        "/settings/centre",
        rules_of(small.centre, lead_min="600", terms="New", most_resting="2", most_needled="3"),
    )

    small.centre.refresh_from_db()
    assert (answer.status_code, small.centre.most_resting, small.centre.most_needled) == (302, 2, 3)
    assert (small.centre.lead_min, small.centre.terms, small.centre.terms_version) == (
        600,
        "New",
        2,
    )
    assert Event.objects.filter(action="settings.rules").count() == 1


def test_of_two_who_edit_at_once_the_second_is_told_and_nothing_is_overwritten(small, owner):
    mine, other = rules_of(small.centre, phone="1"), rules_of(small.centre, phone="2")
    owner.post("/settings/centre", mine)

    answer = owner.post("/settings/centre", other)

    small.centre.refresh_from_db()
    assert (answer.status_code, small.centre.phone) == (422, "1")
    assert "Somebody else saved this meanwhile" in answer.content.decode()
    again = owner.post("/settings/centre", other | {"seen": answer.context["seen"]})
    small.centre.refresh_from_db()
    assert (again.status_code, small.centre.phone) == (302, "2")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "\x00"}, "name"),
        ({"lead_min": "-1"}, "lead_min"),
        ({"lead_min": "soon"}, "lead_min"),
        ({"most_resting": "0"}, "most_resting"),
        ({"most_needled": "0"}, "most_needled"),
        ({"horizon_days": "0"}, "horizon_days"),
        ({"email": "no address"}, "email"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(small, owner, changed, field):
    answer = owner.post("/settings/centre", rules_of(small.centre) | changed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Centre.objects.get().name == "Small centre"


def test_a_room_is_added_given_hours_and_can_be_booked(small, owner):
    answer = owner.post(
        "/settings/new/room",
        {"name": "Room 9", "name_el": "Αίθουσα 9", "position": "9", "skills": ["needling"]},
    )
    room = Resource.objects.get(name="Room 9")
    assert answer["Location"] == f"/settings/things/{room.pk}/hours"
    Resource.objects.filter(kind="room").exclude(pk=room.pk).update(active=False)
    day = today() + timedelta(days=2)

    def times():
        return openings_for(service=small.service, first=day, last=day)

    assert times() == []
    owner.post(answer["Location"], week(**{f"day{day.weekday()}": "10-12"}))
    assert {one.roles["room"] for one in times()} == {room.pk}


def test_hours_that_leave_a_visit_outside_are_asked_about_and_the_visit_stays(small, owner):
    maria = small.people["maria"]
    start = datetime.combine(today() + timedelta(days=2), datetime.min.time(), UTC)
    visit = make_visit(small, start + timedelta(hours=10))
    path = f"/settings/things/{maria.pk}/hours"

    asked = owner.post(path, week())

    assert asked.status_code == 422
    assert [one.pk for one in asked.context["sessions"]] == [visit.session_id]
    assert maria.hours.exists()
    owner.post(path, week() | {"confirmed": "1"})
    assert not maria.hours.exists()
    visit.refresh_from_db()
    assert visit.status == Visit.Status.BOOKED


def test_new_hours_from_a_day_on_leave_those_before_as_they_were(small, owner):
    maria = small.people["maria"]
    first = today() + timedelta(days=30)
    before = maria.hours.count()

    owner.post(
        f"/settings/things/{maria.pk}/hours", week(day0="9-13") | {"valid_from": first.isoformat()}
    )

    rows = maria.hours.order_by("-valid_from", "pk")
    assert maria.hours.filter(valid_to=first - timedelta(days=1)).count() == before
    new = rows.get(valid_from=first)
    assert (new.weekday, new.opens_min, new.closes_min) == (0, 540, 780)


def test_hours_that_cannot_be_read_are_kept_as_typed(small, owner):
    path = f"/settings/things/{small.people['maria'].pk}/hours"

    answer = owner.post(path, week(day0="9-13, 12-15", day1="whenever"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["day0", "day1"]
    assert 'value="9-13, 12-15"' in page
    assert "Two of these hours overlap." in page


def test_two_who_edit_the_hours_at_once_do_not_overwrite_each_other(small):
    maria, seen = small.people["maria"], seen_hours(small.people["maria"])
    by = small.actor("owner")
    save_hours(by=by, resource_id=maria.pk, seen=seen, week={0: [(540, 780)]})

    with pytest.raises(SettingChangedError):
        save_hours(by=by, resource_id=maria.pk, seen=seen, week={})

    assert maria.hours.count() == 1


def test_an_absence_is_kept_after_a_word_about_visits_and_taken_back(small, owner):
    maria = small.people["maria"]
    start = datetime.combine(today() + timedelta(days=2), datetime.min.time(), UTC)
    visit = make_visit(small, start + timedelta(hours=10))
    zone_start = visit.session.starts_at.astimezone(ZoneInfo(small.centre.zone))
    path = f"/settings/things/{maria.pk}/away"
    form = {
        "start": f"{zone_start:%Y-%m-%dT%H:%M}",
        "end": f"{zone_start + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "reason": "course",
        "note": "Σεμινάριο",
    }

    assert owner.post(path, form).status_code == 422
    assert not Absence.objects.exists()
    assert owner.post(path, form | {"confirmed": "1"}).status_code == 302
    kept = Absence.objects.get()
    assert (kept.during.lower, kept.reason, kept.note) == (
        visit.session.starts_at,
        "course",
        "Σεμινάριο",
    )
    owner.post(f"/settings/away/{kept.pk}/back")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    "span",
    [
        {"start": "2026-12-01T10:00", "end": "2026-12-01T10:00"},
        {"start": "2026-12-01T10:00", "end": "2026-12-01T09:00"},
        {"start": "2026-12-01T10:00", "end": "2029-12-01T09:00"},
        {"start": "soon", "end": "2026-12-01T09:00"},
        {"start": "", "end": ""},
    ],
)
def test_a_span_that_cannot_be_is_refused(small, owner, span):
    path = f"/settings/things/{small.people['maria'].pk}/away"

    assert owner.post(path, span | {"reason": "leave"}).status_code == 422
    assert not Absence.objects.exists()


def test_a_time_that_the_clocks_skip_is_refused(small, owner):
    Centre.objects.update(zone="Asia/Nicosia")
    path = f"/settings/things/{small.people['maria'].pk}/away"

    answer = owner.post(
        path, {"start": "2027-03-28T03:30", "end": "2027-03-28T05:00", "reason": "leave"}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["start"]


def test_papers_are_kept_and_what_runs_out_is_marked(small, owner):
    maria = small.people["maria"]
    soon = today() + timedelta(days=10)

    owner.post(
        f"/settings/things/{maria.pk}/permits",
        {
            "needling-may": "on",
            "needling-registration": "K 12",
            "needling-insurance_expires": soon.isoformat(),
        },
    )

    permit = Permit.objects.get(resource=maria)
    assert (permit.act, permit.registration, permit.insurance_expires) == ("needling", "K 12", soon)
    assert (
        f"papers until {soon.day}/{soon.month}/{soon.year}"
        in owner.get("/settings/").content.decode()
    )


def test_what_is_put_away_is_offered_no_more_and_can_be_brought_back(small, owner):
    maria = small.people["maria"]
    day = today() + timedelta(days=2)
    path = f"/settings/things/{maria.pk}/active"

    def people():
        found = openings_for(service=small.service, first=day, last=day)
        return {one.roles["therapist"] for one in found}

    owner.post(path)
    assert maria.pk not in people()
    owner.post(path, {"active": "1"})
    assert openings_for(service=small.service, first=day, last=day, roles={"therapist": maria.pk})


@pytest.mark.parametrize("name", ["desk", "sofia", "student"])
def test_who_may_not_write_settings_gets_nowhere(small, owner, name):
    other = client_of(small.users[name])
    thing = small.rooms["Room 1"].pk

    for path in ("/settings/centre", f"/settings/things/{thing}", "/settings/new/room"):
        assert other.get(path).status_code in (403, 404)


def test_another_centre_s_things_are_not_there(small, owner):
    other = make_centre("other")
    thing = other.rooms["Room 1"].pk

    for page in ("", "/hours", "/away", "/permits"):
        assert owner.get(f"/settings/things/{thing}{page}").status_code == 404
    assert owner.post(f"/settings/things/{thing}/active").status_code == 404


def test_the_overview_asks_as_often_for_three_rooms_as_for_one(small, owner):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert owner.get("/settings/").status_code == 200
        return len(queries)

    owner.get("/settings/")
    few = count()
    for number in range(5):
        Resource.objects.create(
            centre=small.centre, kind="room", name=f"Room {number + 20}", position=number
        )
    assert count() == few
