"""A small centre with rows by dice, and the days that are looked at."""

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ashi.apps.insights.asked import Asked
from tests.integration.insights.made import DAYS, Made


@pytest.fixture
def in_zone(small):
    """Reckon days as pages do: in the centre's zone."""
    with timezone.override(ZoneInfo(small.centre.zone)):
        yield


@pytest.fixture
def asked(small, in_zone) -> Asked:
    now = timezone.now()
    today = timezone.localdate(now)
    return Asked(small.centre.pk, small.centre.zone, today - timedelta(days=DAYS // 2), today, now)


@pytest.fixture
def made(small, in_zone):
    """Make rows by a seed."""

    def make(seed: int, patients: int = 11) -> Made:
        found = Made(small, timezone.now(), random.Random(seed))
        found.all(patients)
        return found

    return make
