"""A visit of a small centre in which somebody who may needle writes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.patients.models import Patient
from tests.desk.centre import make_patient, make_visit


@pytest.fixture
def patient(small) -> Patient:
    return make_patient()


@pytest.fixture
def visit(small, patient) -> Visit:
    return make_visit(small, timezone.now() - timedelta(minutes=30), patient)
