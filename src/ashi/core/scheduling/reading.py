"""A scheduling case, read from what ``json`` made of a file.

Decides        which documents are a case, and names everything that is wrong with one
Does not       open files or word faults
Takes          a document: nested dicts, lists, texts, numbers
Gives          a centre and a question; or faults, all of them
Units          minutes; days are local dates
Sources        docs/reference/schedule.md
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from ashi.core.kernel.faults import Fault
from ashi.core.kernel.fields import Field, written_ids
from ashi.core.scheduling.axis import Span
from ashi.core.scheduling.document import Centre
from ashi.core.scheduling.faults import CaseFaultsError
from ashi.core.scheduling.moments import read_moment, read_span
from ashi.core.scheduling.reading_resources import PATIENT, read_resources
from ashi.core.scheduling.reading_services import read_services
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.services import Service

Asked = TypeVar("Asked")


@dataclass(frozen=True)
class Reader:
    """The root of a document, what could be read of its centre, and the ids written there."""

    root: Field
    centre: Centre
    service_ids: set[str]
    resource_ids: set[str]

    def service(self, field: Field) -> Service | None:
        """Read the service asked for."""
        name = field.text()
        if name is not None and name not in self.service_ids:
            field.note("unknown_service", name)
            return None
        return None if name is None else self.centre.services.get(name)

    def pins(self, field: Field, service: Service | None) -> dict[str, ResourceId]:
        """Read which roles are pinned to whom."""
        pins: dict[str, ResourceId] = {}
        for role in (field.keys() or []) if field.given else []:
            pinned = field.key(role).text()
            if service and all(role != known.id for known in service.roles):
                field.key(role).note("unknown_role", role)
            if pinned is not None and pinned not in self.resource_ids:
                field.key(role).note("unknown_resource", pinned)
            if pinned is not None:
                pins[role] = ResourceId(pinned)
        return pins

    def earliest(self, field: Field) -> int | None:
        """Read the minute before which nothing may start."""
        moment = read_moment(field, self.centre.zone) if field.given else None
        return moment.minute if moment else None


def read_zone(field: Field) -> tzinfo:
    """Read an IANA zone; UTC stands in after a fault, so that the rest can be read."""
    name = field.text()
    if name is None:
        return UTC
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a folder, a path, a key that no zone has
        field.note("unknown_zone", name)
        return UTC


def read_grain(field: Field) -> int | None:
    """Read the grain: minutes that divide an hour."""
    grain = field.whole(1, 60)
    if grain is not None and 60 % grain:
        field.note("not_divisor", grain)
        return None
    return grain


def read_busy(
    field: Field, zone: tzinfo, known: set[str]
) -> tuple[dict[ResourceId, list[Span]], tuple[Span, ...]]:
    """Read what is booked: by resource, and the patient's own."""
    busy: dict[ResourceId, list[Span]] = {}
    for one in field.optional_items():
        span = read_span(one, zone)
        who = one.key("resource") if isinstance(one.value, dict) else None
        name = who.text() if who else None
        if who and name is not None and name != PATIENT and name not in known:
            who.note("unknown_resource", name)
        elif name is not None and span is not None:
            busy.setdefault(ResourceId(name), []).append(span)
    return busy, tuple(busy.pop(ResourceId(PATIENT), ()))


def read_centre(root: Field) -> Reader:
    """Read everything but the question; what could not be read has left faults in the root."""
    root.keys()
    zone, grain = read_zone(root.key("zone")), read_grain(root.key("grain_min"))
    resources = read_resources(root.key("resources"), zone)
    ids = written_ids(root.key("resources"))
    services = read_services(root.key("services"))
    busy, patient_busy = read_busy(root.key("busy"), zone, ids)
    centre = Centre(zone, grain or 1, tuple(resources.values()), services, busy, patient_busy)
    return Reader(root, centre, written_ids(root.key("services")), ids)


def read_case(document: object, ask: Callable[[Reader], Asked | None]) -> tuple[Centre, Asked]:
    """Read a document, or name everything that is wrong with it.

    Parameters
    ----------
    ask
        Reads the question: ``read_find``, ``read_course`` or ``read_fill``.

    Raises
    ------
    CaseFaultsError
        Any fault at all; ``faults`` holds them in the order of the file's parts, each once.
    """
    root = Field(document, "", [])
    if not isinstance(document, dict):
        raise CaseFaultsError([Fault("document", "not_object", document)])
    reader = read_centre(root)
    question = ask(reader)
    if root.faults or question is None:
        raise CaseFaultsError(root.faults)
    return reader.centre, question
