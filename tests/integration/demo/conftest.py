"""A demo of half a month, so that a load takes seconds; whatever it says goes nowhere."""

from datetime import timedelta

import pytest
from django.db import connection

from ashi.apps.demo import loading


@pytest.fixture
def demo(db, settings, monkeypatch):
    """Return the loader of a small demo: 80 patients, two weeks back, nine days ahead."""
    settings.DEMO = True
    monkeypatch.setattr(loading, "PATIENTS", 80)
    monkeypatch.setattr(loading, "HISTORY", timedelta(days=15))
    monkeypatch.setattr(loading, "AHEAD", timedelta(days=9))

    def load(now, *, reset=False):
        loading.ensure_demo(now, reset, lambda _: None)
        with connection.cursor() as cursor:  # foreign keys are checked now, not at the test's end
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    return load
