"""Every page there is, as somebody would open it."""

from collections.abc import Iterator

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.integration.web.test_policy import OURS
from tests.integration.web.test_policy_objects import ARGUMENT
from tests.integration.web.world import World


def addresses_of(world: World) -> dict[str, str]:
    """Return the address of every page by its name."""
    return {
        pattern.name: reverse(pattern.name, kwargs=world.arguments(ARGUMENT.findall(route)))
        for route, pattern in OURS
    }


def answers(
    addresses: dict[str, str], client: Client, method: str = "get", **sent
) -> Iterator[tuple[str, HttpResponse]]:
    """Yield the answer of each address; what it wrote is taken back."""
    for name, address in addresses.items():
        cookies = client.cookies.copy()
        with transaction.atomic():
            yield name, getattr(client, method)(address, **sent)
            transaction.set_rollback(True)
        client.cookies = cookies
