"""Booking, moving, cancelling and breaks from the board."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from ashi.apps.bookings.models import Override, Visit, Wish
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.day_board import day_of
from ashi.apps.encounters.models import Step
from ashi.apps.patients.actions import create_patient
from ashi.apps.patients.models import Patient
from tests.desk.centre import make_centre, make_patient, make_visit, today

pytestmark = pytest.mark.slow


@pytest.fixture
def later(small):
    """A visit tomorrow at ten, so that no clock runs into it."""
    first = day_of(small.centre, today() + timedelta(days=1)).first
    return make_visit(small, first + timedelta(hours=10))


def fits_of(client, small, visit):
    day = today(visit.session.starts_at)
    url = reverse("visit-fits", args=[visit.pk, small.rooms["Room 1"].pk, day])
    return client.get(url).json()


def place(client, small, visit, at, to="Room 2", **more):
    sent = {
        "at": at.isoformat(),
        "column": small.rooms["Room 1"].pk,
        "to": small.rooms[to].pk,
        "version": visit.version,
        **more,
    }
    return client.post(reverse("visit-place", args=[visit.pk]), sent)


def test_the_board_is_told_where_a_visit_fits_and_why_not_elsewhere(small, signed_in, later):
    make_visit(small, later.session.starts_at, room="Room 2", therapist="andreas")
    desk = signed_in("desk")

    fits = fits_of(desk, small, later)

    columns = {name: set(fits["columns"][str(room.pk)]) for name, room in small.rooms.items()}
    assert 600 in columns["Room 1"]
    assert not columns["Room 2"] & set(range(545, 660))
    assert {540, 660} <= columns["Room 2"]
    assert columns["Gym"] == set()
    url = reverse("visit-why", args=[later.pk, small.rooms["Room 1"].pk])
    asked = {"at": later.session.starts_at.isoformat(), "to": small.rooms["Room 2"].pk}
    why = desk.get(url, asked).json()
    assert why["fits"] is False
    assert why["why"] == ["Room 2 is taken at 10:00"]


def test_a_visit_is_put_elsewhere_and_put_back(small, signed_in, later):
    desk = signed_in("desk")
    was = later.session.starts_at

    answer = place(desk, small, later, was + timedelta(minutes=30)).json()

    later.session.refresh_from_db()
    rooms = later.session.roles.filter(key="room")
    assert later.session.starts_at == was + timedelta(minutes=30)
    assert rooms.get().resource == small.rooms["Room 2"]
    assert desk.post(answer["undo"]).json() == {"says": "Put back."}
    later.session.refresh_from_db()
    assert later.session.starts_at == was
    assert rooms.get().resource == small.rooms["Room 1"]


def test_a_conflict_is_told_and_nothing_is_moved(small, signed_in, later):
    make_visit(small, later.session.starts_at, room="Room 2", therapist="andreas")
    desk = signed_in("desk")
    was = later.session.starts_at

    taken = place(desk, small, later, was)
    old = place(desk, small, later, was + timedelta(hours=3), version=99)

    assert (taken.status_code, old.status_code) == (409, 409)
    assert "not free any more" in taken.json()["says"]
    assert "changed this visit meanwhile" in old.json()["says"]
    later.session.refresh_from_db()
    assert later.session.starts_at == was


def booking(small, visit_at, **more):
    return {
        "key": str(uuid4()),
        "service": small.service.pk,
        "day": today(visit_at).isoformat(),
        "at": visit_at.isoformat(),
        **more,
    }


def test_the_same_form_sent_twice_books_once(small, signed_in, later):
    desk = signed_in("desk")
    patient = make_patient("Nikos", "Savva")
    at = later.session.starts_at + timedelta(hours=2)
    sent = booking(small, at, patient=patient.pk)

    codes = [desk.post(reverse("visit-new"), sent).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert Visit.objects.filter(patient=patient).count() == 1


def test_a_new_patient_is_made_with_the_visit_or_not_at_all(small, signed_in, later):
    desk = signed_in("desk")
    new = {"given_name": "Άννα", "family_name": "Πέτρου", "phone": "99123456"}
    busy = later.session.starts_at
    for room, therapist in (("Room 2", "andreas"),):
        make_visit(small, busy, room=room, therapist=therapist)

    refused = desk.post(reverse("visit-new"), booking(small, busy, **new))
    assert refused.status_code == 422
    assert "Nearest free" in refused.content.decode()
    assert "Άννα" in refused.content.decode()
    assert not Patient.objects.filter(given_name="Άννα").exists()

    free = booking(small, busy + timedelta(hours=3), **new)
    assert desk.post(reverse("visit-new"), free).status_code == 302
    assert Visit.objects.get(patient__given_name="Άννα").status == "booked"


def test_a_walk_in_is_booked_and_here(small, signed_in):
    start = timezone.now()
    page = signed_in("desk").get(reverse("visit-new"), {"service": small.service.pk})
    first = page.context["offered"][0].opening.start
    sent = booking(small, first, patient=make_patient("Chris").pk, walk_in="on")

    signed_in("desk").post(reverse("visit-new"), sent)

    visit = Visit.objects.get(patient__given_name="Chris")
    assert visit.channel == "walk-in"
    assert list(Step.objects.filter(visit=visit).values_list("kind", flat=True)) == ["arrive"]
    assert abs(first - start) <= timedelta(minutes=10)


def test_an_override_needs_the_right_and_a_reason(small, signed_in, later):
    sent = booking(
        small, later.session.starts_at, patient=make_patient("Tom").pk, at="", at_time="10:00"
    )
    for name in ("maria", "desk"):
        assert signed_in(name).post(reverse("visit-new"), sent).status_code == 422
    sent["override_reason"] = "twins, one room"
    sent["person"] = small.people["maria"].pk

    assert signed_in("maria").post(reverse("visit-new"), sent).status_code == 422
    assert signed_in("desk").post(reverse("visit-new"), sent).status_code == 302

    assert {one.reason for one in Override.objects.all()} == {"twins, one room"}


def test_the_desk_is_told_before_it_books_below_the_payers_minutes(small, signed_in):
    small.service.least_one_to_one_min = 90
    small.service.save()

    page = signed_in("desk").get(reverse("visit-new"), {"service": small.service.pk})

    assert page.context["below"] is True
    assert "wants at least 90 minutes one to one" in page.content.decode()


def test_cancelled_and_not_come_can_be_taken_back(small, signed_in, later):
    desk = signed_in("desk")
    for name, status in (("visit-cancel", "cancelled"), ("visit-no-show", "no-show")):
        visit = later if name == "visit-cancel" else make_visit(small, timezone.now())
        desk.post(reverse(name, args=[visit.pk]), {"reason": "patient"})
        visit.refresh_from_db()
        assert visit.status == status
        desk.post(reverse("visit-restore", args=[visit.pk]))
        visit.refresh_from_db()
        assert visit.status == "booked"


def test_a_visit_of_another_day_is_neither_missed_nor_begun_by_a_slip(small, signed_in, later):
    desk, page = signed_in("desk"), reverse("visit", args=[later.pk])
    shown = desk.get(page).content.decode()
    assert "The patient is here today all the same" in shown
    assert "Did not come" not in shown

    told = desk.post(reverse("visit-no-show", args=[later.pk]), follow=True).content.decode()
    assert "This visit has not begun, so nobody missed it." in told

    came = {"step_id": str(uuid4()), "kind": "arrive"}
    asked = desk.post(reverse("visit-step", args=[later.pk]), came)
    assert asked.status_code == 422
    assert "not for today" in asked.content.decode()
    assert not Step.objects.exists()
    desk.post(reverse("visit-step", args=[later.pk]), came | {"confirmed": "on"})
    assert Step.objects.get().kind == "arrive"
    assert "all the same" not in desk.get(page).content.decode()


def test_a_break_that_meets_visits_is_asked_about(small, signed_in, later):
    desk = signed_in("desk")
    sent = {
        "resource": small.people["maria"].pk,
        "day": today(later.session.starts_at).isoformat(),
        "begins": "10:00",
        "ends": "10:30",
    }

    asked = desk.post(reverse("break-new"), sent)
    assert asked.status_code == 422
    assert "booked in this time" in asked.content.decode()
    assert not Absence.objects.exists()

    assert desk.post(reverse("break-new"), sent | {"confirmed": "on"}).status_code == 302
    assert Absence.objects.get().resource == small.people["maria"]


def test_a_break_that_ends_before_it_begins_is_refused(small, signed_in):
    sent = {
        "resource": small.people["maria"].pk,
        "day": today().isoformat(),
        "begins": "10:00",
        "ends": "09:00",
    }

    answer = signed_in("desk").post(reverse("break-new"), sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "ends": ["A break ends after it starts, within a day."]
    }


def test_a_new_patient_who_is_like_one_we_know_is_asked_about_first(small, signed_in, later):
    desk = signed_in("desk")
    actor = small.actor("desk")
    known = create_patient(by=actor, given_name="Γιώργος", family_name="Παύλου", phone="99111222")
    at = later.session.starts_at + timedelta(hours=3)
    new = {"given_name": "Giorgos", "family_name": "Pavlou", "phone": "99111222"}
    sent = booking(small, at, **new)

    asked = desk.post(reverse("visit-new"), sent)
    assert (asked.status_code, asked.context["alike"]) == (422, [known])
    desk.post(reverse("visit-new"), sent | {"patient": known.pk})

    assert Patient.objects.filter(visits__session__starts_at=at).get() == known
    later_on = booking(small, at + timedelta(hours=2), new_all_the_same="on", **new)
    assert desk.post(reverse("visit-new"), later_on).status_code == 302
    assert Patient.objects.filter(given_name="Giorgos").count() == 1


def test_a_wish_is_put_on_the_list_shown_its_nearest_time_and_met(small, signed_in, later):
    desk = signed_in("desk")
    day = today(later.session.starts_at)
    patient = make_patient("Marios", "Constantinou")
    wanted = {"service": small.service.pk, "patient": patient.pk, "wants": "1", "note": "mornings"}
    for _ in range(2):
        desk.post(reverse("visit-new"), wanted)
    wish = Wish.objects.get()
    assert (wish.patient, wish.note, wish.state) == (patient, "mornings", "open")

    fit = desk.get(reverse("wish-fit", args=[wish.pk, day]))
    at = fit.context["opening"].start
    assert today(at) == day
    desk.post(reverse("visit-new"), booking(small, at, wish=wish.pk))

    wish.refresh_from_db()
    assert wish.state == "met"
    assert wish.visit.patient == patient
    assert desk.get(reverse("wish-fit", args=[wish.pk, day])).status_code == 404


def test_a_wish_taken_off_the_list_is_gone_and_another_centres_is_not_seen(small, signed_in):
    wish = Wish.objects.create(
        centre=small.centre, patient=make_patient("Marios"), service=small.service
    )
    stranger = signed_in("desk", make_centre("other"))

    stranger.post(reverse("wish-withdraw", args=[wish.pk]))
    assert stranger.get(reverse("wish-fit", args=[wish.pk, today()])).status_code == 404
    wish.refresh_from_db()
    assert wish.state == "open"

    signed_in("desk").post(reverse("wish-withdraw", args=[wish.pk]))
    wish.refresh_from_db()
    assert wish.state == "withdrawn"
