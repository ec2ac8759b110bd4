"""What the centre offers is written here: a service, who and what it needs, its phases.

What is booked keeps the phases it was promised (``Session.plan``): a change is for new bookings.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.errors import (
    ServiceShapeError,
    SettingChangedError,
)
from ashi.apps.centres.models import (
    OF_THE_CENTRE,
    Permit,
    Resource,
    Service,
    ServicePhase,
    ServiceRole,
)
from ashi.apps.centres.models.service import PhaseKind
from ashi.apps.centres.owning import locked_own

SERVICE = (
    "name",
    "name_el",
    "description",
    "description_el",
    "price",
    "payer",
    "least_one_to_one_min",
    "places",
    "bookable_online",
    "for_new_patients",
    "position",
    "active",
)
PHASE = (
    "kind",
    "name",
    "name_el",
    "minutes",
    "roles",
    "patient",
    "check_after_min",
    "least_min",
    "may_be_left_out",
    "key",
)
ROLE = ("key", "kinds", "skills", "acts", "profession", "only", "preferred")
LONGEST_MIN = 1440
CAN_GO = (PhaseKind.MOVE, PhaseKind.DRESS)  # needling, its rest and what follows it are a whole
Rows = Sequence[Mapping[str, Any]]


def seen_service(service: Service) -> str:
    """Return a short text that changes whenever anything of a service does."""
    values = [str(getattr(service, name)) for name in SERVICE]
    values += [str([getattr(row, name) for name in PHASE]) for row in service.phases.all()]
    values += [str([getattr(row, name) for name in ROLE]) for row in service.roles.all()]
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


@transaction.atomic
def copy_service(*, by: Actor, like_id: int, name: str) -> Service:
    """Make a service like another, under a new name; it is not offered until it is switched on.

    Raises
    ------
    NotAllowedError, SettingUnknownError
    """
    like = locked_own(by, Service.objects.all(), like_id)
    roles, phases = list(like.roles.all()), list(like.phases.all())
    new = Service.objects.get(pk=like.pk)
    new.pk, new.name, new.name_el, new.active = None, name, "", False
    new.slug = _free_slug(like.centre_id, name)
    new.save(force_insert=True)
    for role in roles:
        role.pk, role.service = None, new
    for phase in phases:
        phase.pk, phase.service = None, new
    ServiceRole.objects.bulk_create(roles)
    ServicePhase.objects.bulk_create(phases)
    record(by=by, action="settings.service_add", subject=("service", new.pk))
    return new


@transaction.atomic
def save_service(*, by: Actor, service_id: int, seen: str, **columns: Any) -> Service:
    """Write what a service is called, costs and to whom it is offered.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError
    ServiceShapeError
        ``reason`` price or places.
    """
    row = _seen(by, service_id, seen)
    if columns.get("price", Decimal(0)) < 0:
        raise ServiceShapeError(reason="price")
    if columns.get("places", 1) < 1:
        raise ServiceShapeError(reason="places")
    for name in SERVICE:
        if name in columns:
            setattr(row, name, columns[name])
    row.save()
    record(by=by, action="settings.service", subject=("service", row.pk))
    return row


@transaction.atomic
def save_phases(*, by: Actor, service_id: int, seen: str, phases: Rows) -> Service:
    """Write a service's phases, in order.

    Parameters
    ----------
    phases : objects with the columns of ``PHASE``, without their keys

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError
    ServiceShapeError
        ``reason`` and ``at`` (the row): empty, long, kind, minutes, roles, check, least,
        needed, nobody.
    """
    row = _seen(by, service_id, seen)
    _check_phases(phases, {role.key for role in row.roles.all()}, row)
    row.phases.all().delete()
    ServicePhase.objects.bulk_create(
        ServicePhase(service=row, position=at, key=f"{one['kind']}-{at + 1}", **_columns(one))
        for at, one in enumerate(phases)
    )
    record(by=by, action="settings.service_phases", subject=("service", row.pk))
    return row


def _columns(phase: Mapping[str, Any]) -> dict[str, Any]:
    return {name: phase[name] for name in PHASE if name != "key"}


def _check_phases(phases: Rows, keys: set[str], service: Service) -> None:
    if not phases:
        raise ServiceShapeError(reason="empty", at=0)
    for at, one in enumerate(phases):
        wrong = _wrong_phase(one, keys)
        if wrong:
            raise ServiceShapeError(reason=wrong, at=at)
    if sum(one["minutes"] for one in phases) > LONGEST_MIN:
        raise ServiceShapeError(reason="long", at=0)
    if not any(one["patient"] for one in phases):
        raise ServiceShapeError(reason="nobody", at=0)


def _wrong_phase(one: Mapping[str, Any], keys: set[str]) -> str:
    if one["kind"] not in PhaseKind.values:
        return "kind"
    if not 1 <= one["minutes"] <= LONGEST_MIN:
        return "minutes"
    if not set(one["roles"]) <= keys:
        return "roles"
    return _wrong_rule(one)


def _wrong_rule(one: Mapping[str, Any]) -> str:
    check, least = one["check_after_min"], one["least_min"]
    if check is not None and not 0 < check < one["minutes"]:
        return "check"
    if least is not None and not 1 <= least <= one["minutes"]:
        return "least"
    return "needed" if one["may_be_left_out"] and one["kind"] not in CAN_GO else ""


@transaction.atomic
def save_roles(*, by: Actor, service_id: int, seen: str, roles: Rows) -> Service:
    """Write who and what a service needs.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError
    ServiceShapeError
        ``reason`` and ``at``: key, kinds, acts, only (none of the centre, or of another kind),
        rather (preferred, but not among those that may), used (a phase still asks for a role
        left out).
    """
    row = _seen(by, service_id, seen)
    keys = [one["key"] for one in roles]
    kinds = dict(Resource.objects.filter(centre=row.centre_id).values_list("pk", "kind"))
    for at, one in enumerate(roles):
        wrong = "key" if keys.count(one["key"]) > 1 else _wrong_role(one, kinds)
        if wrong:
            raise ServiceShapeError(reason=wrong, at=at)
    used = {key for phase in row.phases.all() for key in phase.roles}
    if used - set(keys):
        raise ServiceShapeError(reason="used", at=0, roles=sorted(used - set(keys)))
    row.roles.all().delete()
    ServiceRole.objects.bulk_create(
        ServiceRole(service=row, position=at, **{name: one[name] for name in ROLE})
        for at, one in enumerate(roles)
    )
    record(by=by, action="settings.service_roles", subject=("service", row.pk))
    return row


def _wrong_role(one: Mapping[str, Any], kinds: Mapping[int, str]) -> str:
    if not one["key"]:
        return "key"
    if not one["kinds"] or not set(one["kinds"]) <= OF_THE_CENTRE:
        return "kinds"
    if not set(one["acts"]) <= set(Permit.Act.values):
        return "acts"
    if any(kinds.get(pk) not in one["kinds"] for pk in (*one["only"], *one["preferred"])):
        return "only"
    return "rather" if one["only"] and not set(one["preferred"]) <= set(one["only"]) else ""


def _free_slug(centre_id: int, name: str) -> str:
    stem = slugify(name)[:34] or "service"
    taken = set(Service.objects.filter(centre=centre_id).values_list("slug", flat=True))
    return next(
        slug
        for number in count(1)
        if (slug := stem if number == 1 else f"{stem}-{number}") not in taken
    )


def _seen(by: Actor, service_id: int, seen: str) -> Service:
    row = locked_own(by, Service.objects.all(), service_id)
    if seen_service(row) != seen:
        raise SettingChangedError()
    return row
