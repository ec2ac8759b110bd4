"""Who may be signed in as by one click: people of the demo centre, and nobody else."""

from dataclasses import dataclass

from django.conf import settings

from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.demo.errors import NotTheDemoError

SIGN_IN_ROLES = (
    Role.DESK,
    Role.PRACTITIONER,
    Role.LEAD,
    Role.ASSISTANT,
    Role.STUDENT,
    Role.LOCUM,
    Role.OWNER,
    Role.AUDITOR,
    Role.PATIENT,
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One role's person, and the address that signs in as them."""

    role: str
    name: str
    email: str
    path: str


def address_of(role: str) -> str:
    """Return the e-mail by which the demo knows the person of a role."""
    return f"{role}@demo.example"


def demo_signins() -> list[SignIn]:
    """Return one sign-in for each role that the loaded demo has."""
    known = dict(
        User.objects.filter(
            email__in=[address_of(role) for role in SIGN_IN_ROLES], is_active=True
        ).values_list("email", "full_name")
    )
    return [
        SignIn(str(role), known[address_of(role)], address_of(role), f"/demo?as={role}")
        for role in SIGN_IN_ROLES
        if address_of(role) in known
    ]


def person_of(role: str) -> User:
    """Return the demo's person of a role.

    Raises
    ------
    NotTheDemoError
        This is no demo, or it has no such person.
    """
    found = User.objects.filter(email=address_of(role), is_active=True).first()
    if not settings.DEMO or role not in SIGN_IN_ROLES or found is None:
        raise NotTheDemoError(role=role)
    return found
