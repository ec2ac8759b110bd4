"""What was done, written as a line that reads back to the same.

Decides        nothing
Does not       print what was measured: that is found anew
Takes          items of a line
Gives          ``Joint mobilisation (non-thrust) L4 III 3x30s; Bridge 3x10``
Units          seconds, minutes, kg
Sources        none
Reviewed       no clinical content
"""

from collections.abc import Iterable

from ashi.core.knowledge.physio.reading import Item

GRADES = ("", "I", "II", "III", "IV", "V")


def print_done(items: Iterable[Item]) -> str:
    """Return treatments and exercises as they are typed."""
    return "; ".join(map(_statement, items))


def _statement(item: Item) -> str:
    place = item.place.replace('"', "")
    said = (
        item.thing.name,
        item.level,
        item.side,
        GRADES[item.grade or 0],
        *_dose(item),
        f'"{place}"' if place else "",
    )
    return " ".join(filter(None, said))


def _dose(item: Item) -> Iterable[str]:
    """Yield sets and repetitions, a hold, minutes, a load, each as it is typed."""
    if item.reps:
        yield f"{item.sets or 1}x{item.reps}"
        yield f"{item.hold_s}s" if item.hold_s else ""
    elif item.hold_s:
        yield f"{item.sets}x{item.hold_s}s" if item.sets else f"{item.hold_s}s"
    yield f"{item.minutes}min" if item.minutes else ""
    yield f"{item.load_kg:g}kg" if item.load_kg else ""
