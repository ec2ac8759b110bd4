"""A small centre with its people signed in, and a tablet in it."""

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.test import Client

from ashi.apps.staff.actions.tablets import enrol_tablet
from ashi.apps.staff.models import Tablet
from ashi.web.staff.attaching import COOKIE
from tests.desk.centre import SmallCentre, make_centre
from tests.desk.signing import BACKEND, client_of


@pytest.fixture
def small(db) -> SmallCentre:
    call_command("createcachetable", verbosity=0)
    return make_centre()


@pytest.fixture
def signed_in(small):
    def sign_in(name: str, centre: SmallCentre | None = None) -> Client:
        return client_of((centre or small).users[name])

    return sign_in


@dataclass
class Device:
    """A tablet with its own cookies, as it lies in a room."""

    row: Tablet
    client: Client

    def sign_in_fully(self, user) -> None:
        self.client.force_login(user, backend=BACKEND)
        self.client.get("/me")

    def switch(self, user, pin: str, **more):
        return self.client.post("/tablet", {"person": user.pk, "pin": pin, **more})


@pytest.fixture
def enrolled(small):
    """Enrol a tablet and hand it over."""

    def enrol(name: str = "Room 2", centre: SmallCentre | None = None) -> Device:
        row, token = enrol_tablet(by=(centre or small).actor("owner"), name=name)
        client = Client()
        client.cookies[COOKIE] = token
        return Device(row, client)

    return enrol
