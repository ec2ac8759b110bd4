"""One centre with a desk, a practitioner and a patient who signs in."""

import pytest
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre, Membership


@pytest.fixture
def centre(db: None) -> Centre:
    return Centre.objects.create(
        slug="kalamos", name="Kalamos", zone="Europe/Nicosia", country="CY"
    )


def member(centre: Centre, role: Role, name: str) -> User:
    """Return a user with a role at the centre."""
    user = User.objects.create_user(f"{name.lower()}@centre.example", full_name=name)
    ends = (
        timezone.localdate().replace(year=timezone.localdate().year + 1)
        if role == Role.LOCUM
        else None
    )
    Membership.objects.create(user=user, centre=centre, role=role, ends_on=ends)
    return user


def actor_of(user: User, centre: Centre, role: Role) -> Actor:
    """Return the user acting in the role."""
    return Actor(role=role, user_id=user.pk, centre_id=centre.pk)


@pytest.fixture
def desk_user(centre: Centre) -> User:
    return member(centre, Role.DESK, "Sofia")


@pytest.fixture
def desk(desk_user: User, centre: Centre) -> Actor:
    return actor_of(desk_user, centre, Role.DESK)


@pytest.fixture
def practitioner_user(centre: Centre) -> User:
    return member(centre, Role.PRACTITIONER, "Marios")


@pytest.fixture
def practitioner(practitioner_user: User, centre: Centre) -> Actor:
    return actor_of(practitioner_user, centre, Role.PRACTITIONER)
