"""Shared tablets: enrol, revoke, and notice who signed in fully on one today."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.staff.errors import TabletNameTakenError, TabletUnknownError
from ashi.apps.staff.models import FullSignIn, Pin, Tablet

TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)


def digest_of_token(token: str) -> bytes:
    """Return what is kept of a token. It is long and random, so one pass will do."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def enrol_tablet(*, by: Actor, name: str) -> tuple[Tablet, str]:
    """Make this device one of the centre's tablets; return it and the token for its cookie.

    Raises
    ------
    NotAllowedError, TabletNameTakenError
    """
    require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
    user_id, centre_id = member_of(by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        with transaction.atomic():
            tablet = Tablet.objects.create(
                centre_id=centre_id,
                name=name,
                digest=digest_of_token(token),
                enrolled_by_id=user_id,
            )
    except IntegrityError as error:
        raise TabletNameTakenError(name=name) from error
    record(by=by, action="tablet.enrol", subject=("tablet", tablet.pk))
    return tablet, token


@transaction.atomic
def revoke_tablet(*, by: Actor, tablet_id: int) -> Tablet:
    """End a tablet: whoever is signed in on it is signed out at their next tap.

    Raises
    ------
    NotAllowedError, TabletUnknownError
    """
    require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
    user_id, centre_id = member_of(by)
    tablet = (
        Tablet.objects.select_for_update()
        .filter(pk=tablet_id, centre_id=centre_id, revoked_at__isnull=True)
        .first()
    )
    if tablet is None:
        raise TabletUnknownError(tablet=tablet_id)
    tablet.revoked_at, tablet.revoked_by_id = timezone.now(), user_id
    tablet.save()
    record(by=by, action="tablet.revoke", subject=("tablet", tablet.pk))
    return tablet


def tablet_of(token: str) -> Tablet | None:
    """Return the enrolled tablet that holds a token, and note about once a minute that it lives."""
    tablet = (
        Tablet.objects.select_related("centre")
        .filter(digest=digest_of_token(token), revoked_at__isnull=True)
        .first()
    )
    now = timezone.now()
    if tablet and (tablet.last_seen_at is None or tablet.last_seen_at < now - SEEN_EVERY):
        seen_before = Q(last_seen_at__isnull=True) | Q(last_seen_at__lt=now - SEEN_EVERY)
        Tablet.objects.filter(seen_before, pk=tablet.pk).update(last_seen_at=now)
    return tablet


@transaction.atomic
def note_full_sign_in(*, by: Actor, tablet: Tablet) -> None:
    """Remember that ``by`` signed in fully on a tablet today; their PIN, if locked, opens again."""
    user_id, _ = member_of(by)
    _, first = FullSignIn.objects.get_or_create(tablet=tablet, user_id=user_id, day=tablet.today)
    Pin.objects.filter(user_id=user_id).update(misses=0, wait_until=None, locked_at=None)
    if first:
        record(by=by, action="tablet.full_sign_in", subject=("tablet", tablet.pk))
