"""What a delay does to everything that is booked after it.

Decides        when each step of each block begins, if all take as long as planned
Does not       move a promise, shorten a step, change who does what, know who is told
Takes          blocks: their steps in order, what each needs, and when the first can begin
Gives          the start of every step, and what the first one of a block waits for
Units          instants are aware datetimes, lengths are timedelta
Sources        DESIGN 7 (promise and fact are two things); issue 2, section 5

The day is walked through as people do it: a step begins when the one before it is over and
everything it needs is free; who could begin first goes first. What a block needs in its next
step, too, it keeps while it waits (the room with the patient in it); what it does not need it
lets go (the practitioner, while needles rest). Two blocks that were promised over each other
(an override) do not wait for one another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a block; ``needs`` are resources, ``length`` is above zero."""

    needs: frozenset[int]
    length: timedelta


@dataclass(frozen=True, slots=True)
class Block:
    """Something booked: its steps from ``earliest`` on, and where it was ``promised``.

    ``promised`` has one start and end per step, which may be longer or shorter than it now is.
    A block that has ``begun`` is in its first step, which stands where it is; nothing pushes it.
    """

    key: int
    booked: datetime
    earliest: datetime
    steps: tuple[Step, ...]
    promised: tuple[tuple[datetime, datetime], ...]
    begun: bool = False

    def meets(self, other: "Block") -> bool:
        """Tell whether the two were promised one resource at one moment."""
        return any(
            mine.needs & theirs.needs and start < until and begins < end
            for mine, (start, end) in zip(self.steps, self.promised, strict=True)
            for theirs, (begins, until) in zip(other.steps, other.promised, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Walked:
    """When a block's steps begin.

    ``after`` is the block that last let go of what the first step needs, ``on`` that resource;
    both are None where the first step waits for nothing.
    """

    key: int
    starts: tuple[datetime, ...]
    after: int | None = None
    on: int | None = None


@dataclass(slots=True)
class _Going:
    """One block on its way through the day; it does not wait for those in ``beside``."""

    block: Block
    ready: datetime
    beside: frozenset[int]
    starts: list[datetime] = field(default_factory=list)
    after: int | None = None
    on: int | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether the last step has been placed."""
        return len(self.starts) == len(self.block.steps)

    @property
    def needs(self) -> frozenset[int]:
        """Return what the step needs that is to begin next."""
        return frozenset() if self.is_over else self.block.steps[len(self.starts)].needs

    @property
    def waited(self) -> tuple[datetime, datetime, int]:
        """Return what decides between two who could begin at once."""
        return self.ready, self.block.booked, self.block.key


@dataclass(slots=True)
class _House:
    """What is taken: ``ends`` by resource and block, ``kept`` by blocks between two steps."""

    ends: dict[int, dict[int, datetime]] = field(default_factory=dict)
    kept: dict[int, set[int]] = field(default_factory=dict)

    def start(self, one: _Going) -> datetime | None:
        """Return when the next step could begin; None while somebody keeps what it needs."""
        found = one.ready
        for resource in one.needs:
            if self.kept.get(resource, set()) - one.beside:
                return None
            for key, end in self.ends.get(resource, {}).items():
                if end > found and key not in one.beside:
                    found = end
        return found

    def begin(self, one: _Going, start: datetime) -> None:
        """Place the next step, let go of what it does not need, keep what the one after does."""
        key, step = one.block.key, one.block.steps[len(one.starts)]
        for owners in self.kept.values():
            owners.discard(key)
        one.starts.append(start)
        one.ready = start + step.length
        for resource in step.needs:
            self.ends.setdefault(resource, {})[key] = one.ready
        for resource in step.needs & one.needs:
            self.kept.setdefault(resource, set()).add(key)

    def last(self, one: _Going) -> tuple[int | None, int | None]:
        """Return which block lets go last of what the next step needs, and of what."""
        found = [
            (end, key, resource)
            for resource in one.needs
            for key, end in self.ends.get(resource, {}).items()
            if key not in one.beside
        ]
        _, after, on = max(found, default=(None, None, None))
        return after, on


def knock_on(blocks: Iterable[Block]) -> list[Walked]:
    """Walk through the day and return when each step of each block begins.

    Parameters
    ----------
    blocks
        In any order; keys are unique.

    Returns
    -------
    list of Walked
        One per block, by booked start and key.

    Notes
    -----
    The work grows with the square of the number of blocks; a day has some tens. If two blocks
    keep what the other needs next, the one that has waited longest goes first once everything
    else has ended.
    """
    ordered = sorted(blocks, key=lambda one: (one.booked, one.key))
    going = [_Going(one, one.earliest, _beside(one, ordered)) for one in ordered]
    house = _House()
    for one in going:
        if one.block.begun and not one.is_over:
            house.begin(one, one.ready)
    while waiting := [one for one in going if not one.is_over]:
        chosen, start = _next(waiting, going, house)
        if not chosen.starts and start > chosen.ready:
            chosen.after, chosen.on = house.last(chosen)
        house.begin(chosen, start)
    return [Walked(one.block.key, tuple(one.starts), one.after, one.on) for one in going]


def _next(
    waiting: Sequence[_Going], going: Sequence[_Going], house: _House
) -> tuple[_Going, datetime]:
    able = [(start, one.waited, one) for one in waiting if (start := house.start(one)) is not None]
    if able:
        start, _, chosen = min(able, key=lambda found: found[:2])
        return chosen, start
    return min(waiting, key=lambda one: one.waited), max(one.ready for one in going)


def _beside(one: Block, among: Sequence[Block]) -> frozenset[int]:
    """Return whom a block never waits for: itself, and what was promised over it."""
    return frozenset(other.key for other in among if other is one or one.meets(other))
