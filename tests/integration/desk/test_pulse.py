"""The bell's bar on every staff page: who takes it, who cannot be heard."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.models import Bell, BoardPresence
from tests.desk.centre import make_centre, make_visit

pytestmark = pytest.mark.slow


def needles_in(small, visit, minutes_ago=25, needles=14):
    return record_step(
        by=small.actor("maria"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind="needles-in",
        needles=needles,
        occurred_at=timezone.now() - timedelta(minutes=minutes_ago),
    )


def test_the_bar_names_room_patient_and_needles_and_the_count_sums_them(small, signed_in, visit):
    other = make_visit(small, timezone.now(), room="Room 2", therapist="andreas")
    needles_in(small, visit)
    needles_in(small, other, minutes_ago=5, needles=12)

    page = signed_in("sofia").get(reverse("pulse"))
    pulse = page.context["pulse"]

    assert [(str(one.room), one.needles) for one in pulse.bells] == [("Room 1", 14), ("Room 2", 12)]
    assert (pulse.needles_in, pulse.rooms) == (26, 2)


def test_the_pulse_is_304_until_a_bell_changes(small, signed_in, visit):
    sofia = signed_in("sofia")
    needles_in(small, visit)
    tag = sofia.get(reverse("pulse"))["ETag"]
    again = {"if-none-match": tag}

    assert sofia.get(reverse("pulse"), headers=again).status_code == 304
    sofia.post(reverse("bell-take", args=[Bell.objects.get().pk]))
    assert sofia.get(reverse("pulse"), headers=again).status_code == 200


def test_the_second_who_takes_a_bell_is_told_who_was_first(small, signed_in, visit):
    needles_in(small, visit)
    url = reverse("bell-take", args=[Bell.objects.get().pk])
    signed_in("sofia").post(url)

    told = signed_in("maria").post(url, {"next": reverse("wall")}, follow=True)

    assert "Sofia Kyriakidou takes it." in told.content.decode()
    assert Bell.objects.get().taken_by == small.users["sofia"]


def test_somebody_called_is_named_and_a_stranger_cannot_be_called(small, signed_in, visit):
    stranger = make_centre("other").users["maria"]
    needles_in(small, visit)
    url = reverse("bell-call", args=[Bell.objects.get().pk])
    sofia = signed_in("sofia")

    sofia.post(url, {"user_id": stranger.pk})
    assert Bell.objects.get().called is None
    sofia.post(url, {"user_id": small.users["andreas"].pk})

    assert "Andreas Nicolaou is called." in sofia.get(reverse("pulse")).content.decode()


def test_more_time_says_what_it_does_to_the_next_visit_in_the_room(small, signed_in, visit):
    after = visit.session.ends_at
    make_visit(small, after)
    needles_in(small, visit, minutes_ago=3)
    due = Bell.objects.get().due_at
    spare = int((after - (due + timedelta(minutes=25))).total_seconds() // 60) - 5

    page = signed_in("sofia").get(reverse("bell", args=[Bell.objects.get().pk]))

    assert page.context["spare_after_more"] == spare


def test_screens_without_sound_are_listed_for_the_desk(small, signed_in):
    for name, armed in (("sofia", ""), ("maria", "on")):
        sent = {"screen_id": str(uuid4()), "armed": armed}
        assert signed_in(name).post(reverse("presence"), sent).status_code == 204

    page = signed_in("desk").get(reverse("pulse"))
    assert [one.label for one in page.context["pulse"].silent] == ["Sofia Kyriakidou"]
    assert "Sofia Kyriakidou" in page.content.decode()
    assert "Sofia Kyriakidou" not in signed_in("sofia").get(reverse("pulse")).content.decode()
    BoardPresence.objects.update(last_seen=timezone.now() - timedelta(minutes=5))
    assert signed_in("desk").get(reverse("pulse")).context["pulse"].silent == []


def test_bells_of_another_centre_are_neither_shown_nor_taken(small, signed_in):
    other = make_centre("other")
    needles_in(other, make_visit(other, timezone.now()))
    desk = signed_in("desk")

    assert desk.get(reverse("pulse")).context["pulse"].bells == []
    desk.post(reverse("bell-take", args=[Bell.objects.get().pk]))
    assert Bell.objects.get().taken_by is None


def test_the_bar_says_where_the_practitioner_is_meanwhile(small, signed_in):
    rests = make_visit(small, timezone.now() - timedelta(minutes=35))
    make_visit(small, timezone.now(), room="Room 2")
    needles_in(small, rests, minutes_ago=20)

    page = signed_in("sofia").get(reverse("pulse"))

    [bell] = page.context["pulse"].bells
    assert (str(bell.elsewhere.person), str(bell.elsewhere.room)) == ("Maria Georgiou", "Room 2")
    assert "Maria is in Room 2 until" in page.content.decode()
