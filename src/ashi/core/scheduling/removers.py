"""Whether somebody who may take needles out is in the house while needles rest.

Decides        in which minutes as many may rest as do, and in which one more may: somebody trained
               is in the house, and nobody trained has more than ``most`` rooms resting
Does not       know who is trained or where they are; somebody who is busy elsewhere in the house
               counts, somebody who is away does not
Takes          when each patient rests with needles in; for each trained person, when they are in
               the house; ``most`` (``None``: as many as there are rooms)
Gives          stretches with both numbers; a mask of minutes
Units          minutes since 1970-01-01T00:00Z; bits of an axis
Sources        own: the rule is a centre's, and so is ``most``
Reviewed       draft, until a centre's clinician signs it in Ashi

Nobody is given rooms by name: ``n`` who are trained can share ``n * most`` rooms or fewer so that
none has more than ``most``, and no more than those.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ashi.core.scheduling.axis import Axis, Span
from ashi.core.scheduling.bits import full, mask_of
from ashi.core.scheduling.errors import refuse


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes in which as many rest and as many trained are in the house."""

    span: Span
    resting: int
    trained: int


def may_rest(resting: int, trained: int, most: int | None) -> bool:
    """Tell whether ``resting`` patients may rest while ``trained`` are in the house."""
    if resting == 0:
        return True
    return trained > 0 and (most is None or resting <= most * trained)


def stretches(resting: Iterable[Span], trained: Iterable[Iterable[Span]]) -> list[Stretch]:
    """Return where somebody rests or is there, in order; neighbours differ in a number.

    Parameters
    ----------
    resting
        One span for each patient; they may overlap, which is two patients.
    trained
        For each person when they are in the house; spans of one person may overlap, which is
        still one person.
    """
    changes: dict[int, tuple[int, int]] = {}
    for start, end in resting:
        if start < end:
            _change(changes, start, 1, 0)
            _change(changes, end, -1, 0)
    for one in trained:
        for start, end in _united(one):
            _change(changes, start, 0, 1)
            _change(changes, end, 0, -1)
    moments = sorted(changes)
    found: list[Stretch] = []
    patients = people = 0
    for start, end in pairwise(moments):
        more, there = changes[start]
        patients, people = patients + more, people + there
        if patients or people:
            found.append(Stretch(Span(start, end), patients, people))
    return found


def _change(changes: dict[int, tuple[int, int]], at: int, patients: int, people: int) -> None:
    known = changes.get(at, (0, 0))
    changes[at] = known[0] + patients, known[1] + people


def _united(spans: Iterable[Span]) -> list[Span]:
    """Return the spans of one person, none touching another."""
    found: list[Span] = []
    for span in sorted(one for one in spans if one.start < one.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def broken(
    resting: Iterable[Span], trained: Iterable[Iterable[Span]], most: int | None = None
) -> list[Stretch]:
    """Return the stretches in which the rule does not hold.

    Raises
    ------
    BadValueError
        ``most`` is below 1.
    """
    refuse((most is not None and most < 1, "most", "too_small"))
    return [
        one for one in stretches(resting, trained) if not may_rest(one.resting, one.trained, most)
    ]


def one_more(
    axis: Axis, resting: Sequence[Span], trained: Sequence[Iterable[Span]], most: int | None = None
) -> int:
    """Return the minutes of the axis in which one more patient may rest.

    Raises
    ------
    BadValueError
        ``most`` is below 1.
    """
    refuse((most is not None and most < 1, "most", "too_small"))
    allowed = [
        one.span
        for one in stretches(resting, trained)
        if may_rest(one.resting + 1, one.trained, most)
    ]
    return mask_of(axis, allowed) & full(axis.length)
