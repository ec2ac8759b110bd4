"""Ask whether an actor may do something; actions call this before they write."""

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.roles import MATRIX, STAFF_ROLES, Permission, Role
from ashi.apps.audit.actor import Actor


def may(by: Actor, permission: Permission, *, centre_id: int | None = None) -> bool:
    """Tell whether ``by`` holds ``permission``, at ``centre_id`` when one is given."""
    if permission not in MATRIX[Role(by.role)]:
        return False
    if centre_id is None or by.role == Role.SYSTEM:
        return True
    return by.centre_id == centre_id


def require(by: Actor, permission: Permission, *, centre_id: int | None = None) -> None:
    """Raise NotAllowedError unless ``by`` may.

    Raises
    ------
    NotAllowedError
        ``permission`` names what was lacking.
    """
    if not may(by, permission, centre_id=centre_id):
        raise NotAllowedError(permission=str(permission), role=by.role, centre_id=centre_id)


def is_staff(by: Actor) -> bool:
    """Tell whether ``by`` works at a centre, in whatever role."""
    return by.role in STAFF_ROLES and None not in (by.user_id, by.centre_id)


def member_of(by: Actor) -> tuple[int, int]:
    """Return the ids of the user and of the centre of a member of staff.

    Raises
    ------
    NotAllowedError
        ``by`` is nobody who works at a centre.
    """
    if not is_staff(by) or by.user_id is None or by.centre_id is None:
        raise NotAllowedError(role=by.role)
    return by.user_id, by.centre_id
