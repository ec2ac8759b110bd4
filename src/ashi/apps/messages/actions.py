"""Put a message into the outbox, in the transaction of the act it tells of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.messages.errors import MessageUnknownError
from ashi.apps.messages.models import Message
from ashi.apps.messages.tasks import send_due_messages


def queue(
    *,
    kind: str,
    to: str,
    channel: str = Message.Channel.EMAIL,
    language: str,
    context: Mapping[str, Any],
    dedupe_key: str,
    patient_id: int | None = None,
    visit_id: int | None = None,
    centre_id: int | None = None,
    send_after: datetime | None = None,
    send_before: datetime | None = None,
    by_day: bool = False,
) -> Message:
    """Queue one message; the same ``dedupe_key`` again returns the first row.

    The message and the job that sends it are rows of the caller's transaction: both are
    kept or neither.
    """
    message, made = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "to": to,
            "channel": channel,
            "language": language,
            "context": dict(context),
            "patient_id": patient_id,
            "visit_id": visit_id,
            "centre_id": centre_id,
            "send_after": send_after or timezone.now(),
            "send_before": send_before,
            "by_day": by_day,
        },
    )
    if made:
        send_due_messages.configure(schedule_at=send_after).defer()
    return message


@transaction.atomic
def send_again(*, by: Actor, message_id: int) -> Message:
    """Queue a message once more that never went; one that waits, went or came back stays.

    Raises
    ------
    NotAllowedError
    MessageUnknownError
        No such message of the actor's centre.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    row = _locked(by, message_id)
    if row.may_go_again:
        row.state, row.attempts, row.send_after = Message.State.QUEUED, 0, timezone.now()
        row.save(update_fields=["state", "attempts", "send_after"])
        record(by=by, action="message.again", subject=("message", row.pk))
        send_due_messages.defer()
    return row


@transaction.atomic
def mark_told(*, by: Actor, message_id: int) -> Message:
    """Say that what could not be sent was said by phone; a second press changes nothing.

    Raises
    ------
    NotAllowedError
    MessageUnknownError
        No such message of the actor's centre.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    row = _locked(by, message_id)
    if row.is_unreached:
        row.told_at, row.told_by_id = timezone.now(), by.user_id
        row.save(update_fields=["told_at", "told_by"])
        record(by=by, action="message.told", subject=("message", row.pk), patient_id=row.patient_id)
    return row


def _locked(by: Actor, message_id: int) -> Message:
    rows = Message.objects.select_for_update(of=("self",)).filter(centre_id=by.centre_id)
    row = rows.filter(pk=message_id).first()
    if row is None:
        raise MessageUnknownError(message=message_id)
    return row
