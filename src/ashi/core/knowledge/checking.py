"""Whether the packaged knowledge holds together.

Decides        nothing clinical: only that entries are whole, and that what they name exists
Does not       stop at the first fault; say that a fact is right
Takes          the packaged data
Gives          faults with the file and the entry; none where all is well
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterable, Iterator

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.checking_evidence import evidence_faults
from ashi.core.knowledge.checking_figures import figure_faults
from ashi.core.knowledge.checking_instruments import instrument_faults
from ashi.core.knowledge.checking_pages import page_faults
from ashi.core.knowledge.checking_physio import physio_faults
from ashi.core.knowledge.checking_points import detail_faults, group_faults, source_faults
from ashi.core.knowledge.errors import KnowledgeError
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.code_writings import code_of
from ashi.core.knowledge.points.finding import find_point
from ashi.core.knowledge.points.letters import plain, syllables
from ashi.core.knowledge.points.names import SIDES, PointCode, PointName, all_names

NAMES = "points/names.csv"


def check_knowledge() -> list[Fault]:
    """Return everything that does not hold together, file by file."""
    return [
        *order_faults(list(all_names()), _wanted()),
        *(fault for name in all_names().values() for fault in name_faults(name)),
        *writing_faults(all_names().values()),
        *detail_faults(),
        *group_faults(),
        *source_faults(),
        *figure_faults(),
        *instrument_faults(),
        *physio_faults(),
        *(evidence_faults() or page_faults(packaged_base())),
    ]


def _wanted() -> list[str]:
    """Return every code that there should be, in order."""
    return [
        code_of(channel.code, number)
        for channel in all_channels().values()
        for number in range(1, channel.points + 1)
    ]


def order_faults(listed: list[str], wanted: list[str]) -> Iterator[Fault]:
    """Say which code is missing, comes from nowhere, or first stands in the wrong place."""
    for code in sorted({*wanted} - {*listed}):
        yield Fault(f"{NAMES}: {code}", "missing")
    for code in sorted({*listed} - {*wanted}):
        yield Fault(f"{NAMES}: {code}", "unknown_point", code)
    moved = [code for code, due in zip(listed, wanted, strict=False) if code != due]
    yield from (Fault(f"{NAMES}: {code}", "out_of_order") for code in moved[:1])


def name_faults(name: PointName) -> Iterator[Fault]:
    """Say what is wrong with the name of one point by itself."""
    path = f"{NAMES}: {name.code}"
    if name.laterality not in SIDES:
        yield Fault(path, "unknown_word", name.laterality)
        return
    if name.places < len(name.sides) or name.places % len(name.sides):
        yield Fault(path, "odd_places", name.places)
    if not (name.zh and name.simplified):
        yield Fault(path, "missing", "zh")
    marked, bare = syllables(plain(name.tones)), syllables(plain(name.pinyin))
    if marked is None or bare is None or marked.letters != bare.letters or not marked.tones:
        yield Fault(path, "tones_differ", name.tones)


def writing_faults(names: Iterable[PointName]) -> Iterator[Fault]:
    """Say which point is not found by its own code, or taken for another by its own signs."""
    for name in names:
        for writing in (name.code, f"{name.code} {name.pinyin}", name.zh, name.simplified):
            if _found(writing) != name.code:
                yield Fault(f"{NAMES}: {name.code}", "not_found_by_name", writing)


def _found(writing: str) -> PointCode | None:
    try:
        return find_point(writing)
    except KnowledgeError:
        return None
