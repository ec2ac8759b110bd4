"""Django looks for models here; everybody else imports from the module that defines them."""

from ashi.apps.centres.models.centre import Centre, Closure, Membership
from ashi.apps.centres.models.resource import (
    OF_THE_CENTRE,
    PEOPLE,
    ROOMS,
    Absence,
    ExtraOpening,
    Permit,
    Resource,
    ResourceKind,
    WeeklyHours,
)
from ashi.apps.centres.models.service import PhaseKind, Service, ServicePhase, ServiceRole

__all__ = [
    "OF_THE_CENTRE",
    "PEOPLE",
    "ROOMS",
    "Absence",
    "Centre",
    "Closure",
    "ExtraOpening",
    "Membership",
    "Permit",
    "PhaseKind",
    "Resource",
    "ResourceKind",
    "Service",
    "ServicePhase",
    "ServiceRole",
    "WeeklyHours",
]
