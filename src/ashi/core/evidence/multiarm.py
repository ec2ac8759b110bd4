"""Trials with several comparisons against one group, so that the group is counted once.

Decides        which rows share a group, and what becomes of them as was asked
Does not       choose: without being asked, rows stay as they are and are named
Takes          rows of one measure; ``Arms``
Gives          rows, each saying what was done to it
Units          those of the columns
Sources        Cochrane Handbook 23.3.4; ``arms`` for the arithmetic
Reviewed       no
"""

from collections import defaultdict
from collections.abc import Sequence

from ashi.core.evidence.arms import Counted, Group, join, join_counted, share, share_counted
from ashi.core.evidence.doubts import group_of
from ashi.core.evidence.records import Arms, How, Record


def arrange(records: Sequence[Record], arms: Arms) -> list[Record]:
    """Return the rows with shared groups counted once, in the order of the file.

    Rows that are alike throughout are no further comparison, and stay for the reader to judge.
    """
    if arms is Arms.KEEP:
        return list(records)
    change = _split if arms is Arms.SPLIT else _combine
    arranged = [one for together in _sharing(records) for one in change(together)]
    return sorted(arranged, key=lambda one: one.line)


def _sharing(records: Sequence[Record]) -> list[list[Record]]:
    """Return rows together that have a study and its second group in common."""
    together: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for at, record in enumerate(records):
        control = group_of(record, 2)
        key = (record.study, *control) if control else (record.study, at, None)
        together[key].append(record)
    return list(together.values())


def _alike(together: Sequence[Record]) -> bool:
    return len({group_of(one, 1) for one in together}) < len(together)


def _split(together: list[Record]) -> list[Record]:
    among = len(together)
    if among == 1 or _alike(together):
        return together
    for record in together:
        numbers = record.numbers
        if "events2" in numbers:
            part = share_counted(Counted(numbers["n2"], numbers["events2"]), among)
            numbers.update(n2=part.n, events2=part.events)
        else:
            numbers["n2"] = share(_group(record, 2), among).n
        record.how.append(How("n2", "shared", str(among)))
    return together


def _combine(together: list[Record]) -> list[Record]:
    if len(together) == 1 or _alike(together):
        return together
    first = together[0]
    if "events1" in first.numbers:
        counted = join_counted(
            [Counted(one.numbers["n1"], one.numbers["events1"]) for one in together]
        )
        first.numbers.update(n1=counted.n, events1=counted.events)
    else:
        whole = join([_group(one, 1) for one in together])
        first.numbers.update(n1=whole.n, mean1=whole.mean, sd1=whole.sd)
    first.how = [how for one in together for how in one.how]
    first.how.append(How("n1", "joined", ", ".join(str(one.line) for one in together)))
    names = [one.labels.get("arm1", "") for one in together]
    if all(names):
        first.labels["arm1"] = " + ".join(names)
    return [first]


def _group(record: Record, arm: int) -> Group:
    n, mean, sd = (record.numbers[f"{name}{arm}"] for name in ("n", "mean", "sd"))
    return Group(n, mean, sd)
