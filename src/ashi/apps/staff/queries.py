"""Reads of the team, of tablets and of opened records."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Membership
from ashi.apps.centres.queries import memberships_on
from ashi.apps.staff.models import FullSignIn, OpenedRecord, Pin, Tablet


@dataclass(frozen=True, slots=True)
class Member:
    """One role somebody holds or held here; ``state`` is "now", "to-come" or "ended"."""

    membership: Membership
    second_factor: bool
    has_pin: bool
    state: str


def team_of(by: Actor) -> list[Member]:
    """Return everybody who works or worked at the centre: who is here first, then by name.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
    second = Authenticator.objects.filter(user=OuterRef("user")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    rows = (
        Membership.objects.filter(centre_id=member_of(by)[1])
        .select_related("user")
        .annotate(second=Exists(second), pin=Exists(Pin.objects.filter(user=OuterRef("user"))))
    )
    today = timezone.localdate()
    members = [Member(one, one.second, one.pin, state_on(one, today)) for one in rows]
    order = ("now", "to-come", "ended")
    return sorted(members, key=lambda one: (order.index(one.state), str(one.membership.user)))


def state_on(membership: Membership, day: date) -> str:
    """Return whether a membership holds on a day, is to come, or is over."""
    if membership.ends_on is not None and membership.ends_on < day:
        return "ended"
    if membership.starts_on is not None and membership.starts_on > day:
        return "to-come"
    return "now"


def tablets_of(by: Actor) -> QuerySet[Tablet]:
    """Return the centre's enrolled tablets by name.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
    rows = Tablet.objects.filter(centre_id=member_of(by)[1], revoked_at__isnull=True)
    return rows.select_related("enrolled_by").order_by("name")


def people_at(tablet: Tablet) -> list[User]:
    """Return who may take this tablet over by PIN today, by name."""
    today = tablet.today
    signed = FullSignIn.objects.filter(tablet=tablet, day=today).values("user")
    here = Membership.objects.filter(memberships_on(today), centre_id=tablet.centre_id)
    rows = User.objects.filter(
        pk__in=signed, is_active=True, pin__isnull=False, memberships__in=here
    )
    return list(rows.distinct().order_by("full_name", "pk"))


def open_for(by: Actor, patient_id: int) -> OpenedRecord | None:
    """Return the record that ``by`` has opened and that is open still."""
    return opened_by(by).filter(patient_id=patient_id).order_by("-until").first()


def opened_by(by: Actor) -> QuerySet[OpenedRecord]:
    """Return all records that ``by`` has open at this moment.

    Raises
    ------
    NotAllowedError
    """
    user_id, centre_id = member_of(by)
    return OpenedRecord.objects.filter(
        user_id=user_id,
        centre_id=centre_id,
        until__gt=timezone.now(),
        closed_at__isnull=True,
    )


def opened_records(by: Actor) -> QuerySet[OpenedRecord]:
    """Return the centre's opened records, newest first.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.AUDIT_READ, centre_id=by.centre_id)
    rows = OpenedRecord.objects.filter(centre_id=member_of(by)[1])
    return rows.select_related("user", "closed_by").order_by("-opened_at", "-pk")
