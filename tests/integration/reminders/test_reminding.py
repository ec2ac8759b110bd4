"""Reminders of visits: each once, by the time that holds, to whoever still wants them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.bookings.actions.cancelling import cancel_visit, mark_no_show
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.models import Visit
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render
from ashi.apps.messages.sending import send_due
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.reminders import reminding
from ashi.apps.reminders.actions import stop_reminders, want_reminders
from ashi.apps.reminders.links import opened
from ashi.apps.reminders.models import Reminder
from ashi.apps.reminders.reminding import remind_due
from ashi.web.public.booking import PUBLIC
from tests.desk.centre import make_patient, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOUR = timedelta(hours=1)


@pytest.fixture
def small(small):
    small.centre.reminders_min = [2880, 180]
    small.centre.save()
    return small


@pytest.fixture
def patient():
    return reachable("Despina")


def reachable(given: str, language: str = "en"):
    row = make_patient(given, "Reached", language=language)
    contact = Contact.objects.create(email=f"{given.lower()}@example.com")
    ContactLink.objects.create(patient=row, contact=contact)
    return row


def booked(small, patient, *, hours: float, days_ago: int = 30, **details) -> Visit:
    """Book a visit so many hours from now, as it stands since so many days."""
    visit = make_visit(small, timezone.now() + hours * HOUR, patient, **details)
    long_ago = timezone.now() - timedelta(days=days_ago)
    Visit.objects.filter(pk=visit.pk).update(created_at=long_ago)
    Message.objects.filter(visit_id=visit.pk).update(
        created_at=long_ago, state="sent", sent_at=long_ago
    )
    visit.refresh_from_db()
    return visit


def letters() -> list[Message]:
    return list(Message.objects.filter(kind="visit-reminder").order_by("pk"))


def seen_to(visit: Visit) -> list[int]:
    return list(Reminder.objects.filter(visit=visit).values_list("before_min", flat=True))


def test_a_visit_is_reminded_of_once_at_each_of_its_times(small, patient):
    visit = booked(small, patient, hours=47)

    assert (remind_due(), remind_due()) == (1, 0)
    later = visit.session.starts_at - 2 * HOUR
    assert (remind_due(later), remind_due(later)) == (1, 0)

    assert sorted(seen_to(visit)) == [180, 2880]
    first, second = letters()
    assert first.dedupe_key != second.dedupe_key
    assert {row.send_before for row in letters()} == {visit.session.starts_at}


def test_before_its_time_and_once_the_visit_has_begun_nobody_is_reminded(small, patient):
    visit = booked(small, patient, hours=60)

    assert remind_due() == 0
    assert remind_due(visit.session.starts_at) == 0
    assert not Reminder.objects.exists()


def test_it_speaks_the_patients_language_and_says_how_to_stop(small):
    booked(small, reachable("Giorgos", "el"), hours=47)
    remind_due()

    [row] = letters()
    letter = render(row.kind, row.language, row.context)
    assert letter.subject.startswith("Σας περιμένουμε")
    assert row.context["stop"] in letter.body
    assert row.context["link"] in letter.body


@pytest.mark.parametrize(("own", "expected"), [([], 0), ([1440], 0), ([2880], 1), (None, 1)])
def test_a_service_has_times_of_its_own_or_none(small, patient, own, expected):
    small.service.reminders_min = own
    small.service.save()
    booked(small, patient, hours=47)

    assert remind_due() == expected


def test_a_centre_without_times_reminds_nobody(small, patient):
    small.centre.reminders_min = []
    small.centre.save()
    booked(small, patient, hours=2)

    assert remind_due() == 0


@pytest.mark.parametrize("ended", [cancel_visit, mark_no_show])
def test_what_is_no_longer_booked_is_not_reminded_of(small, patient, ended, monkeypatch):
    visit = booked(small, patient, hours=47)
    start = visit.session.starts_at
    more = {"reason": "ill"} if ended is cancel_visit else {}
    with monkeypatch.context() as later:
        if ended is mark_no_show:
            later.setattr(timezone, "now", lambda: start)
        ended(by=small.actor("desk"), visit_id=visit.pk, **more)

    assert remind_due() == 0


def test_a_visit_cancelled_between_the_queue_and_the_wire_is_not_reminded_of(
    small, patient, mailoutbox
):
    visit = booked(small, patient, hours=47)
    remind_due()
    cancel_visit(by=small.actor("desk"), visit_id=visit.pk, reason="ill")

    send_due()

    assert letters()[0].state == "cancelled"
    assert [one.subject.split(" on ")[0] for one in mailoutbox] == [
        "Your visit"
    ]  # the cancellation


def test_a_visit_moved_between_the_queue_and_the_wire_is_reminded_of_by_its_new_time(
    small, patient, mailoutbox
):
    visit = booked(small, patient, hours=47)
    remind_due()
    new = visit.session.starts_at + 3 * 24 * HOUR
    move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=new)
    send_due()
    assert letters()[0].state == "cancelled"

    remind_due(new - 47 * HOUR)

    queued = [row for row in letters() if row.state == "queued"]
    assert [row.context["starts_at"] for row in queued] == [new.isoformat()]
    assert "We expect you" not in "".join(one.subject for one in mailoutbox)


def test_moved_away_and_back_it_is_reminded_of_once(small, patient):
    visit = booked(small, patient, hours=47)
    start = visit.session.starts_at
    remind_due()
    for there in (start + 24 * HOUR, start):
        move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=there)

    assert remind_due() == 0
    assert len(letters()) == 1


def test_whoever_was_told_of_the_start_after_the_reminders_moment_needs_none(small, patient):
    make_visit(small, timezone.now() + 26 * HOUR, patient)

    assert remind_due() == 0
    assert remind_due(timezone.now() + 24 * HOUR) == 1  # the one three hours before


def test_a_worker_that_was_away_reminds_once_of_what_it_missed(small, patient):
    visit = booked(small, patient, hours=2)

    assert remind_due() == 1
    assert seen_to(visit) == [180]


def test_nobody_is_reminded_at_a_quiet_hour(small, patient, mailoutbox):
    booked(small, patient, hours=47)
    minute = 12 * 60  # it is about noon at the small centre
    small.centre.quiet_from_min, small.centre.quiet_to_min = minute - 120, minute + 120
    small.centre.save()

    assert remind_due() == 0


def test_a_second_try_waits_for_the_morning_too(small, patient, mailoutbox):
    booked(small, patient, hours=47)
    remind_due()
    small.centre.quiet_from_min, small.centre.quiet_to_min = 10 * 60, 14 * 60
    small.centre.save()

    send_due()

    [row] = letters()
    assert (row.state, mailoutbox) == ("queued", [])
    assert row.send_after.astimezone(ZoneInfo(small.centre.zone)).hour == 14


def test_a_reminder_that_found_no_way_before_the_visit_is_given_up(small, patient, mailoutbox):
    booked(small, patient, hours=47)
    remind_due()
    Message.objects.filter(kind="visit-reminder").update(send_before=timezone.now())

    send_due()

    [row] = letters()
    assert (row.state, row.last_error, mailoutbox) == ("gave-up", "TooLate", [])


def test_who_wants_no_reminders_still_gets_what_is_new(small, patient, mailoutbox):
    contact = patient.contact_links.get().contact
    stop_reminders(by=PUBLIC, contact=contact)
    visit = booked(small, patient, hours=47)
    assert remind_due() == 0

    move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=visit.session.starts_at + HOUR)
    send_due()
    assert [one.to for one in mailoutbox] == [[contact.email]]

    want_reminders(by=PUBLIC, contact=contact)
    assert remind_due(visit.session.starts_at - HOUR) == 1


def test_a_stop_for_one_child_leaves_the_other_and_what_is_new_is_told_of_both(
    small, patient, mailoutbox
):
    contact, other = patient.contact_links.get().contact, make_patient("Ben")
    ContactLink.objects.create(patient=other, contact=contact, relation="parent")
    stop_reminders(by=PUBLIC, contact=contact, patient_id=patient.pk)
    first = booked(small, patient, hours=47)
    second = booked(small, other, hours=45)

    assert remind_due() == 1
    assert letters()[0].patient_id == other.pk

    send_due()
    mailoutbox.clear()
    for one in (first, second):
        start = one.session.starts_at + HOUR
        move_visit(by=small.actor("desk"), visit_id=one.pk, starts_at=start)
    send_due()
    assert [one.to for one in mailoutbox] == [[contact.email]] * 2
    assert all("List-Unsubscribe" not in one.extra_headers for one in mailoutbox)


def test_the_letter_offers_the_one_press_of_rfc_8058(small, patient, mailoutbox):
    booked(small, patient, hours=47)
    remind_due()
    page = letters()[0].context["stop"]  # no longer kept once it is sent
    send_due()
    headers = mailoutbox[-1].extra_headers
    address = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address == f"{page}/now"
    link = opened(page.rsplit("/", 1)[1])
    assert (link.contact.pk, link.about) == (patient.contact_links.get().contact_id, patient)


@pytest.mark.parametrize("how", ["stopped", "no messages"])
def test_who_stopped_them_after_the_queue_is_not_written_to(small, patient, mailoutbox, how):
    booked(small, patient, hours=47)
    remind_due()
    if how == "stopped":
        stop_reminders(by=PUBLIC, contact=patient.contact_links.get().contact)
    else:
        patient.contact_links.update(gets_messages=False)

    send_due()

    assert (letters()[0].state, mailoutbox) == ("cancelled", [])


def test_everybody_who_speaks_for_the_patient_is_written_to_and_each_stops_alone(small, patient):
    parent = Contact.objects.create(email="parent@example.com")
    ContactLink.objects.create(patient=patient, contact=parent, relation="parent")
    booked(small, patient, hours=47)

    assert remind_due() == 2
    assert len({row.context["stop"] for row in letters()}) == 2


def test_a_crash_in_the_middle_leaves_nothing_and_the_next_look_reminds(
    small, patient, monkeypatch
):
    visit = booked(small, patient, hours=47)

    def dies(*_args, **_more):
        raise RuntimeError

    with monkeypatch.context() as killed:
        killed.setattr(reminding, "write_to", dies)
        with pytest.raises(RuntimeError):
            remind_due()
    assert (seen_to(visit), letters()) == ([], [])

    assert remind_due() == 1


def test_over_the_change_of_clocks_a_day_before_is_the_same_hour(small, patient):
    small.centre.zone, small.centre.reminders_min = "Asia/Nicosia", [1440]
    small.centre.save()
    zone = ZoneInfo("Asia/Nicosia")
    visit = booked(small, patient, hours=47)
    start = datetime(2027, 3, 28, 11, 0, tzinfo=zone)  # the clocks go forward in that night
    visit.session.starts_at, visit.session.ends_at = start, start + HOUR
    visit.session.save()
    moment = datetime(2027, 3, 27, 11, 0, tzinfo=zone)
    assert start - moment.astimezone(UTC) == 23 * HOUR

    assert remind_due(moment - timedelta(minutes=1)) == 0
    assert remind_due(moment) == 1


def test_looking_again_asks_as_often_for_three_visits_as_for_one(small):
    def looked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert remind_due() == 0
        return len(queries)

    booked(small, reachable("One"), hours=47)
    remind_due()
    few = looked()
    for number, room in ((2, "Room 1"), (3, "Room 2")):
        booked(small, reachable(f"P{number}"), hours=40 + 2 * number, room=room)
    remind_due()

    assert looked() == few
