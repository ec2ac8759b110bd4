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

_PARTED = re.compile(r"[;,\n]")


def read_wanted(text: str) -> tuple[list[str], list[str]]:
    """Return the ids of what a list names, each once, and the names that nothing has."""
    found: dict[str, None] = {}
    unknown = []
    for name in filter(None, (part.strip() for part in _PARTED.split(text))):
        thing = writings().get(written(name))
        if thing is None or thing.kind != MEASURE:
            unknown.append(name)
        else:
            found[thing.id] = None
    return list(found), unknown


def wanted_of(text: str) -> list[str]:
    """Return the ids of what a list names; names that nothing has any more are left out."""
    return read_wanted(text)[0]
