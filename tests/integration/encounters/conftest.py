"""A small centre and one visit in it."""

import pytest
from django.utils import timezone

from tests.desk.centre import SmallCentre, make_centre, make_visit


@pytest.fixture
def small(db) -> SmallCentre:
    return make_centre()


@pytest.fixture
def visit(small):
    return make_visit(small, timezone.now())
