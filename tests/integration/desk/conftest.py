"""A small centre, and people of it who are signed in."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk.centre import SmallCentre, make_centre, make_visit
from tests.desk.signing import client_of


@pytest.fixture
def small(db) -> SmallCentre:
    return make_centre()


@pytest.fixture
def visit(small):
    return make_visit(small, timezone.now())


@pytest.fixture
def signed_in(small):
    """Return a client signed in as somebody of the centre."""

    def sign_in(name: str, centre: SmallCentre | None = None) -> Client:
        return client_of((centre or small).users[name])

    return sign_in
