"""The centre's settings are written here: rules, things and people, absences, permits.

Each takes ``seen``, what the page showed (``seen_of``): if that is no longer what is stored,
nothing is overwritten.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Model

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.errors import (
    SettingChangedError,
    SettingUnknownError,
    SpanOrderError,
)
from ashi.apps.centres.models import OF_THE_CENTRE, Absence, Centre, Permit, Resource
from ashi.apps.centres.owning import locked_centre, locked_own

RULES = (
    "name",
    "name_el",
    "about",
    "about_el",
    "address",
    "address_el",
    "phone",
    "email",
    "lead_min",
    "horizon_days",
    "hold_min",
    "takes_new_online",
    "counts_twice",
    "most_resting",
    "most_needled",
    "offers_freed",
    "offer_min",
    "terms",
    "terms_el",
)
RESOURCE = (
    "name",
    "name_el",
    "short_name",
    "title",
    "title_el",
    "skills",
    "features",
    "bookable_online",
    "position",
)
LONGEST_ABSENCE = timedelta(days=400)


def seen_of(row: Model, names: Sequence[str]) -> str:
    """Return a short text that changes whenever one of the values does."""
    values = [str(getattr(row, name)) for name in names]
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


@transaction.atomic
def save_rules(*, by: Actor, seen: str, **columns: Any) -> Centre:
    """Write the centre's name, ways to reach it, and booking rules; new terms get a new version.

    Raises
    ------
    NotAllowedError, SettingChangedError
    """
    centre = locked_centre(by)
    if seen_of(centre, RULES) != seen:
        raise SettingChangedError()
    if (columns["terms"], columns["terms_el"]) != (centre.terms, centre.terms_el):
        centre.terms_version += 1
    _write(centre, columns, RULES)
    record(by=by, action="settings.rules", subject=("centre", centre.pk))
    return centre


@transaction.atomic
def add_resource(*, by: Actor, kind: str, whole_id: int | None = None, **columns: Any) -> Resource:
    """Make a room, couch, machine or person of the centre.

    Raises
    ------
    NotAllowedError
    SettingUnknownError
        No such kind; a couch's room is not of this centre.
    """
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    rooms = Resource.objects.filter(centre=by.centre_id, kind="room")
    if kind not in OF_THE_CENTRE or (kind == "couch") != (whole_id is not None):
        raise SettingUnknownError(kind=kind)
    if whole_id is not None and not rooms.filter(pk=whole_id).exists():
        raise SettingUnknownError(resource=whole_id)
    row = Resource(centre_id=by.centre_id, kind=kind, whole_id=whole_id)
    for name in RESOURCE:
        if name in columns:
            setattr(row, name, columns[name])
    row.save(force_insert=True)
    record(by=by, action="settings.resource_add", subject=("resource", row.pk))
    return row


@transaction.atomic
def save_resource(*, by: Actor, resource_id: int, seen: str, **columns: Any) -> Resource:
    """Write what a resource is called, can do and has.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError
    """
    row = _locked(by, resource_id)
    if seen_of(row, RESOURCE) != seen:
        raise SettingChangedError()
    _write(row, columns, RESOURCE)
    record(by=by, action="settings.resource", subject=("resource", row.pk))
    return row


@transaction.atomic
def set_active(*, by: Actor, resource_id: int, active: bool) -> Resource:
    """Take a resource out of the diary's offers, or bring it back; what is booked stays.

    Raises
    ------
    NotAllowedError, SettingUnknownError
    """
    row = _locked(by, resource_id)
    if row.active != active:
        row.active = active
        row.save(update_fields=["active"])
        action = "settings.resource_back" if active else "settings.resource_away"
        record(by=by, action=action, subject=("resource", row.pk))
    return row


@transaction.atomic
def add_absence(
    *,
    by: Actor,
    resource_id: int,
    start: datetime,
    end: datetime,
    reason: str = Absence.Reason.OTHER,
    note: str = "",
) -> Absence:
    """Keep that a resource is not there; what is booked in it stays and is for the desk to move.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SpanOrderError
    """
    row = _locked(by, resource_id)
    if not start < end <= start + LONGEST_ABSENCE or reason not in Absence.Reason.values:
        raise SpanOrderError()
    absence = Absence.objects.create(
        resource=row,
        during=(start, end),
        reason=reason,
        note=note,
        created_by_id=by.user_id,
    )
    record(by=by, action="settings.absence", subject=("resource", row.pk))
    return absence


@transaction.atomic
def remove_absence(*, by: Actor, absence_id: int) -> None:
    """Take an absence back; a second press changes nothing.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    rows = Absence.objects.filter(pk=absence_id, resource__centre=by.centre_id)
    for row in rows.select_for_update(of=("self",)):
        record(by=by, action="settings.absence_back", subject=("resource", row.resource_id))
        row.delete()


@transaction.atomic
def save_permits(*, by: Actor, resource_id: int, permits: Collection[Mapping[str, Any]]) -> None:
    """Write which acts a person may do, with registration and insurance and when they expire.

    Raises
    ------
    NotAllowedError, SettingUnknownError
    """
    row = _locked(by, resource_id)
    acts = [str(one["act"]) for one in permits]
    if not set(acts) <= set(Permit.Act.values) or len(set(acts)) != len(acts):
        raise SettingUnknownError(acts=acts)
    row.permits.exclude(act__in=acts).delete()
    for one in permits:
        act = one["act"]
        others = {name: value for name, value in one.items() if name != "act"}
        Permit.objects.update_or_create(resource=row, act=act, defaults=others)
    record(by=by, action="settings.permits", subject=("resource", row.pk), detail={"acts": acts})


def _locked(by: Actor, resource_id: int) -> Resource:
    """Lock a resource of the actor's centre; patients are none."""
    return locked_own(by, Resource.objects.filter(kind__in=OF_THE_CENTRE), resource_id)


def _write(row: Model, columns: Mapping[str, Any], names: Sequence[str]) -> None:
    for name in names:
        if name in columns:
            setattr(row, name, columns[name])
    row.save()
