"""People of the small centre who are signed in."""

import pytest
from django.core.management import call_command
from django.test import Client

from tests.desk.signing import client_of


@pytest.fixture
def signed_in(small, settings):
    """Return a client signed in as somebody of the centre."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)

    def sign_in(name: str) -> Client:
        return client_of(small.users[name])

    return sign_in
