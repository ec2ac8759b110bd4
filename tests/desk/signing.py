"""Browsers of people who are signed in."""

from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user: AbstractBaseUser) -> Client:
    """Return a client in which this person is signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
