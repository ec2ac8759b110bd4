"""When a question of a form is asked: after which answers to others.

Decides        whether the conditions of a form can be met at all
Does not       ask anything
Takes          items of a Questionnaire
Gives          faults where a condition names no question, or questions wait for each other
Units          none
Sources        FHIR R4 ``enableWhen``
Reviewed       draft
"""

from collections.abc import Mapping, Sequence

from ashi.core.kernel.fields import Field


def read_conditions(field: Field) -> list[Field]:
    """Return the names of the questions that an item waits for."""
    found = field.key("enableWhen")
    members = (found.items() or []) if found.given else []
    return [one.key("question") for one in members if one.keys() is not None]


def note_circles(conditions: Mapping[str, Sequence[Field]], parents: Mapping[str, str]) -> None:
    """Note conditions on questions that are not there, and questions that wait in a circle.

    Parameters
    ----------
    conditions
        By ``linkId``, every item of the form, also those that wait for nothing.
    parents
        The item in which an item lies: it waits for whatever that one waits for.
    """
    waits: dict[str, list[str]] = {}
    for link_id, fields in conditions.items():
        named = [(field, field.text()) for field in fields]
        for field, name in named:
            if name is not None and name not in conditions:
                field.note("unknown_question", name)
        known = [name for _, name in named if name is not None and name in conditions]
        outer = parents.get(link_id)
        waits[link_id] = known + ([outer] if outer is not None and outer in conditions else [])
    for link_id, fields in conditions.items():
        for field in fields:
            name = field.value if isinstance(field.value, str) else ""
            if name in waits and _reaches(waits, name, link_id):
                field.note("circle", link_id)


def _reaches(waits: Mapping[str, Sequence[str]], start: str, end: str) -> bool:
    """Whether ``start`` waits for ``end``, by however many others."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one == end:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(waits.get(one, ()))
    return False
