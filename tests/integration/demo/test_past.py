"""What the demo records of courses that are over: as actions would have left it, and once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.centres.models import Centre
from ashi.apps.charting.actions.signing import digest_of
from ashi.apps.charting.models import Note
from ashi.apps.charting.queries import done_of
from ashi.apps.demo import past
from ashi.apps.demo.loading import Scale, ensure_demo
from ashi.apps.encounters.models import Step
from ashi.apps.insights.asked import Asked
from ashi.apps.insights.tables import found
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.plans.models import Plan
from ashi.apps.plans.queries import courses_of
from tests.integration.demo.test_loading import local

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MORNING = local("2026-11-25T10:37")
RECORDED = Scale(80, 80, timedelta(days=15), timedelta(days=9), recorded=True)


@pytest.fixture
def loaded(settings, monkeypatch):
    """Load a fortnight in which courses are over after two days and two visits."""
    settings.DEMO = True
    monkeypatch.setattr(past, "QUIET", timedelta(days=2))
    monkeypatch.setattr(past, "LEAST", 2)
    ensure_demo(MORNING, False, lambda _: None, RECORDED)


def over():
    return Plan.objects.filter(ended_on__isnull=False).order_by("pk")


def test_a_course_that_is_over_has_its_visits_records_and_answers(loaded):
    plans = list(over().select_related("patient"))
    assert plans
    for course in courses_of(plans, MORNING):
        assert len(course.done) >= 2
        assert not course.unsaid
        assert course.plan.complaint.ended_at is not None
    for note in Note.objects.filter(visit__patient__plans__in=plans).distinct():
        rows = list(note.needles.all())
        assert note.digest == digest_of(note, rows, done_of(note))
        counted = Step.objects.filter(visit=note.visit, kind="needles-in")
        assert sum(one.needles for one in rows) == sum(one.needles for one in counted)
    askings = Asking.objects.filter(complaint__plans__in=plans)
    assert {one.moment for one in askings} >= {"start"}
    for row in Response.objects.filter(asking__in=askings):
        assert row.score == next(iter(row.answers.values()))
        assert row.submitted_at == row.asking.answered_at


def test_nobody_who_comes_today_or_can_sign_in_is_given_a_past(loaded):
    assert not over().filter(patient__contact_links__contact__user__isnull=False).exists()
    assert not over().filter(patient__plans__ended_on=None).exists()


def test_the_next_day_writes_no_past_again(loaded):
    before = list(over().values_list("pk", flat=True))
    ensure_demo(MORNING + timedelta(days=1), False, lambda _: None, RECORDED)
    assert list(over().values_list("pk", flat=True)) == before


def test_the_insights_of_the_demo_tell_of_it(loaded):
    centre = Centre.objects.get()
    today = timezone.localdate(MORNING)
    asked = Asked(centre.pk, centre.zone, today - timedelta(days=30), today, MORNING)
    assert found("follow-up", asked, inside=True).table.sum.total > 0
    assert found("visits", asked, inside=True).table.sum.parts[0] == over().count()
    assert found("unwanted", asked, inside=True).facts["needles"] > 0
