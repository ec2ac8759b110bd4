"""Change the person at a tablet by PIN: four to six digits, throttled, locked after five misses."""

from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import member_of
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.queries import current_membership
from ashi.apps.staff.errors import (
    NeedsFullSignInError,
    PinFormError,
    PinLockedError,
    PinTooEasyError,
    PinWaitError,
    PinWrongError,
)
from ashi.apps.staff.models import FullSignIn, Pin, Tablet
from ashi.core.kernel.errors import AshiError

SHORTEST, LONGEST = 4, 6
MISSES = 5
LONGEST_WAIT = timedelta(seconds=2**MISSES)  # one that ends later is from before a clock set back
DIGITS = "0123456789"


@transaction.atomic
def set_pin(*, by: Actor, pin: str) -> None:
    """Set one's own PIN; misses before are forgotten.

    Raises
    ------
    NotAllowedError, PinFormError, PinTooEasyError
    """
    user_id, _ = member_of(by)
    check_pin(pin)
    Pin.objects.update_or_create(
        user_id=user_id,
        defaults={
            "digest": make_password(pin),
            "set_at": timezone.now(),
            "misses": 0,
            "wait_until": None,
            "locked_at": None,
        },
    )
    record(by=by, action="pin.set", subject=("user", user_id))


def check_pin(pin: str) -> None:
    """Refuse what is no PIN, and what anybody would try first.

    Raises
    ------
    PinFormError, PinTooEasyError
    """
    if not (SHORTEST <= len(pin) <= LONGEST and set(pin) <= set(DIGITS)):
        raise PinFormError
    around = DIGITS * 2
    if len(set(pin)) == 1 or pin in around or pin in around[::-1]:
        raise PinTooEasyError


def change_person(*, tablet: Tablet, user_id: int, pin: str) -> User:
    """Return the person who takes over a tablet. A miss is kept, whatever becomes of the request.

    Raises
    ------
    NeedsFullSignInError, PinWaitError, PinWrongError, PinLockedError
    """
    found = _try(tablet, user_id, pin)
    if isinstance(found, AshiError):
        raise found
    return found


@transaction.atomic
def _try(tablet: Tablet, user_id: int, pin: str) -> User | AshiError:
    """Decide one try under the lock of the PIN, so that guesses at once are counted one by one."""
    kept = (
        Pin.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(user_id=user_id)
        .first()
    )
    by = _as_member(tablet, kept)
    if kept is None or by is None:
        return NeedsFullSignInError(user=user_id)
    now = timezone.now()
    if kept.locked_at is not None:
        return PinLockedError(user=user_id)
    if kept.wait_until is not None and now < kept.wait_until <= now + LONGEST_WAIT:
        return PinWaitError(seconds=int((kept.wait_until - now).total_seconds()) + 1)
    if not check_password(pin, kept.digest):
        return _missed(by, kept)
    kept.misses, kept.wait_until = 0, None
    kept.save()
    record(by=by, action="tablet.switch", subject=("tablet", tablet.pk))
    return kept.user


def _as_member(tablet: Tablet, kept: Pin | None) -> Actor | None:
    """Return the person as who acts here, if they work here and signed in fully here today."""
    if kept is None or not kept.user.is_active:
        return None
    membership = current_membership(kept.user, tablet.centre_id)
    here = membership is not None and membership.centre_id == tablet.centre_id
    today = FullSignIn.objects.filter(tablet=tablet, user=kept.user, day=tablet.today)
    if membership is None or not here or not today.exists():
        return None
    return Actor(
        role=membership.role,
        user_id=kept.user_id,
        centre_id=tablet.centre_id,
        device_id=tablet.pk,
    )


def _missed(by: Actor, kept: Pin) -> AshiError:
    kept.misses += 1
    now = timezone.now()
    kept.wait_until = now + timedelta(seconds=2 ** (kept.misses - 1))
    if kept.misses >= MISSES:
        kept.locked_at = now
    kept.save()
    action = "pin.lock" if kept.locked_at else "pin.miss"
    record(by=replace(by, user_id=None), action=action, subject=("user", kept.user_id))
    if kept.locked_at:
        return PinLockedError(user=kept.user_id)
    return PinWrongError(left=MISSES - kept.misses)
