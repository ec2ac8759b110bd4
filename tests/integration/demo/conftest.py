"""A demo of half a month, so that a load takes seconds; whatever it says goes nowhere."""

from datetime import timedelta

import pytest
from django.db import connection

from ashi.apps.demo.loading import Scale, ensure_demo


@pytest.fixture
def demo(db, settings):
    """Return the loader of a small demo: 80 patients, two weeks back, nine days ahead."""
    settings.DEMO = True
    small = Scale(80, 80, timedelta(days=15), timedelta(days=9))

    def load(now, *, reset=False):
        ensure_demo(now, reset, lambda _: None, small)
        with connection.cursor() as cursor:  # foreign keys are checked now, not at the test's end
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    return load
