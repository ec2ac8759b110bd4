"""A visit of a small centre in which somebody who may needle writes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.patients.models import Patient
from tests.desk.centre import make_patient, make_visit, noon_zone


@pytest.fixture(autouse=True)
def in_zone():
    """Reckon days as a request does: in the zone of the small centre."""
    with timezone.override(ZoneInfo(noon_zone())):
        yield


@pytest.fixture
def patient(small) -> Patient:
    return make_patient()


@pytest.fixture
def visit(small, patient) -> Visit:
    return make_visit(small, timezone.now() - timedelta(minutes=30), patient)
