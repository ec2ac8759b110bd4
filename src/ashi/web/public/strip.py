"""The phase strip: what happens when, and who is with you."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from ashi.apps.bookings.offers import PlannedPhase
from ashi.apps.centres.models import PEOPLE, Resource

DRAWN_AS = {"out": "with", "dress": "turn"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the strip; ``at`` is None where no start is chosen yet."""

    at: datetime | None
    minutes: int
    kind: str
    what: str
    who: str


def strip(
    phases: Sequence[PlannedPhase],
    start: datetime | None = None,
    filled: Mapping[str, Resource] | None = None,
) -> list[Piece]:
    """Return the phases in which the patient is there, in the reader's language."""
    return [
        Piece(
            start + timedelta(minutes=phase.start_min) if start else None,
            phase.minutes,
            DRAWN_AS.get(phase.kind, phase.kind),
            in_words(phase),
            _who(phase, filled or {}),
        )
        for phase in phases
        if phase.patient
    ]


def in_words(phase: Any) -> str:
    """Return a phase's name in the reader's language."""
    greek = phase.name_el if translation.get_language() == "el" else ""
    return greek or phase.name


def _who(phase: PlannedPhase, filled: Mapping[str, Resource]) -> str:
    names = [
        filled[role].short_name or filled[role].name
        for role in phase.roles
        if role in filled and filled[role].kind in PEOPLE
    ]
    if phase.kind == "rest" and not names:
        return _("You rest. A bell is in your hand.")
    if names:
        return _("%(name)s is with you") % {"name": names[0]}
    return ""
