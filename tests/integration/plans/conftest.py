"""A patient with a plan, and visits of its days."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ashi.apps.patients.models import Patient
from tests.desk.centre import make_patient, make_visit, noon_zone
from tests.desk.planned import plan_of


@pytest.fixture(autouse=True)
def in_zone():
    """Reckon days as a request does: in the zone of the small centre."""
    with timezone.override(ZoneInfo(noon_zone())):
        yield


@pytest.fixture
def patient(small) -> Patient:
    return make_patient()


@pytest.fixture
def plan(small, patient):
    return plan_of(small, patient)


@pytest.fixture
def come(small, patient):
    """Make visits of the patient that lie so many days back, or ahead where negative."""

    def visits(*days_back: float):
        now = timezone.now() - timedelta(minutes=30)
        return [make_visit(small, now - timedelta(days=one), patient) for one in days_back]

    return visits
