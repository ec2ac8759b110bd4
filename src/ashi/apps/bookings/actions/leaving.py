"""Leave a conflict as it is, with a reason; and take it up again."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.causes import Conflict
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import ConflictChangedError, OverrideReasonError
from ashi.apps.bookings.leaving import LeftConflict
from ashi.apps.bookings.models import Session
from ashi.apps.centres.models import Centre


@transaction.atomic
def leave_conflict(
    *, by: Actor, centre: Centre, session_id: int, mark: str, reason: str
) -> LeftConflict:
    """Leave a session as it is although something speaks against it; a repeat is the same.

    Raises
    ------
    NotAllowedError, OverrideReasonError
    ConflictChangedError
        It is not in conflict any more, or not as it was shown.
    """
    require(by, Permission.DIARY_OVERRIDE, centre_id=centre.pk)
    if not reason.strip() or by.user_id is None:
        raise OverrideReasonError
    own = Session.objects.filter(centre=centre)
    list(own.select_for_update(no_key=True).filter(pk=session_id).values_list("pk"))
    found = [one for one in conflicts_of(centre, timezone.now()) if one.session.pk == session_id]
    if not found or found[0].mark != mark:
        raise ConflictChangedError(session=session_id)
    [conflict] = found
    if conflict.is_left and conflict.left is not None:
        return conflict.left
    LeftConflict.objects.filter(session=session_id, ended_at=None).update(ended_at=timezone.now())
    left = LeftConflict.objects.create(
        session=conflict.session,
        mark=mark,
        version=conflict.session.version,
        causes=_causes(conflict),
        reason=reason.strip(),
        by_id=by.user_id,
    )
    _note(by, "conflict.leave", left)
    return left


@transaction.atomic
def take_up_again(*, by: Actor, left_id: int) -> None:
    """Put what was left as it is back among the conflicts; a repeat changes nothing.

    Raises
    ------
    NotAllowedError
    ConflictChangedError
        There is no such entry at the actor's centre.
    """
    require(by, Permission.DIARY_OVERRIDE, centre_id=by.centre_id)
    rows = LeftConflict.objects.select_for_update(of=("self",), no_key=True)
    left = rows.filter(pk=left_id, session__centre=by.centre_id).first()
    if left is None:
        raise ConflictChangedError(left=left_id)
    if left.ended_at is None:
        left.ended_at = timezone.now()
        left.save(update_fields=["ended_at"])
        _note(by, "conflict.take_up", left)


def _causes(conflict: Conflict) -> list[dict[str, object]]:
    return [
        {"code": code, "resource": pk}
        for code, pk in dict.fromkeys(
            (one.code, one.resource.pk if one.resource else None) for one in conflict.causes
        )
    ]


def _note(by: Actor, action: str, left: LeftConflict) -> None:
    record(
        by=by,
        action=action,
        subject=("session", left.session_id),
        reason=left.reason,
        detail={"left": left.pk, "causes": sorted({one["code"] for one in left.causes})},
    )
