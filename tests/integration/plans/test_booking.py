"""The visits of a plan in one go: previewed, all or those that fit, never twice."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.bookings.courses import Wanted, find_course
from ashi.apps.bookings.models import Visit
from ashi.apps.plans.actions.booking import Times, book_course
from ashi.apps.plans.actions.referring import Paper, add_referral
from ashi.apps.plans.errors import CourseClashError, PlanUnknownError
from ashi.apps.plans.models import Plan
from ashi.apps.plans.queries import courses_of
from tests.desk.centre import make_centre, make_visit, today
from tests.desk.planned import plan_of
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def found(small, patient):
    wanted = Wanted(4, 3, 7, today() + timedelta(days=2))
    return find_course(small.service, patient, wanted, roles={}, earliest=timezone.now())


@pytest.fixture
def times(small, found):
    roles = {key: pk for key, pk in found.openings[0].roles.items() if key == "therapist"}
    return Times(small.service, [one.start for one in found.openings], roles)


def book(small, plan, times, **more):
    key = more.pop("key", None) or uuid4()
    return book_course(by=small.actor("desk"), plan_id=plan.pk, key=key, times=times, **more)


def test_the_visits_found_keep_one_person_and_the_pace(found):
    assert (len(found.openings), found.unplaced) == (4, 0)
    assert len({one.roles["therapist"] for one in found.openings}) == 1
    days = [timezone.localdate(one.start) for one in found.openings]
    gaps = [(two - one).days for one, two in pairwise(days)]
    assert all(3 <= gap <= 7 for gap in gaps)


def test_all_are_booked_at_once_and_are_the_plans_though_another_is_open(
    small, patient, plan, times
):
    plan_of(small, patient)
    booked = book(small, plan, times)
    assert [one.session.starts_at for one in booked.visits] == sorted(times.starts)
    (course,) = courses_of([Plan.objects.get(pk=plan.pk)], timezone.now())
    assert [one.id for one in course.ahead] == [one.pk for one in booked.visits]


def test_the_same_form_twice_books_nothing_twice(small, plan, times):
    key = uuid4()
    first = book(small, plan, times, key=key)
    assert book(small, plan, times, key=key) == first
    assert Visit.objects.count() == 4


def test_one_clash_books_nothing_or_on_request_the_others(small, plan, times):
    taken = times.starts[1]
    for room, who in (("Room 1", "maria"), ("Room 2", "andreas")):
        make_visit(small, taken, room=room, therapist=who)
    gone = Times(small.service, times.starts, {"therapist": small.people["maria"].pk})
    before = Visit.objects.count()
    with pytest.raises(CourseClashError) as clash:
        book(small, plan, gone)
    assert clash.value.starts == (taken,)
    assert Visit.objects.count() == before
    booked = book(small, plan, gone, part=True)
    assert (len(booked.visits), booked.clashes) == (3, (taken,))


def test_others_do_not_book_it(small, plan, times):
    with pytest.raises(NotAllowedError):
        book_course(by=small.actor("student"), plan_id=plan.pk, key=uuid4(), times=times)
    with pytest.raises(PlanUnknownError):
        book(small, plan, Times(make_centre("other").service, times.starts, {}))
    with pytest.raises(PlanUnknownError):
        book(small, plan, Times(small.service, [], {}))


def test_the_page_previews_and_warns_of_what_the_referral_does_not_cover(small, patient, plan):
    day = today()
    add_referral(
        by=small.actor("desk"),
        patient_id=patient.pk,
        paper=Paper("R-1", "Dr A", "M54.5", 3, day, day + timedelta(days=90)),
    )
    maria = client_of(small.users["maria"])
    asked = {
        "service": small.service.pk,
        "person": small.people["maria"].pk,
        "first": f"{day + timedelta(days=2)}",
        "visits": "4",
        "min_days": "3",
        "max_days": "7",
        "hours": "",
    }
    page = maria.get(f"/plans/{patient.pk}/{plan.pk}/book", asked)
    shown = page.content.decode()
    assert "Book all 4" in shown
    assert shown.count("past the number of visits of the referral") == 1
    sent = asked | {"key": page.context["key"], "at": page.context["at"]}
    answered = maria.post(f"/plans/{patient.pk}/{plan.pk}/book", sent)
    assert (answered.status_code, Visit.objects.count()) == (302, 4)
    assert maria.post(f"/plans/{patient.pk}/{plan.pk}/book", sent).status_code == 302
    assert Visit.objects.count() == 4
    again = maria.post(f"/plans/{patient.pk}/{plan.pk}/book", sent | {"key": uuid4()})
    assert again.status_code == 422
    assert "Book those that are free" in again.content.decode()
    broken = maria.post(f"/plans/{patient.pk}/{plan.pk}/book", asked | {"key": "x", "at": "x"})
    assert broken.status_code == 422


def test_the_desk_books_without_being_told_what_for(small, patient, plan):
    desk = client_of(small.users["desk"])
    shown = desk.get(f"/patients/{patient.pk}?why=scheduling").content.decode()
    assert f"/plans/{patient.pk}/{plan.pk}/book" in shown
    page = desk.get(f"/plans/{patient.pk}/{plan.pk}/book")
    assert page.status_code == 200
    assert "Chronic low back pain" not in page.content.decode()
    assert desk.get(f"/plans/{patient.pk}").status_code == 404
