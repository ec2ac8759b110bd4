"""Referrals: each visit draws on one or is private; moving and cancelling recount."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Session
from ashi.apps.plans.actions.referring import Paper, add_referral, draw_on, go_private
from ashi.apps.plans.errors import (
    DayError,
    DoseError,
    NotCoveredError,
    NoWordsError,
    PlanUnknownError,
    ReferralTwiceError,
)
from ashi.apps.plans.models import Draw, Referral
from ashi.apps.plans.referrals import draw_of, gap_of, standings
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def paper(**changes):
    first = today() - timedelta(days=60)
    usual = {
        "number": "R-1001",
        "doctor": "Dr Anna Demetriou",
        "diagnosis": "M54.5",
        "visits": 2,
        "valid_from": first,
        "valid_to": first + timedelta(days=180),
        "yearly": None,
    }
    return Paper(**usual | changes)


@pytest.fixture
def referral(small, patient):
    return add_referral(by=small.actor("desk"), patient_id=patient.pk, paper=paper())


def draw(small, visit, referral, **more):
    return draw_on(by=small.actor("desk"), visit_id=visit.pk, referral_id=referral.pk, **more)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"number": " "}, NoWordsError),
        ({"visits": 0}, DoseError),
        ({"valid_to": today() - timedelta(days=90)}, DayError),
        ({"document": 999_999}, PlanUnknownError),
    ],
)
def test_what_cannot_be_on_a_paper_is_not_recorded(small, patient, wrong, error):
    with pytest.raises(error):
        add_referral(by=small.actor("desk"), patient_id=patient.pk, paper=paper(**wrong))
    assert not Referral.objects.exists()


def test_a_number_is_recorded_once_a_patient(small, patient, referral):
    with pytest.raises(ReferralTwiceError):
        add_referral(by=small.actor("desk"), patient_id=patient.pk, paper=paper())
    other = make_patient("Eleni", "Georgiou")
    assert add_referral(by=small.actor("desk"), patient_id=other.pk, paper=paper())
    with pytest.raises(NotAllowedError):
        add_referral(by=small.actor("student"), patient_id=patient.pk, paper=paper(number="2"))


def test_the_third_visit_of_two_is_warned_of_and_kept_once_somebody_looked(
    small, patient, referral, come
):
    first, second, third = come(8, 4, 1)
    draw(small, first, referral)
    draw(small, second, referral)
    with pytest.raises(NotCoveredError) as warned:
        draw(small, third, referral)
    assert warned.value.fields["cover"] == "used_up"
    draw(small, third, referral, looked=True)
    assert draw_of(third).cover == "used_up"
    assert standings(patient.pk, small.centre.pk)[0].left == 0


def test_an_earlier_visit_does_not_push_a_covered_one_past_the_number_unasked(
    small, patient, referral, come
):
    first, second, third = come(-2, -5, -8)
    for one in (second, third):
        draw(small, one, referral)
    with pytest.raises(NotCoveredError) as warned:
        draw(small, first, referral)
    assert warned.value.fields["cover"] == "used_up"
    draw(small, first, referral, looked=True)
    assert draw_of(third).cover == "used_up"


def test_cancelling_and_moving_recount_by_themselves(small, patient, referral, come):
    first, second, third = come(-2, -5, -8)
    for one in (first, second):
        draw(small, one, referral)
    draw(small, third, referral, looked=True)
    cancel_visit(by=small.actor("desk"), visit_id=first.pk, reason="patient")
    assert draw_of(third).cover == "covered"
    assert not draw_of(third).warns
    late = timezone.now() + timedelta(days=150)
    Session.objects.filter(pk=third.session_id).update(
        starts_at=late, ends_at=late + timedelta(hours=1)
    )
    third.session.refresh_from_db()
    assert draw_of(third).cover == "late"
    assert standings(patient.pk, small.centre.pk)[0].left == 1


def test_a_visit_draws_on_one_and_letting_go_gives_its_place_back(small, patient, referral, come):
    (visit,) = come(1)
    draw(small, visit, referral)
    other = add_referral(by=small.actor("desk"), patient_id=patient.pk, paper=paper(number="2"))
    draw(small, visit, other)
    assert [one.left for one in standings(patient.pk, small.centre.pk)] == [1, 2]
    kept = go_private(
        by=small.actor("desk"), visit_id=visit.pk, allowed_by="Dr Demetriou, by phone", why="paper"
    )
    assert (kept.referral_id, Draw.objects.count()) == (None, 1)
    assert [one.left for one in standings(patient.pk, small.centre.pk)] == [2, 2]
    with pytest.raises(NoWordsError):
        go_private(by=small.actor("desk"), visit_id=visit.pk, allowed_by="", why="paper")
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=kept.pk).update(why="")


def test_the_most_of_a_year_holds_over_all_referrals(small, patient, come):
    day = today()
    dates = {"valid_from": day.replace(month=1, day=1), "valid_to": day.replace(month=12, day=31)}
    for number in ("1", "2"):
        add_referral(
            by=small.actor("desk"),
            patient_id=patient.pk,
            paper=paper(number=number, yearly=2, visits=3, **dates),
        )
    now = timezone.now()
    visits = [make_visit(small, now - timedelta(minutes=90 * at), patient) for at in (1, 2, 3)]
    second, first = standings(patient.pk, small.centre.pk)
    draw(small, visits[0], first.referral)
    draw(small, visits[1], second.referral)
    with pytest.raises(NotCoveredError) as warned:
        draw(small, visits[2], second.referral)
    assert warned.value.fields["cover"] == "year_full"


def test_referrals_of_others_are_not_drawn_on(small, referral, come):
    (visit,) = come(1)
    other = make_patient("Eleni", "Georgiou")
    hers = add_referral(by=small.actor("desk"), patient_id=other.pk, paper=paper())
    with pytest.raises(PlanUnknownError):
        draw(small, visit, hers)
    elsewhere = make_centre("other")
    with pytest.raises(PlanUnknownError):
        draw(elsewhere, visit, referral)


def test_the_pages_warn_and_ask_once(small, patient, come):
    desk = client_of(small.users["desk"])
    sent = {
        "number": "R-7",
        "doctor": "Dr A",
        "diagnosis": "M54.5",
        "visits": "1",
        "yearly": "",
        "valid_from": f"{today() - timedelta(days=30)}",
        "valid_to": f"{today() + timedelta(days=30)}",
        "document": "",
    }
    assert desk.post(f"/plans/{patient.pk}/referrals", sent).status_code == 302
    twice = desk.post(f"/plans/{patient.pk}/referrals", sent)
    assert "The patient has a referral with this number." in twice.content.decode()
    first, second = come(4, 1)
    mine = Referral.objects.get()
    assert desk.post(f"/plans/visits/{first.pk}/draw", {"referral": mine.pk}).status_code == 302
    asked = desk.post(f"/plans/visits/{second.pk}/draw", {"referral": mine.pk})
    assert (asked.status_code, Draw.objects.count()) == (422, 1)
    assert "Draw on it all the same" in asked.content.decode()
    again = {"referral": mine.pk, "looked": "on"}
    assert desk.post(f"/plans/visits/{second.pk}/draw", again).status_code == 302
    shown = desk.get(f"/desk/visits/{second.pk}").content.decode()
    assert "past the number of visits of the referral" in shown
    booking = desk.get(f"/desk/visits/new?patient={patient.pk}").content.decode()
    assert "0 of 1 left" in booking
    assert "M54.5" not in desk.get(f"/plans/{patient.pk}/referrals").content.decode()
    maria = client_of(small.users["maria"])
    assert "M54.5" in maria.get(f"/plans/{patient.pk}/referrals").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_draw_on_the_last_visit_at_once_one_is_asked(small, patient, come):
    only = add_referral(by=small.actor("desk"), patient_id=patient.pk, paper=paper(visits=1))
    visits = come(4, 1)

    def try_it(visit):
        try:
            draw(small, visit, only)
        except NotCoveredError:
            return "asked"
        finally:
            connection.close()
        return "drawn"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(try_it, visits)) == ["asked", "drawn"]
    assert Draw.objects.count() == 1


def test_a_visit_of_which_nobody_said_it_warns_at_the_desk_and_on_the_patients_page(
    small, patient, referral, come
):
    first, second, third = come(-2, -5, -8)
    late = make_visit(small, timezone.now() + timedelta(days=150), patient)

    # Two are covered: the first two in time, drawn on or not.
    assert [gap_of(one) for one in (first, second, third)] == ["", "", "used_up"]
    for one in (first, second):
        draw(small, one, referral)
    assert gap_of(first) == ""
    assert gap_of(third) == "used_up"
    assert gap_of(late) == "late"
    desk = client_of(small.users["desk"]).get(f"/desk/visits/{third.pk}").content.decode()
    assert "No referral covers this visit:" in desk
    page = Client().get(f"/visit/{manage_token(third)}").content.decode()
    assert "Your referral does not cover this visit: past the number" in page
    assert (
        gap_of(make_visit(small, timezone.now() + timedelta(days=3), make_patient("A", "B"))) == ""
    )


def test_booked_past_the_referral_the_desk_is_told_at_once(small, patient, referral, come):
    first, second = come(-2, -5)
    for one in (first, second):
        draw(small, one, referral)
    day = today() + timedelta(days=9)
    desk = client_of(small.users["desk"])
    chosen = {"patient": patient.pk, "service": small.service.pk, "day": f"{day}"}
    page = desk.get("/desk/visits/new", chosen)
    at = page.context["offered"][0].opening.start
    sent = chosen | {"at": at.isoformat(), "key": str(uuid4())}
    told = desk.post("/desk/visits/new", sent, follow=True).content.decode()
    assert "No referral covers this visit: past the number of visits of the referral" in told
