"""Who works here: invite, change the role, end on a day, sign out everywhere."""

from datetime import date, timedelta
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import STAFF_ROLES, Permission, Role
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre, Membership
from ashi.apps.centres.queries import memberships_on
from ashi.apps.messages.actions import queue
from ashi.apps.staff.errors import (
    AlreadyHereError,
    EndsBeforeStartError,
    LastOwnerError,
    LocumNeedsEndError,
    MemberUnknownError,
)

YESTERDAY = timedelta(days=1)


@transaction.atomic
def invite(
    *,
    by: Actor,
    email: str,
    full_name: str,
    role: Role,
    language: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give somebody a role here, and write them a link by which they set their password.

    Whoever signs in here already keeps their name and password; whoever left comes back.

    Raises
    ------
    NotAllowedError, AlreadyHereError, LocumNeedsEndError, EndsBeforeStartError
    """
    require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
    _check(role, starts_on, ends_on)
    centre = Centre.objects.select_for_update().get(pk=member_of(by)[1])
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(
        email.lower(), full_name=full_name, language=language
    )
    by_letter_only = not user.has_usable_password()  # so the letter proves the address
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": by_letter_only}
    )
    membership = Membership.objects.filter(user=user, centre=centre, role=role).first()
    today = timezone.localdate()
    if membership is None:
        membership = Membership(user=user, centre=centre, role=role)
    elif membership.ends_on is None or membership.ends_on >= today:
        raise AlreadyHereError(role=role)
    membership.starts_on, membership.ends_on = starts_on or today, ends_on
    membership.save()
    detail = {"role": role, "starts_on": _iso(membership.starts_on), "ends_on": _iso(ends_on)}
    _tell(by, "staff.invite", membership, **detail)
    _write_to(user, centre)
    return membership


def _write_to(user: User, centre: Centre) -> None:
    """Queue the letter. The link is good for three days, and once."""
    key = default_token_generator.make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": key}
    path = reverse("account_reset_password_from_key", kwargs=parts)
    queue(
        kind="staff-invited",
        to=user.email,
        language=user.language,
        context={
            "name": user.full_name,
            "centre": str(centre),
            "link": settings.BASE_URL + path,
            "sign_in": settings.BASE_URL + reverse("account_login"),
            "known": user.has_usable_password(),
        },
        dedupe_key=f"staff-invited:{uuid4().hex}",
        centre_id=centre.pk,
    )


@transaction.atomic
def change_role(
    *, by: Actor, membership_id: int, role: Role, ends_on: date | None = None
) -> Membership:
    """Give a member another role from now on.

    Raises
    ------
    NotAllowedError, MemberUnknownError, AlreadyHereError, LocumNeedsEndError,
    EndsBeforeStartError, LastOwnerError
    """
    membership = _locked(by, membership_id)
    _check(role, membership.starts_on, ends_on)
    others = Membership.objects.filter(
        user_id=membership.user_id, centre_id=membership.centre_id, role=role
    )
    if others.exclude(pk=membership.pk).exists():
        raise AlreadyHereError(role=role)
    before, membership.role, membership.ends_on = membership.role, role, ends_on
    if before == Role.OWNER and (role != Role.OWNER or ends_on is not None):
        _keep_an_owner(membership)
    membership.save()
    _tell(by, "staff.role", membership, before=before, role=role, ends_on=_iso(ends_on))
    return membership


@transaction.atomic
def end_membership(*, by: Actor, membership_id: int, last_day: date) -> Membership:
    """End a membership with a day, its last; yesterday ends it now, and everywhere.

    Raises
    ------
    NotAllowedError, MemberUnknownError, EndsBeforeStartError, LastOwnerError
    """
    membership = _locked(by, membership_id)
    today = timezone.localdate()
    if last_day < today - YESTERDAY:
        raise EndsBeforeStartError(last_day=last_day.isoformat())
    if membership.starts_on and membership.starts_on > last_day:
        membership.starts_on = last_day  # was to begin later, or began today
    membership.ends_on = last_day
    if membership.role == Role.OWNER:
        _keep_an_owner(membership)
    membership.save()
    _tell(by, "staff.end", membership, last_day=last_day.isoformat())
    if last_day < today and not _works_somewhere(membership.user_id):
        _sign_out(by, membership.user_id)
    return membership


@transaction.atomic
def sign_out_everywhere(*, by: Actor, user_id: int) -> None:
    """End all sessions of oneself, or of a member of one's own centre.

    Raises
    ------
    NotAllowedError, MemberUnknownError
    """
    if user_id != by.user_id:
        require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
        if not Membership.objects.filter(user_id=user_id, centre_id=member_of(by)[1]).exists():
            raise MemberUnknownError(user=user_id)
    _sign_out(by, user_id)


@transaction.atomic
def sign_out_ended(*, by: Actor) -> int:
    """Sign out everywhere those whose last membership ended yesterday; return how many.

    Asked again it finds nobody, until one of them has signed in once more.
    """
    ended = Membership.objects.filter(ends_on=timezone.localdate() - YESTERDAY)
    signed_in = User.objects.filter(pk__in=ended.values("user_id")).filter(
        Q(signed_out_at__isnull=True) | Q(signed_out_at__lt=F("last_login"))
    )
    ids = signed_in.order_by("pk").values_list("pk", flat=True)
    gone = [user_id for user_id in ids if not _works_somewhere(user_id)]
    for user_id in gone:
        _sign_out(by, user_id)
    return len(gone)


def _sign_out(by: Actor, user_id: int) -> None:
    """A session holds a digest with the last such moment in it, so none outlives this one."""
    User.objects.filter(pk=user_id).update(signed_out_at=timezone.now())
    UserSession.objects.filter(user_id=user_id).delete()
    record(by=by, action="staff.sign_out", subject=("user", user_id))


def _works_somewhere(user_id: int) -> bool:
    held = memberships_on(timezone.localdate())
    return Membership.objects.filter(held, user_id=user_id).exists()


def _locked(by: Actor, membership_id: int) -> Membership:
    """Lock the centre, so that two owners cannot each end the other, then the member."""
    require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
    centre = Centre.objects.select_for_update().get(pk=member_of(by)[1])
    found = Membership.objects.select_for_update().filter(pk=membership_id, centre=centre).first()
    if found is None:
        raise MemberUnknownError(membership=membership_id)
    return found


def _keep_an_owner(leaving: Membership) -> None:
    others = Membership.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=timezone.localdate()),
        centre_id=leaving.centre_id,
        role=Role.OWNER,
        ends_on__isnull=True,
        user__is_active=True,
    )
    if not others.exclude(pk=leaving.pk).exists():
        raise LastOwnerError(centre=leaving.centre_id)


def _check(role: Role, starts_on: date | None, ends_on: date | None) -> None:
    if role not in STAFF_ROLES:
        raise MemberUnknownError(role=role)
    if role == Role.LOCUM and ends_on is None:
        raise LocumNeedsEndError
    first = max(starts_on or timezone.localdate(), timezone.localdate())
    if ends_on is not None and ends_on < first:
        raise EndsBeforeStartError(last_day=ends_on.isoformat())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _tell(by: Actor, action: str, membership: Membership, **detail: str) -> None:
    record(
        by=by,
        action=action,
        subject=("user", membership.user_id),
        detail={"membership": membership.pk, **{key: str(one) for key, one in detail.items()}},
    )
