"""Visits of a plan are one series: those booked now, and those that were booked before."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from ashi.apps.bookings.courses import Wanted, find_course
from ashi.apps.bookings.models import Series
from ashi.apps.messages.models import Message
from ashi.apps.plans.actions.booking import Drawing, Times, book_course
from ashi.apps.plans.models import PlanVisit
from tests.desk.centre import make_visit, speaks_for, today
from tests.desk.planned import plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_course_is_a_series_and_is_told_by_one_letter(small, patient, plan):
    speaks_for(patient)
    wanted = Wanted(4, 3, 7, today() + timedelta(days=2))
    found = find_course(small.service, patient, wanted, roles={}, earliest=timezone.now())
    starts = [one.start for one in found.openings]
    key = uuid4()
    for _ in range(2):
        book_course(
            by=small.actor("desk"),
            plan_id=plan.pk,
            key=key,
            times=Times(small.service, starts, {}),
            drawing=Drawing(allowed_by="Dr A", why="the paper follows"),
        )
    series = Series.objects.get()
    assert (series.pk, series.every_weeks) == (key, None)
    assert sorted(series.visits.values_list("due_at", flat=True)) == starts
    (letter,) = Message.objects.filter(patient_id=patient.pk)
    assert len(letter.context["visits"]) == 4


def test_visits_booked_for_a_plan_before_become_one_series_each(small, patient, plan):
    alone = plan_of(small, patient)
    visits = [
        make_visit(small, timezone.now() + timedelta(days=day), patient) for day in (1, 2, 3, 4)
    ]
    for visit, whose in zip(visits, (plan, plan, plan, alone), strict=True):
        PlanVisit.objects.create(
            visit=visit, plan=whose, by=small.users["maria"], at=timezone.now()
        )
    migration = import_module("ashi.apps.plans.migrations.0007_series_of_courses")
    migration.keep_as_series(apps, None)
    series = Series.objects.get()
    assert series.visits.count() == 3
    assert series.every_weeks is None
    migration.keep_as_series(apps, None)
    assert Series.objects.count() == 1
