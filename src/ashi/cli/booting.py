"""Bring up what a command needs: a checked environment, the database, Django."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ashi.config.embedded import Embedded
from ashi.config.environment import Environment, read_environment
from ashi.config.places import database_place


def embedded_of(environment: Environment) -> Embedded | None:
    """Return the database that came with Ashi, or None where a server is named."""
    return Embedded(database_place(environment.data_dir)) if environment.embedded else None


@contextmanager
def database_up() -> Iterator[Environment]:
    """Have the database running inside the block."""
    environment = read_environment()
    embedded = embedded_of(environment)
    if embedded is None:
        yield environment
        return
    with embedded.in_use():
        yield environment


@contextmanager
def django_ready() -> Iterator[Environment]:
    """Have the database running and Django set up inside the block."""
    with database_up() as environment:
        set_django_up()
        yield environment


def set_django_up() -> None:
    """Set Django up; it takes a second, so only commands that need it come here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashi.config.settings")
    import django

    django.setup()
