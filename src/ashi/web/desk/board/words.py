"""Names in the reader's language, as their owners wrote them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from ashi.apps.centres.models import PEOPLE, ROOMS, Resource, ResourceKind
from ashi.apps.patients.models import Patient

SHOWN = {ResourceKind.PRACTITIONER, *ROOMS}


def local(row: Any, field: str = "name") -> str:
    """Return ``field`` of a row in Greek where it is written and the reader reads Greek."""
    greek = str(getattr(row, f"{field}_el", "")) if (get_language() or "").startswith("el") else ""
    return greek or str(getattr(row, field))


def short(resource: Resource) -> str:
    """Return the name a colleague is called by."""
    return resource.short_name or local(resource).split(" ")[0]


def people_then_places(resources: Iterable[Resource]) -> list[Resource]:
    """Return the practitioners, then the rooms and couches among them, each once."""
    shown = {one.pk: one for one in resources if one.kind in SHOWN}
    return sorted(shown.values(), key=lambda one: (one.kind not in PEOPLE, one.position))


def guarded_name(patient: Patient | None) -> str:
    """Return first name and initial: all that a wall may say."""
    if patient is None:
        return ""
    initial = f" {patient.family_name[:1]}." if patient.family_name else ""
    return patient.given_name + initial
