"""Events of the trail in bulk, each with the digest that the audit's own writing gives it."""

import json
import random
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

from ashi.apps.audit.actions import digest_of
from ashi.apps.audit.actor import Actor
from ashi.apps.audit.models import Event, Pending
from ashi.apps.demo.copying import Sheets, Table

EVENTS = Table(
    Event,
    "id at actor_id role source device_id centre_id action subject_type subject_id patient_id"
    " purpose reason detail recorded_at digest",
)


PENDING = Table(Pending, "event_id")


class _Event(NamedTuple):
    """The columns that a digest covers, in the order of ``EVENTS``."""

    id: uuid.UUID
    at: datetime
    actor_id: int | None
    role: str
    source: str
    device_id: int | None
    centre_id: int | None
    action: str
    subject_type: str
    subject_id: str
    patient_id: int | None
    purpose: str
    reason: str
    detail: Mapping[str, Any]


class Trail:
    """Puts events on the sheets; its dice make every id of a load, so that a seed repeats it."""

    def __init__(self, sheets: Sheets, dice: random.Random) -> None:
        self.sheets, self.dice = sheets, dice

    def uuid(self) -> uuid.UUID:
        """Return the next id."""
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def add(
        self,
        at: datetime,
        by: Actor,
        action: str,
        subject: tuple[str, object],
        patient_id: int | None = None,
        detail: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Add one event, as ``audit.actions.record`` would."""
        event = _Event(
            self.uuid(),
            at,
            by.user_id,
            str(by.role),
            str(by.source),
            by.device_id,
            by.centre_id,
            action,
            subject[0],
            str(subject[1]),
            patient_id,
            str(by.purpose),
            reason,
            detail or {},
        )
        digest = digest_of(cast("Event", event))  # it reads the columns by name
        row = (*event[:-1], json.dumps(event.detail), at, digest)
        self.sheets.add(EVENTS, row)
        self.sheets.add(PENDING, (event.id,))
