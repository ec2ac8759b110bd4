"""Rows of the actor's own centre, locked for who may change its settings."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.errors import SettingUnknownError
from ashi.apps.centres.models import Centre

Row = TypeVar("Row", bound=Model)


def locked_centre(by: Actor) -> Centre:
    """Lock the actor's centre.

    Raises
    ------
    NotAllowedError, SettingUnknownError
    """
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    centre = Centre.objects.select_for_update(no_key=True).filter(pk=by.centre_id or 0).first()
    if centre is None:
        raise SettingUnknownError(centre=by.centre_id)
    return centre


def locked_own(by: Actor, rows: QuerySet[Row], key: int) -> Row:
    """Lock one of the rows, if it is of the actor's centre.

    Raises
    ------
    NotAllowedError, SettingUnknownError
    """
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    found = rows.select_for_update(no_key=True).filter(pk=key, centre=by.centre_id).first()
    if found is None:
        raise SettingUnknownError(**{rows.model._meta.model_name or "row": key})
    return found
