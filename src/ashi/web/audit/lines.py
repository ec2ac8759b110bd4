"""From events to lines that can be read: names are looked up for the reader, never kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ashi.apps.accounts.queries import names_of
from ashi.apps.audit.actor import Actor
from ashi.apps.audit.models import Event
from ashi.apps.audit.queries import GLASS, REFUSED
from ashi.apps.patients.queries import names_for_trail
from ashi.web.accounts.wording import ROLE_WORDS
from ashi.web.audit.words import ACTION_WORDS, PURPOSE_WORDS, SOURCE_WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words; ``state`` is "refused", "glass" or empty."""

    event_id: str
    at: datetime
    person: str
    person_id: int | None
    role: str
    action: str
    code: str
    subject: str
    patient: str
    patient_id: int | None
    purpose: str
    purpose_code: str
    reason: str
    source: str
    device_id: int | None
    detail: str
    state: str


def lines_of(by: Actor, events: Sequence[Event]) -> list[Line]:
    """Return the lines of these events: two queries, however many they are."""
    people = names_of({one.actor_id for one in events if one.actor_id})
    patients = names_for_trail(by, {one.patient_id for one in events if one.patient_id})
    return [_line(one, people, patients) for one in events]


def _line(event: Event, people: dict[int, str], patients: dict[int, str]) -> Line:
    said = sorted((key, value) for key, value in event.detail.items() if value is not None)
    return Line(
        event_id=str(event.pk),
        at=event.at,
        person=people.get(event.actor_id or 0, ""),
        person_id=event.actor_id,
        role=str(ROLE_WORDS.get(event.role, event.role)),
        action=str(ACTION_WORDS.get(event.action, event.action)),
        code=event.action,
        subject=f"{event.subject_type} {event.subject_id}".strip(),
        patient=patients.get(event.patient_id or 0, ""),
        patient_id=event.patient_id,
        purpose=str(PURPOSE_WORDS.get(event.purpose, event.purpose)),
        purpose_code=event.purpose,
        reason=event.reason,
        source=str(SOURCE_WORDS.get(event.source, event.source)),
        device_id=event.device_id,
        detail="; ".join(f"{key}: {value}" for key, value in said),
        state={REFUSED: "refused", GLASS: "glass"}.get(event.action, ""),
    )
