"""Put a message into the outbox, in the transaction of the act it tells of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from ashi.apps.messages.models import Message
from ashi.apps.messages.tasks import send_due_messages


def queue(
    *,
    kind: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    dedupe_key: str,
    patient_id: int | None = None,
    visit_id: int | None = None,
    centre_id: int | None = None,
    send_after: datetime | None = None,
) -> Message:
    """Queue one e-mail; the same ``dedupe_key`` again returns the first row.

    The message and the job that sends it are rows of the caller's transaction: both are
    kept or neither.
    """
    message, made = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "to": to,
            "language": language,
            "context": dict(context),
            "patient_id": patient_id,
            "visit_id": visit_id,
            "centre_id": centre_id,
            "send_after": send_after or timezone.now(),
        },
    )
    if made:
        send_due_messages.configure(schedule_at=send_after).defer()
    return message
