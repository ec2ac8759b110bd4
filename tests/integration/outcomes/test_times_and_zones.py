"""Answers at odd times: another clock's zone, after the window, after the course, after the link."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from ashi.apps.outcomes.actions.answering import enter_paper, send_answers
from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.programmes.actions import Plan, Told, keep_report, prescribe
from ashi.apps.programmes.links import home_token
from ashi.apps.programmes.models import Report
from ashi.core.knowledge.physio.exercises import Dose
from ashi.web.public.booking import PUBLIC
from tests.desk.asked import asked, complaint_for, sheet
from tests.desk.centre import make_patient

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KIRITIMATI, NIUE = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue")  # 25 hours apart


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Europe/Nicosia"])
def test_the_day_of_an_answer_is_the_centres_wherever_the_phone_is(small, zone):
    small.centre.zone = zone
    small.centre.save()
    asking = asked(small)
    now = datetime(2026, 11, 28, 11, 30, tzinfo=UTC)
    Asking.objects.update(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3))
    with patch("django.utils.timezone.now", return_value=now):
        (row, *_others) = send_answers(by=PUBLIC, asking_id=asking.pk, sheet=sheet()).responses

    assert row.answered_on == now.astimezone(ZoneInfo(zone)).date()
    assert not row.late


def test_a_window_ends_by_the_centres_clock_across_the_change_of_clocks(small):
    small.centre.zone = "Europe/Nicosia"
    small.centre.save()
    # The clocks go back at four on the 25th: that day's end is 22:00 UTC, not 21:00.
    closes = datetime(2026, 10, 26, tzinfo=ZoneInfo("Europe/Nicosia"))
    opens = closes - timedelta(days=3)
    for minutes, late in ((-1, False), (0, True)):
        asking = asked(small, make_patient("Anna", f"M{minutes}"))
        Asking.objects.filter(pk=asking.pk).update(opens_at=opens, closes_at=closes)
        with patch("django.utils.timezone.now", return_value=closes + timedelta(minutes=minutes)):
            sent = send_answers(by=PUBLIC, asking_id=asking.pk, sheet=sheet())
        assert {row.late for row in sent.responses} == {late}


def test_an_answer_after_the_course_ended_is_kept_marked_and_none_is_lost(small):
    patient = make_patient()
    complaint = complaint_for(patient)
    complaint.ended_at = timezone.now() - timedelta(days=3)
    complaint.save()
    asking = asked(small, patient, complaint=complaint)
    address = f"/questions/{make_link(asking)}"
    page = Client().post(address, {"NPRS-0": "4", "send": "1"})

    assert page.status_code == 200
    row = Response.objects.get(measure="NPRS")
    assert (row.after_end, row.score) == (True, 4)


def test_paper_written_after_the_course_ended_is_kept_with_its_own_day(small):
    patient = make_patient()
    complaint = complaint_for(patient)
    complaint.ended_at = timezone.now() - timedelta(days=1)
    complaint.save()
    asking = asked(small, patient, complaint=complaint, opened=timedelta(days=-4))
    zone = ZoneInfo(small.centre.zone)
    before = timezone.localdate(timezone=zone) - timedelta(days=2)
    paper = sheet(source="paper", answered_on=before)
    rows = enter_paper(by=small.actor("maria"), asking_id=asking.pk, sheet=paper).responses

    assert {(row.answered_on, row.after_end) for row in rows} == {(before, False)}


def test_a_phone_a_day_ahead_or_behind_loses_no_exercise(small):
    by, patient = small.actor("maria"), make_patient()
    first = timezone.localdate() - timedelta(days=5)
    plan = Plan((("LB11", Dose(sets=3, reps=10)),), first)
    programme = prescribe(by=by, patient_id=patient.pk, plan=plan)
    now = timezone.now()
    for zone in (KIRITIMATI, NIUE):
        local = now.astimezone(zone)
        told = Told(uuid4(), "LB11", local.date(), "done", local)
        keep_report(by=PUBLIC, programme=programme, told=told)
    ahead = {
        "id": str(uuid4()),
        "exercise": "LB11",
        "day": timezone.localdate().isoformat(),
        "answer": "partly",
        "at": (now + timedelta(hours=30)).isoformat(),
    }
    assert Client().post(f"/home/{home_token(programme)}", ahead).status_code == 302

    assert Report.objects.count() == 3
    assert all(one.occurred_at <= timezone.now() for one in Report.objects.all())
