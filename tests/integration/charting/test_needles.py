"""One needle after the other: from which box, said anew, broken, left in on purpose."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.charting.actions.boxes import close_box, open_box
from ashi.apps.charting.actions.changing import change_needle
from ashi.apps.charting.actions.needling import add_needles, set_in, set_out
from ashi.apps.charting.actions.removing import note_removal, remind_patients
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.errors import (
    AskedError,
    BoxExpiredError,
    BoxUnknownError,
    NeedleTimeError,
    NeedlingLineError,
    NoSuchNeedleError,
    NothingStaysError,
    NotReadyError,
)
from ashi.apps.charting.models import NeedleBox, Needling
from ashi.apps.charting.queries import counts_of
from ashi.apps.charting.staying import staying_at, staying_of
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.models import NeedleIncident
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render
from ashi.apps.patients.models import Contact, ContactLink
from tests.desk.centre import make_centre, make_visit, today
from tests.desk.screened import decide_all, during
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = timedelta(days=300)


@pytest.fixture
def by(small, visit):
    return {"by": small.actor("maria"), "visit_id": visit.pk}


def _box(small, room=None, needle=(0.30, 50.0), lot="B0930", **more):
    wanted = {"expires_on": today() + LATER} | more
    room_id = small.rooms[room].pk if room else None
    return open_box(by=small.actor("maria"), needle=needle, lot=lot, room_id=room_id, **wanted)


def test_a_needle_is_of_the_box_that_is_open_in_the_room(small, by):
    add_needles(**by, line="ST36 left")
    assert Needling.objects.get().lot == "A4471"  # the centre's
    _box(small, "Room 1", (0.25, 40.0), "R1")
    add_needles(**by, line="SP6 left; GB30 left 0.30x50")
    assert Needling.objects.get(point="SP6").lot == "R1"  # the room's own comes first
    gb30 = Needling.objects.get(point="GB30")
    assert (gb30.lot, gb30.gauge_mm, gb30.box) == ("", 0.30, None)  # no such box is open
    own = _box(small, "Room 1")
    add_needles(**by, line="BL54 left 0.30x50; BL40 left; LI4 left lot:X9")

    assert Needling.objects.get(point="BL54").box == own
    assert Needling.objects.get(point="BL40").lot == ""  # of two boxes it may be either
    assert Needling.objects.get(point="LI4").lot == "X9"


def test_a_box_of_the_other_room_is_not_meant(small, by):
    NeedleBox.objects.all().delete()
    _box(small, "Room 2", (0.25, 40.0), "R2")
    add_needles(**by, line="ST36 left")

    assert Needling.objects.get().lot == ""


def test_another_box_empties_the_one_before_it_and_a_repeat_changes_nothing(small):
    first = _box(small)
    second = _box(small, lot="B0931")
    close_box(by=small.actor("sofia"), box_id=second.pk)
    close_box(by=small.actor("sofia"), box_id=second.pk)

    first.refresh_from_db()
    assert first.closed_at is not None
    assert not NeedleBox.objects.filter(gauge_mm=0.30, closed_at=None).exists()


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"expires_on": today() - timedelta(days=3)}, BoxExpiredError),
        ({"needle": (3.0, 40.0)}, NoSuchNeedleError),
        ({"needle": (0.25, 0.0)}, NoSuchNeedleError),
        ({"room": "elsewhere"}, BoxUnknownError),
    ],
)
def test_a_box_that_cannot_be_is_refused(small, more, refused):
    if "room" in more:
        small.rooms["elsewhere"] = make_centre("other").rooms["Room 1"]
    with pytest.raises(refused):
        _box(small, **more)
    assert NeedleBox.objects.filter(centre=small.centre).count() == 1


def test_a_desk_opens_no_box(small):
    with pytest.raises(NotAllowedError):
        open_box(by=small.actor("desk"), needle=(0.2, 25), lot="A", expires_on=today() + LATER)


def test_needles_of_a_box_past_its_date_are_asked_about(small, visit, by):
    NeedleBox.objects.update(expires_on=today() - timedelta(days=1))
    _charted(small, visit, by, "ST36 left 20mm deqi")
    with pytest.raises(AskedError) as asked:
        sign_note(**by, seen=_note(by).version)
    assert asked.value.fields["findings"] == ("expired",)


def _note(by, adverse="none", text=""):
    return save_note(**by, seen=0, texts={"plan": "again"}, adverse=adverse, adverse_text=text)


def _charted(small, visit, by, line):
    add_needles(**by, line=line)
    decide_all(small, visit)
    set_in(**by)
    set_out(**by)


def test_one_needle_is_said_anew_with_its_own_times(small, visit, by):
    add_needles(**by, line="ST36 both 20mm deqi")
    decide_all(small, visit)
    set_in(**by, at=timezone.now() - timedelta(minutes=20))
    set_out(**by)
    row = Needling.objects.get(side="left")
    out = row.out_at - timedelta(minutes=5)
    change_needle(
        **by,
        needle_id=row.pk,
        line="ST36 left 30mm seek deqi heavy 0.25x40 lot:A4471",
        times=(None, out),
    )

    row.refresh_from_db()
    assert (row.depth_mm, row.sought, row.responses, row.out_at) == (30, "deqi", ["heavy"], out)
    assert row.box is not None
    assert Needling.objects.get(side="right").depth_mm == 20


@pytest.mark.parametrize("line", ["ST36 both 20mm", "", "ST99 left", "same", "ST36 left; SP6 left"])
def test_one_needle_stays_one_needle(by, line):
    (row,) = add_needles(**by, line="ST36 left 20mm deqi")
    with pytest.raises(NeedlingLineError):
        change_needle(**by, needle_id=row.pk, line=line)
    assert Needling.objects.get().depth_mm == 20


def test_a_needle_is_out_after_it_went_in(small, visit, by):
    _charted(small, visit, by, "ST36 left 20mm deqi")
    row = Needling.objects.get()
    with pytest.raises(NeedleTimeError):
        change_needle(
            **by,
            needle_id=row.pk,
            line="ST36 left",
            times=(None, row.in_at - timedelta(minutes=1)),
        )
    with pytest.raises(NeedleTimeError):
        change_needle(
            **by, needle_id=row.pk, line="ST36 left", times=(timezone.now() + LATER, None)
        )


def test_a_broken_needle_is_counted_opens_an_incident_and_is_told_before_signing(small, visit, by):
    add_needles(**by, line="ST36 both 20mm deqi")
    decide_all(small, visit)
    set_in(**by)
    row = Needling.objects.get(side="left")
    change_needle(**by, needle_id=row.pk, line="ST36 left 20mm deqi 0.25x40 lot:A4471", broken=True)
    set_out(**by)

    total, _regions = counts_of(list(Needling.objects.all()))
    assert (total.went_in, total.came_out, total.broken, total.agrees) == (2, 1, 1, True)
    assert NeedleIncident.objects.get().counted_out == 1
    with pytest.raises(NotReadyError) as refused:
        sign_note(**by, seen=_note(by).version)
    assert "broken" in refused.value.fields["missing"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Needling.objects.filter(pk=row.pk).update(out_at=timezone.now())


def test_a_needle_that_is_not_in_does_not_break(by):
    (row,) = add_needles(**by, line="ST36 left 20mm deqi")
    with pytest.raises(NeedleTimeError):
        change_needle(**by, needle_id=row.pk, line="ST36 left", broken=True)


def test_what_is_left_in_is_no_mismatch_and_is_known_until_it_is_out(small, visit, by, patient):
    _charted(small, visit, by, "ST36 left 20mm deqi; ear shenmen left 2mm stays 3d none")
    state = state_of_visit(visit)
    assert state.needles_in == 0
    assert not NeedleIncident.objects.exists()
    sign_note(**by, seen=_note(by).version)

    (one,) = staying_of(patient.pk)
    assert (one.needles, one.places, one.due) == (1, ("ear shenmen",), False)
    assert one.until == today() + timedelta(days=3)
    assert [two.note.pk for two in staying_at(small.centre.pk)] == [one.note.pk]
    note_removal(**by, way="patient")
    note_removal(**by, way="here")  # said already
    assert staying_of(patient.pk) == []


def test_nothing_is_out_that_was_not_left_in(small, visit, by):
    with pytest.raises(NothingStaysError):
        note_removal(**by, way="here")
    _charted(small, visit, by, "ST36 left 20mm deqi")
    with pytest.raises(NothingStaysError):
        note_removal(**by, way="here")


def test_the_patient_is_written_to_on_the_day_once_and_not_when_all_is_out(small, patient):
    contact = Contact.objects.create(name="Despina", email="despina@example.com")
    ContactLink.objects.create(patient=patient, contact=contact, gets_messages=True)
    before = make_visit(small, timezone.now() - timedelta(days=3), patient)
    by = {"by": small.actor("maria"), "visit_id": before.pk}
    with during(before):
        add_needles(**by, line="ear shenmen left 2mm stays 3d none")
        Needling.objects.update(in_at=timezone.now())
        assert remind_patients() == 0  # not today yet

    assert remind_patients() == 1
    remind_patients()
    message = Message.objects.get(kind="needles-out")
    assert message.to == "despina@example.com"
    for language, word in (("en", "peel the plaster"), ("el", "ξεκολλήστε")):
        assert word in render("needles-out", language, message.context).body
    note_removal(**by, way="patient")
    Message.objects.all().delete()
    assert remind_patients() == 0


def test_in_the_page_a_box_is_opened_a_needle_changed_and_what_stays_taken_out(small, visit, by):
    maria, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"
    expires = (today() + LATER).isoformat()
    wrong = maria.post(f"{page}/box", {"needle": "thick", "lot": "R1", "expires_on": expires})
    assert wrong.status_code == 422
    assert "Write diameter and length in mm" in wrong.content.decode()
    maria.post(f"{page}/box", {"needle": "0.25x40", "lot": "R1", "expires_on": expires})
    _charted(small, visit, by, "ST36 left 20mm deqi; ear shenmen left 2mm stays 3d none")
    shown = maria.get(page).content.decode()
    assert "2 in, 1 out, 1 stay" in " ".join(shown.split())
    assert "1 needle stays in" in shown
    box = NeedleBox.objects.get(lot="R1")
    assert "It is empty" in shown
    maria.post(f"{page}/box/{box.pk}/close")
    box.refresh_from_db()
    assert box.closed_at is not None
    row = Needling.objects.get(point="ST36")
    form = maria.get(f"{page}/needles/{row.pk}").content.decode()
    assert 'value="ST36 left deqi 20mm 0.25x40 lot:R1"' in form
    assert f'formaction="{page}/needles/{row.pk}/off"' in form
    changed = {"line": "ST36 left 25mm deqi 0.25x40 lot:R1", "went_in": "", "came_out": ""}
    assert maria.post(f"{page}/needles/{row.pk}", changed).status_code == 302
    refused = maria.post(f"{page}/needles/{row.pk}", changed | {"line": "ST36 up"})
    assert "this word is not known" in refused.content.decode()
    maria.post(f"{page}/removed/here")

    assert "stays in" not in maria.get(page).content.decode()
    assert Needling.objects.get(point="ST36").depth_mm == 25


def test_the_last_look_lists_what_stays_and_a_press_says_that_it_is_out(small, visit, by):
    _charted(small, visit, by, "ear shenmen left 2mm stays 3d none")
    desk = client_of(small.users["sofia"])
    page = f"/desk/last-look/{today()}"
    assert "Left in on purpose" in desk.get(page).content.decode()

    back = desk.post(f"/chart/{visit.pk}/removed/patient", {"next": page})

    assert back["Location"] == page
    assert "Left in on purpose" not in desk.get(page).content.decode()
