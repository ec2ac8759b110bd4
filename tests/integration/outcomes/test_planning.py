"""Sets are laid out as visits stand, follow them, and are told of by day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.messages.models import Message
from ashi.apps.messages.quiet import polite
from ashi.apps.messages.rendering import render
from ashi.apps.outcomes.actions.planning import ask_now, lay_out, withdraw_asking
from ashi.apps.outcomes.actions.reminding import remind_all, stop_reminders
from ashi.apps.outcomes.errors import NothingToAskError
from ashi.apps.outcomes.models import Asking
from ashi.web.public.booking import PUBLIC
from tests.desk.asked import asked, complaint_for, reached_by_mail
from tests.desk.centre import make_patient, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def laid(small, now=None):
    lay_out(small.centre, now or timezone.now())
    return Asking.objects.order_by("opens_at")


def test_a_first_visit_brings_the_whole_set_and_what_is_not_loaded_is_left_out(
    small, patient, complaint
):
    visit = make_visit(small, timezone.now() + timedelta(days=2), patient)
    (row,) = laid(small)

    assert (row.moment, row.visit, row.complaint) == ("start", visit, complaint)
    assert row.measures == ["NPRS", "PSFS", "DRUGS7", "NIGHTS", "STRESS"]
    assert row.opens_at < timezone.now() < row.closes_at
    assert list(laid(small)) == [row]  # again changes nothing


def test_a_visit_that_is_moved_or_cancelled_takes_its_questions_along(small, patient, complaint):
    visit = make_visit(small, timezone.now() + timedelta(days=2), patient)
    (row,) = laid(small)
    cancel_visit(by=small.actor("maria"), visit_id=visit.pk, reason="patient")
    (after,) = laid(small)

    assert row.withdrawn_at is None
    assert after.withdrawn_at
    assert visit.pk == after.visit_id


def test_nothing_is_asked_of_the_past(small, patient, complaint):
    visit = make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    Visit.objects.filter(pk=visit.pk).update(created_at=timezone.now())
    assert not laid(small, timezone.now()).filter(closes_at__lt=timezone.now()).exists()


def test_the_number_of_queries_does_not_grow(small, django_assert_max_num_queries):
    for number in range(3):
        one = make_patient(family=f"N{number}")
        complaint_for(one)
        make_visit(small, timezone.now() + timedelta(hours=3 * number + 3), one)
    with django_assert_max_num_queries(6):
        assert lay_out(small.centre, timezone.now()) == 3


def test_a_patient_is_told_once_and_reminded_once(small, patient, complaint):
    reached_by_mail(patient)
    asking = asked(small, patient, opened=timedelta(), closes=timedelta(days=4))
    now = timezone.now() + timedelta(minutes=1)

    assert (remind_all(now), remind_all(now + timedelta(minutes=1))) == (1, 0)
    assert remind_all(now + timedelta(hours=30)) == 0  # not yet half-way
    assert (remind_all(now + timedelta(days=3)), remind_all(now + timedelta(days=3.5))) == (1, 0)
    kinds = Message.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["questions-asked", "questions-reminder"]
    letter = Message.objects.first()
    assert "/questions/" in render(letter.kind, "el", letter.context).body
    asking.refresh_from_db()
    assert asking.reminded_at


def test_two_sets_are_not_told_on_one_day(small, patient, complaint):
    reached_by_mail(patient)
    for _ in range(2):
        asked(small, patient)
    now = timezone.now()

    assert (remind_all(now), remind_all(now + timedelta(hours=1))) == (1, 0)


def test_who_wants_no_letters_gets_none(small, patient, complaint):
    reached_by_mail(patient)
    asking = asked(small, patient)
    stop_reminders(by=PUBLIC, asking=asking)
    stop_reminders(by=PUBLIC, asking=asking)

    assert remind_all(timezone.now()) == 0


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ((2026, 11, 3, 10, 0), (2026, 11, 3, 10, 0)),
        ((2026, 11, 3, 20, 0), (2026, 11, 4, 9, 0)),
        ((2026, 11, 3, 3, 30), (2026, 11, 3, 9, 0)),
        ((2026, 10, 24, 22, 0), (2026, 10, 25, 9, 0)),  # the clocks go back in that night
    ],
)
def test_no_letter_goes_at_night(at, goes):
    zone = ZoneInfo("Europe/Nicosia")
    local = datetime(*at, tzinfo=zone)

    sent = polite(local.astimezone(UTC), Centre(zone=str(zone)))

    assert sent.astimezone(zone) == datetime(*goes, tzinfo=zone)


def test_a_set_is_asked_in_between_and_taken_back(small, patient, complaint):
    by = small.actor("maria")
    row = ask_now(by=by, patient_id=patient.pk, language="en")
    withdraw_asking(by=by, asking_id=row.pk)

    with pytest.raises(NothingToAskError):
        withdraw_asking(by=by, asking_id=row.pk)
    with pytest.raises(NothingToAskError):
        ask_now(by=by, patient_id=make_patient(family="Other").pk, language="en")
