"""The demo's patients of today have answers since their courses began, as the action keeps them."""

from datetime import timedelta

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from ashi.apps.audit.actor import Actor, Source
from ashi.apps.outcomes.actions.answering import Sheet, send_answers
from ashi.apps.outcomes.models import Asking, Onset, Response
from ashi.apps.outcomes.progress import course_of_care
from ashi.apps.patients.models import ContactLink
from ashi.apps.screening.models import Complaint
from tests.integration.demo.test_loading import local

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.long]
MORNING = local("2026-11-25T10:37")
OF_THE_ROW = ("id", "asking", "corrects")
PUBLIC = Actor(role="public", source=Source.LINK)


def columns(row: Response) -> dict[str, object]:
    return {name: one for name, one in model_to_dict(row).items() if name not in OF_THE_ROW}


def test_answers_loaded_in_bulk_are_those_that_the_action_keeps(demo, monkeypatch):
    demo(MORNING)
    sets = list(Asking.objects.filter(answered_at__isnull=False).order_by("pk"))
    assert len(sets) >= 10
    for one in sets:
        loaded = {row.measure: columns(row) for row in one.responses.all()}
        sheet = Sheet({code: row["answers"] for code, row in loaded.items()}, "el", "phone")
        again = Asking.objects.get(pk=one.pk)
        again.pk, again.uuid, again.moment = None, None, Asking.Moment.EXTRA
        again.uuid, again.answered_at = Asking._meta.get_field("uuid").get_default(), None
        again.save(force_insert=True)
        monkeypatch.setattr(timezone, "now", lambda at=one.answered_at: at)
        sent = send_answers(by=PUBLIC, asking_id=again.pk, sheet=sheet)

        assert {row.measure: columns(row) for row in sent.responses} == loaded
        assert {row.begun_at for row in sent.responses} == {one.answered_at}


def test_there_is_a_course_to_look_at_and_a_further_start_adds_none_twice(demo):
    demo(MORNING)
    before = set(Asking.objects.values_list("pk", flat=True))
    assert Onset.objects.exists()
    assert Response.objects.filter(late=False, score__isnull=False).exists()
    complaint = Complaint.objects.filter(askings__answered_at__isnull=False).first()
    course = course_of_care(
        complaint.askings.first().centre, complaint.patient_id, MORNING, complaint.pk
    )
    assert course.pain.answered >= 1
    assert course.visits

    demo(MORNING + timedelta(days=1))
    assert before <= set(Asking.objects.values_list("pk", flat=True))
    many = Asking.objects.exclude(moment=Asking.Moment.EXTRA)
    assert many.count() == many.values("complaint", "moment", "visit").distinct().count()


def test_who_can_sign_in_has_something_to_see(demo):
    demo(MORNING)
    signed_in = ContactLink.objects.filter(contact__user__isnull=False, relation="self")
    for link in signed_in:
        if link.patient.visits.filter(session__starts_at__lt=MORNING, status="booked").exists():
            assert link.patient.complaints.exists()
