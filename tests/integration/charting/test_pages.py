"""The record's pages without scripts: written, needled, signed, added to; two browsers; queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.charting.models import Amendment, Needling, Note
from tests.desk.centre import make_visit
from tests.desk.screened import answer_all, decide_all
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WRITTEN = {
    "subjective": "Pain 4 of 10",
    "objective": "",
    "assessment": "Better",
    "plan": "Once more",
    "adverse": "none",
    "adverse_text": "",
}


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


def test_a_visit_is_charted_from_the_first_needle_to_the_signature(small, visit, maria):
    page = f"/chart/{visit.pk}"
    assert maria.get(page).status_code == 200
    assert not Note.objects.exists()

    maria.post(f"{page}/needles", {"line": "BL23 BL25 both 25mm deqi; GB30 r 38mm deqi"})
    refused = maria.post(f"{page}/needles/in")
    assert "A finding of the protocol waits" in refused.content.decode()
    decide_all(small, visit)
    maria.post(f"{page}/needles/in")
    maria.post(f"{page}/needles/out")
    maria.post(f"{page}/note", WRITTEN | {"version": "0"})
    shown = maria.get(page).content.decode()
    assert "5 in, 5 out" in shown
    assert "Ready to be signed" in shown
    maria.post(f"{page}/sign", WRITTEN | {"version": "1"})

    shown = maria.get(page).content.decode()
    assert "Signed by Maria" in shown
    assert '<textarea name="subjective"' not in shown
    maria.post(f"{page}/amend", {"text": "Bruise at BL25", "reason": "forgotten"})
    assert Amendment.objects.get().text == "Bruise at BL25"
    assert "Bruise at BL25" in maria.get(page).content.decode()


def test_a_fault_in_a_line_is_named_and_the_line_stays_typed(visit, maria):
    answer = maria.post(f"/chart/{visit.pk}/needles", {"line": "BL23 both; BL99 left"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "BL99: there is no such point" in page
    assert 'value="BL23 both; BL99 left"' in page
    assert not Needling.objects.exists()


def test_a_needle_after_all_are_out_is_asked_about_and_one_press_begins_a_second_set(visit, maria):
    page = f"/chart/{visit.pk}"
    maria.post(f"{page}/needles", {"line": "LI4 both 15mm deqi"})
    maria.post(f"{page}/needles/in")
    maria.post(f"{page}/needles/out")

    asked = maria.post(f"{page}/needles", {"line": "LR3 both"})
    assert "A second set begins" in asked.content.decode()
    maria.post(f"{page}/needles", {"line": "LR3 both", "second_set": "on"})

    assert set(Needling.objects.values_list("set_number", flat=True)) == {1, 2}


def test_what_stands_against_signing_is_said_and_what_may_pass_is_asked_once(visit, maria):
    page = f"/chart/{visit.pk}"
    maria.post(f"{page}/needles", {"line": "LI4 both"})
    refused = maria.post(
        f"{page}/sign", WRITTEN | {"version": "0", "adverse": "unknown"}
    ).content.decode()
    assert "Say whether anything unwanted happened." in refused
    maria.post(f"{page}/needles/in")
    maria.post(f"{page}/needles/out")

    asked = maria.post(f"{page}/sign", WRITTEN | {"version": "1"})

    assert (
        "Side, depth, response, needle or lot of some needles was not said."
        in asked.content.decode()
    )
    assert maria.post(f"{page}/sign", WRITTEN | {"version": "2", "looked": "on"}).status_code == 302
    assert Note.objects.get().signed_at


def test_two_browsers_on_one_note_are_told_and_nothing_is_lost(small, visit, maria):
    other, page = client_of(small.users["andreas"]), f"/chart/{visit.pk}/note"
    maria.post(page, WRITTEN | {"version": "0"})

    crossed = other.post(page, WRITTEN | {"version": "0", "plan": "Refer"})

    shown = crossed.content.decode()
    assert crossed.status_code == 422
    assert "Once more" in shown
    assert "Refer" in shown
    assert other.post(page, WRITTEN | {"version": "1", "plan": "Refer"}).status_code == 302
    assert Note.objects.get().plan == "Refer"


def test_a_page_in_the_background_is_answered_in_json(small, visit, maria):
    page, quiet = f"/chart/{visit.pk}/note", {"headers": {"accept": "application/json"}}

    kept = maria.post(page, WRITTEN | {"version": "0"}, **quiet)
    crossed = maria.post(page, WRITTEN | {"version": "0", "plan": "x"}, **quiet)

    assert (kept.status_code, kept.json()["version"]) == (200, 1)
    assert crossed.status_code == 409
    assert "Somebody else saved this note meanwhile" in crossed.json()["says"]


def test_a_desk_sees_no_record(small, visit):
    assert client_of(small.users["desk"]).get(f"/chart/{visit.pk}").status_code == 404


def test_a_students_note_is_signed_twice(small, visit, maria):
    student, page = client_of(small.users["student"]), f"/chart/{visit.pk}"
    student.post(f"{page}/note", WRITTEN | {"version": "0"})
    student.post(f"{page}/sign", WRITTEN | {"version": "1"})
    assert "Waits for a second signature" in maria.get(page).content.decode()

    maria.post(f"{page}/cosign")

    assert "Second signature: Maria" in maria.get(page).content.decode()


def test_sixty_needles_and_many_earlier_visits_ask_as_often_as_one(small, visit, patient, maria):
    page = f"/chart/{visit.pk}"

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert maria.get(page).status_code == 200
        return len(asked)

    def earlier(days: int) -> None:
        old = make_visit(small, timezone.now() - timedelta(days=days), patient)
        maria.post(f"/chart/{old.pk}/needles", {"line": "LI4 left 15mm deqi"})

    earlier(3)
    maria.post(f"{page}/needles", {"line": "LI4 left 15mm deqi"})
    count()
    few = count()
    for days in (5, 7, 9):
        earlier(days)
    for point in ("BL23", "BL25", "ST36", "SP6", "LR3", "GB34", "LI11", "KI3", "PC6", "HT7"):
        maria.post(f"{page}/needles", {"line": f"{point} both 20mm deqi x3"})

    assert count() == few


def test_without_needles_no_needle_field_is_open(small, patient, maria):
    visit = make_visit(
        small, timezone.now(), patient, service=small.gym, room="Gym", therapist=None
    )
    page = f"/chart/{visit.pk}"

    shown = maria.get(page)

    assert shown.context["needling"] is False
    assert "Before treatment" in shown.content.decode()
    assert "Consent to needling" not in shown.content.decode()
    answer_all(small, visit)
    assert "Needles were used" in shown.content.decode()
    assert maria.post(f"{page}/note", WRITTEN | {"version": "0"}).status_code == 302
    assert maria.post(f"{page}/sign", WRITTEN | {"version": "1"}).status_code == 302


def test_what_is_typed_is_kept_before_it_is_signed(visit, maria):
    page = f"/chart/{visit.pk}"

    assert maria.post(f"{page}/sign", WRITTEN | {"version": "0"}).status_code == 302

    note = Note.objects.get()
    assert (note.plan, note.version) == ("Once more", 1)
    assert note.signed_at


def test_needles_are_shown_on_the_view_that_shows_most_of_them(small, visit, maria):
    page = f"/chart/{visit.pk}"
    shown = maria.get(page).content.decode()
    assert 'data-view="low_back"' in shown  # nothing is charted, none was before

    line = "BL23 BL25 both; ashi L4 left @low_back:190:160; LI4 right"
    maria.post(f"{page}/needles", {"line": line})
    shown = maria.get(page).content.decode()

    assert shown.count('class="pt" data-state="waits"') > 5
    assert "5 needles on this view." in shown
    row = Needling.objects.get(kind="ashi")
    assert (row.drawn_view, row.drawn_x, row.drawn_y, row.level) == ("low_back", 190, 160, "L4")


def test_another_view_is_chosen_and_nonsense_is_not(visit, maria):
    page = f"/chart/{visit.pk}"
    maria.post(f"{page}/needles", {"line": "LI4 both 15mm; ST36 left"})

    hand = maria.get(f"{page}/map", {"view": "hand_back", "side": "right"}).content.decode()
    assert "1 needle on this view." in hand
    assert "<html" not in hand
    line = maria.get(page, {"view": "back", "channel": "BL"}).content.decode()
    assert '<polyline class="channel"' in line
    assert maria.get(page, {"view": "../x", "side": "up", "channel": "ZZ"}).status_code == 200


def test_a_needle_on_a_view_says_whether_it_is_in(small, visit, maria):
    page = f"/chart/{visit.pk}"
    maria.post(f"{page}/needles", {"line": "BL25 left 25mm deqi"})
    decide_all(small, visit)
    maria.post(f"{page}/needles/in")
    assert "BL25, left, in, 25 mm" in maria.get(page).content.decode()

    maria.post(f"{page}/needles/out")
    assert "BL25, left, out, 25 mm" in maria.get(page).content.decode()
