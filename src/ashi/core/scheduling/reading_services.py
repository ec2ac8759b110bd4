"""The services of a scheduling case.

Decides        which fields are a service
Does not       word faults; know of resources
Takes          fields (``fields``)
Gives          services; faults are noted in the fields' list
Units          minutes
"""

from collections.abc import Iterable

from ashi.core.kernel.fields import Field, note_repeated
from ashi.core.scheduling.reading_resources import checked, kept, note_unknown
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.services import LONGEST_MIN, Phase, Role, Service


def read_role(field: Field, name: str) -> Role | None:
    """Read one role."""
    if field.keys() is None:
        return None
    kinds, skill = field.key("kind").text_or_texts(), field.key("skill")
    skills = skill.text_or_texts() if skill.given else None
    prefer = field.key("prefer")
    preferred = prefer.texts() if prefer.given else []
    # A stand-in for kinds that could not be read lets the value judge its skills.
    needed = None if skills is None else frozenset(skills)
    rather = tuple(ResourceId(one) for one in preferred or ())
    role = checked(
        field, lambda: Role(name, frozenset(["?"] if kinds is None else kinds), needed, rather)
    )
    unread = kinds is None or preferred is None or (skill.given and skills is None)
    return None if unread else role


def read_phase(field: Field, roles: Iterable[str]) -> Phase | None:
    """Read one phase; its roles must be roles of the service."""
    if field.keys() is None:
        return None
    name = field.key("id")
    text = name.text() if name.given else ""
    minutes = field.key("min").whole(1, LONGEST_MIN)
    present = field.key("roles")
    names = present.texts()
    if names is not None:
        note_unknown(present, roles, "unknown_role")
    patient = field.key("patient").flag(default=True)
    if text is None or minutes is None or names is None:
        return None
    return checked(field, lambda: Phase(text, minutes, frozenset(names), patient))


def read_service(field: Field) -> Service | None:
    """Read one service, an object."""
    name, table, list_of_phases = (field.key(key) for key in ("id", "roles", "phases"))
    text, role_names = name.text(), table.keys()
    roles = [read_role(table.key(role), role) for role in role_names or []]
    members = list_of_phases.items()
    phases = [read_phase(one, role_names or []) for one in members or []]
    note_repeated((one.key("id"), one.key("id").value) for one in members or [])
    if text is None or role_names is None or members is None or None in roles or None in phases:
        return None
    if any(not phase.roles <= set(role_names) for phase in kept(phases)):
        return None  # noted above, each with its place
    return checked(field, lambda: Service(text, kept(roles), kept(phases)))


def read_services(field: Field) -> dict[str, Service]:
    """Read all services; ids must differ."""
    members = [one for one in field.items() or [] if one.keys() is not None]
    note_repeated((one.key("id"), one.key("id").value) for one in members)
    return {service.id: service for service in kept(read_service(one) for one in members)}
