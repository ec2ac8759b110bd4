"""Reads about centres and their members."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.centres.models import (
    Centre,
    Closure,
    Membership,
    Permit,
    Resource,
    ResourceKind,
)


def memberships_on(day: date) -> Q:
    """Return the condition that a membership holds on ``day``."""
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=day)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


def current_membership(user: User, centre_id: int | None) -> Membership | None:
    """Return the user's membership to act under: at ``centre_id`` if held there, else the first."""
    held = list(
        Membership.objects.filter(memberships_on(timezone.localdate()), user=user)
        .select_related("centre")
        .order_by("centre_id", "id")
    )
    at_centre = [one for one in held if one.centre_id == centre_id]
    return next(iter(at_centre or held), None)


def first_centre() -> Centre | None:
    """Return the organisation's first centre."""
    return Centre.objects.order_by("pk").first()


def people_of(centre_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of everybody who works or has worked at a centre, by name."""
    rows = User.objects.filter(memberships__centre_id=centre_id).distinct()
    named = [(one.pk, str(one)) for one in rows.only("pk", "full_name", "email")]
    return sorted(named, key=lambda pair: pair[1])


def proposed_years(centre: Centre, now: datetime) -> list[tuple[int, int]]:
    """Return (year, how many) of the public holidays to come that nobody has decided yet."""
    rows = Closure.objects.filter(
        centre=centre, state=Closure.State.PROPOSED, during__startswith__gte=now
    )
    begins = rows.values_list("during", flat=True)
    return sorted(Counter(timezone.localtime(one.lower).year for one in begins).items())


@dataclass(frozen=True, slots=True)
class Practising:
    """A practitioner with the permits that hold on a day."""

    resource: Resource
    permits: tuple[Permit, ...]


def public_people(centre_id: int, day: date) -> list[Practising]:
    """Return the practitioners whom anybody may read of, in their order.

    Somebody whose permits have all run out by ``day`` is left out; so is a permit that has. Who
    never had one recorded stays, without any.
    """
    rows = Resource.objects.filter(
        centre_id=centre_id, kind=ResourceKind.PRACTITIONER, active=True
    ).order_by("position", "pk")
    found = []
    for row in rows.prefetch_related("permits"):
        every = sorted(row.permits.all(), key=lambda one: one.pk)
        held = tuple(one for one in every if _holds(one, day))
        if held or not every:
            found.append(Practising(row, held))
    return found


def _holds(permit: Permit, day: date) -> bool:
    ends = (permit.registration_expires, permit.insurance_expires)
    return all(end is None or end >= day for end in ends)
