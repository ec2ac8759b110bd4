"""What is to be examined, as somebody lists it by names.

Decides        which finding a name means
Does not       read values: those are found at a visit
Takes          ``straight leg raise test; lumbar flexion; patellar reflex``
Gives          ids of findings, and names that none has
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import re

from ashi.core.knowledge.physio.things import MEASURE, writings, written

_PARTED = re.compile(r"[;\n]")


def read_wanted(text: str) -> tuple[list[str], list[str]]:
    """Return the ids of what a list names, each once, and the names that nothing has.

    A comma parts names, too, but only in what is no name as a whole: some names have one.
    """
    parts = [part.strip() for part in _PARTED.split(text)]
    names = [name for part in parts for name in ([part] if _named(part) else part.split(","))]
    found: dict[str, None] = {}
    unknown = []
    for name in filter(None, (one.strip() for one in names)):
        known = _named(name)
        if known:
            found[known] = None
        else:
            unknown.append(name)
    return list(found), unknown


def _named(name: str) -> str:
    """Return the id of the measure that has this name; empty where none has."""
    thing = writings().get(written(name))
    return thing.id if thing is not None and thing.kind == MEASURE else ""


def wanted_of(text: str) -> list[str]:
    """Return the ids of what a list names; names that nothing has any more are left out."""
    return read_wanted(text)[0]
