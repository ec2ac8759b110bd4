"""A patient of the small centre whom somebody asks how they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ashi.apps.patients.models import Patient
from tests.desk.asked import complaint_for
from tests.desk.centre import make_patient


@pytest.fixture
def patient(small) -> Patient:
    return make_patient()


@pytest.fixture
def complaint(patient):
    return complaint_for(patient)


@pytest.fixture
def count_queries():
    """Return how many queries a page costs."""

    def counted(client, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return counted
