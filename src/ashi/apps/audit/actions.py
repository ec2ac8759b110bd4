"""Write an event into the trail, in the transaction of the act it tells of."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ashi.apps.audit.models import Event, Pending

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ashi.apps.audit.actor import Actor, Purpose


def digest_of(event: Event) -> bytes:
    """Return the SHA-256 of an event's content in one fixed writing."""
    content = {
        "id": str(event.id),
        "at": event.at.astimezone(UTC).isoformat(),
        "actor_id": event.actor_id,
        "role": event.role,
        "source": event.source,
        "device_id": event.device_id,
        "centre_id": event.centre_id,
        "action": event.action,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "patient_id": event.patient_id,
        "purpose": event.purpose,
        "reason": event.reason,
        "detail": event.detail,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def record(
    *,
    by: Actor,
    action: str,
    subject: tuple[str, object],
    patient_id: int | None = None,
    purpose: Purpose | None = None,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Event:
    """Add one event. ``subject`` is (type, id); ``detail`` holds ids and codes only."""
    event = Event(
        id=uuid.uuid4(),
        at=at or datetime.now(UTC),
        actor_id=by.user_id,
        role=by.role,
        source=by.source,
        device_id=by.device_id,
        centre_id=by.centre_id,
        action=action,
        subject_type=subject[0],
        subject_id=str(subject[1]),
        patient_id=patient_id,
        purpose=purpose or by.purpose,
        reason=reason,
        detail=dict(detail or {}),
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    Pending.objects.create(event_id=event.pk)
    return event
