"""A small centre, and people of it who are signed in."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk.centre import SmallCentre, make_centre, make_visit


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
        client = Client()
        client.force_login(
            (centre or small).users[name],
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return sign_in
