"""A scheduling case as values: a centre, and one question about it.

Decides        nothing
Gives          the frozen values that ``reading`` fills and the searches take
Units          minutes since 1970-01-01T00:00Z; days are local dates
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from ashi.core.scheduling.axis import Span
from ashi.core.scheduling.resources import Resource, ResourceId
from ashi.core.scheduling.services import Service
from ashi.core.scheduling.week import WeeklyHours


@dataclass(frozen=True)
class Centre:
    """Everything that is there, and what is already booked."""

    zone: tzinfo
    grain: int
    resources: tuple[Resource, ...]
    services: Mapping[str, Service]
    busy: Mapping[ResourceId, Sequence[Span]]
    patient_busy: tuple[Span, ...]


@dataclass(frozen=True)
class Find:
    """All openings of a service on some days."""

    service: Service
    first: date
    last: date
    pins: Mapping[str, ResourceId]
    earliest: int | None
    limit: int | None


@dataclass(frozen=True)
class Course:
    """Several visits in a row."""

    service: Service
    first: date
    last: date
    pins: Mapping[str, ResourceId]
    earliest: int | None
    visits: int
    min_days: int
    max_days: int
    prefer: WeeklyHours | None
    same: tuple[str, ...]


@dataclass(frozen=True)
class Fill:
    """As many visits as a day can hold."""

    service: Service
    day: date
    pins: Mapping[str, ResourceId]
    earliest: int | None
    optimal: bool


Question = Find | Course | Fill
