"""The visits of a plan in one go: previewed, all or those that fit, never twice."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.courses import Wanted, find_course
from ashi.apps.bookings.models import Visit
from ashi.apps.plans.actions.booking import Drawing, Times, book_course
from ashi.apps.plans.actions.referring import Paper, add_referral, draw_on
from ashi.apps.plans.actions.reviewing import sign_version
from ashi.apps.plans.errors import (
    CourseClashError,
    NoWordsError,
    OwnSecondSignError,
    PlanUnknownError,
    SecondSignMissingError,
)
from ashi.apps.plans.models import Draw, Plan, PlanVersion, VersionSign
from ashi.apps.plans.queries import courses_of
from ashi.apps.plans.referrals import draw_of, standings
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.planned import plan_of
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ALLOWED = Drawing(allowed_by="Dr Demetriou, by phone", why="the paper follows")


@pytest.fixture
def found(small, patient):
    wanted = Wanted(4, 3, 7, today() + timedelta(days=2))
    return find_course(small.service, patient, wanted, roles={}, earliest=timezone.now())


@pytest.fixture
def times(small, found):
    roles = {key: pk for key, pk in found.openings[0].roles.items() if key == "therapist"}
    return Times(small.service, [one.start for one in found.openings], roles)


def book(small, plan, times, **more):
    more = {"key": uuid4(), "drawing": ALLOWED} | more
    return book_course(by=small.actor("desk"), plan_id=plan.pk, times=times, **more)


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
        book_course(
            by=small.actor("student"), plan_id=plan.pk, key=uuid4(), times=times, drawing=ALLOWED
        )
    with pytest.raises(PlanUnknownError):
        book(small, plan, Times(make_centre("other").service, times.starts, {}))
    with pytest.raises(PlanUnknownError):
        book(small, plan, Times(small.service, [], {}))


def test_the_page_previews_and_warns_of_what_the_referral_does_not_cover(small, patient, plan):
    day = today()
    referral = add_referral(
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
        "referral": str(referral.pk),
    }
    page = maria.get(f"/plans/{patient.pk}/{plan.pk}/book", asked)
    shown = page.content.decode()
    assert "Book all 4" in shown
    assert shown.count("past the number of visits of the referral") == 1
    sent = asked | {"key": page.context["key"], "at": page.context["at"]}
    unsaid = maria.post(f"/plans/{patient.pk}/{plan.pk}/book", sent)
    assert unsaid.status_code == 422
    assert "say who allows them, and why" in unsaid.content.decode()
    assert not Visit.objects.exists()
    sent |= {"allowed_by": "Dr A, by phone", "why": "a new paper follows"}
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


def test_each_visit_of_a_course_draws_on_the_referral_or_is_private_and_says_who(
    small, patient, plan, times
):
    paper = Paper("R-2", "Dr A", "M54.5", 3, today(), today() + timedelta(days=90))
    referral = add_referral(by=small.actor("desk"), patient_id=patient.pk, paper=paper)
    bare = Drawing(referral.pk)
    with pytest.raises(NoWordsError):
        book(small, plan, times, drawing=bare)
    assert not Visit.objects.exists()
    key = uuid4()
    drawing = Drawing(referral.pk, "Dr A, by phone", "a new paper follows")
    booked = book(small, plan, times, drawing=drawing, key=key)
    book(small, plan, times, drawing=bare, key=key)

    draws = {one.visit_id: one for one in Draw.objects.all()}
    assert len(draws) == 4
    drawn = [draws[one.pk].referral_id for one in booked.visits]
    assert drawn == [referral.pk, referral.pk, referral.pk, None]
    last = draws[booked.visits[3].pk]
    assert (last.allowed_by, last.why) == ("Dr A, by phone", "a new paper follows")
    # One cancelled gives its place back, and the count is made anew.
    cancel_visit(by=small.actor("desk"), visit_id=booked.visits[0].pk, reason="ill")
    (standing,) = standings(patient.pk, small.centre.pk)
    assert standing.left == 1
    draw_on(by=small.actor("desk"), visit_id=last.visit_id, referral_id=referral.pk)
    assert draw_of(booked.visits[3]).cover == "covered"


def test_another_patients_referral_is_drawn_on_by_no_visit(small, plan, times):
    paper = Paper("R-3", "Dr A", "M54.5", 9, today(), today() + timedelta(days=90))
    other = make_patient("Eleni", "Georgiou")
    referral = add_referral(by=small.actor("desk"), patient_id=other.pk, paper=paper)
    with pytest.raises(PlanUnknownError):
        book(small, plan, times, drawing=Drawing(referral.pk, "Dr A", "why"))
    assert not Visit.objects.exists()


def test_more_visits_than_the_protocol_has_wait_for_another_persons_sign(small, patient, times):
    plan = plan_of(small, patient, visits=21, acupuncture=21, physiotherapy=4)
    assert (
        not PlanVersion.objects.filter(plan=plan_of(small, patient, visits=20, acupuncture=20))
        .get()
        .needs_second
    )
    with pytest.raises(SecondSignMissingError):
        book(small, plan, times)
    with pytest.raises(OwnSecondSignError):
        sign_version(by=small.actor("maria"), plan_id=plan.pk)
    page = client_of(small.users["maria"]).get(f"/plans/{patient.pk}").content.decode()
    assert "somebody else signs before they are booked" in page
    address = f"/plans/{patient.pk}/{plan.pk}/sign"
    assert client_of(small.users["andreas"]).post(address).status_code == 302
    sign_version(by=small.actor("andreas"), plan_id=plan.pk)
    assert VersionSign.objects.count() == 1
    assert len(book(small, plan, times).visits) == 4
