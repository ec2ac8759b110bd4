"""Every page there is, as somebody would open it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.integration.web.test_policy import OURS
from tests.integration.web.test_policy_objects import ARGUMENT
from tests.integration.web.world import World


@dataclass(frozen=True)
class Page:
    """What somebody was answered at an address; ``body`` is None where a file was streamed."""

    who: str
    name: str
    status: int
    headers: dict[str, str]
    body: bytes | None

    def says(self, header: str) -> str:
        """Return a header; empty where there is none."""
        return self.headers.get(header, "")


def pages_of(world: World, lookers: dict[str, Client]) -> list[Page]:
    """Open every page as everybody."""
    addresses = addresses_of(world)
    return [
        Page(
            who,
            name,
            answer.status_code,
            dict(answer.items()),
            None if answer.streaming else answer.content,
        )
        for who, client in lookers.items()
        for name, answer in answers(addresses, client)
    ]


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
