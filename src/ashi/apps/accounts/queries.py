"""Reads of people who sign in."""

from collections.abc import Collection

from ashi.apps.accounts.models import User


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return the names of these people by id; an address where somebody has no name yet."""
    rows = User.objects.filter(pk__in=user_ids).values_list("pk", "full_name", "email")
    return {pk: name or email for pk, name, email in rows}
