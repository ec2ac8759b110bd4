"""Where the rest of a day goes when somebody runs late, or is done early.

Decides        for each visit by how much it moves, that it stays, or that it no longer fits
Does not       know who runs late or why, change who does what, cancel, shorten, tell anybody
Takes          what is booked as chains of uses, what else is taken and why, and the limits
Gives          one Outcome per chain, by booked start
Units          instants are aware datetimes, lengths are timedelta
Sources        DESIGN 7; issue 6, section 1

A chain moves as a whole: its uses keep their distances. Chains are placed one after another by
their booked start, each at the first start, counted in steps from its own, at which nothing it
needs is taken; minutes that nobody needs and the rests of others are used up on the way. Two
chains that need one thing keep their order. Nobody begins earlier than booked unless asked
(``earliest``), and nobody is pushed by whoever comes forward.

A chain that finds no place within the limits stays where it is booked, for somebody to decide.
The others are planned as if it were gone; ``held_by`` says who stands in the way until it is.

A longer delay may let a chain begin sooner, in a rest that a shorter one did not open to it.
Without rests, and as long as everything fits, starts only grow with the delay.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Use:
    """That a chain needs a resource for ``length`` from ``offset`` after its start."""

    resource: int
    offset: timedelta
    length: timedelta


@dataclass(frozen=True, slots=True)
class Taken:
    """Minutes in which a resource is not to be had.

    ``is_new`` sets what has come up today (a delay, a visit that goes on) apart from what stood
    when the chains were booked: a chain that was booked over the latter may go on doing so.
    """

    resource: int
    start: datetime
    end: datetime
    why: str
    key: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """Something booked. ``beside`` are keys of what it was booked over, on purpose.

    ``earliest`` lies before ``booked`` only where coming forward was agreed; a chain that is
    ``fixed`` begins as booked or not at all.
    """

    key: int
    booked: datetime
    uses: tuple[Use, ...]
    earliest: datetime
    fixed: bool = False
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """No new start before ``not_before``; moves are whole ``step``s and at most ``most`` later."""

    not_before: datetime
    step: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a chain goes; ``start`` is where it is booked when it stays or does not fit.

    ``why`` is empty where it fits; else the ``why`` of what was in the way, ``fixed`` or ``far``.
    ``on`` is the resource and ``by`` the key concerned, for a move too: what it waits for.
    ``held_by`` is a chain that stays, over whose booked place this one would go.
    """

    key: int
    booked: datetime
    start: datetime
    why: str = ""
    on: int | None = None
    by: int | None = None
    held_by: int | None = None

    @property
    def moves(self) -> bool:
        """Tell whether it is to begin at another time than booked."""
        return self.start != self.booked


@dataclass(frozen=True, slots=True)
class _Placed:
    chain: Chain
    start: datetime

    def meets(self, chain: Chain, start: datetime) -> int | None:
        """Return a resource that both would have at once."""
        if self.chain.key in chain.beside or chain.key in self.chain.beside:
            return None
        for mine in self.chain.uses:
            begins = self.start + mine.offset
            for other in chain.uses:
                at = start + other.offset
                if other.resource == mine.resource and (
                    begins < at + other.length and at < begins + mine.length
                ):
                    return mine.resource
        return None

    def shares_with(self, chain: Chain) -> bool:
        """Tell whether both need one thing, though not at once."""
        mine = {use.resource for use in self.chain.uses}
        return any(use.resource in mine for use in chain.uses)


def plan_late_run(chains: Iterable[Chain], taken: Iterable[Taken], limits: Limits) -> list[Outcome]:
    """Plan the rest of a day.

    Parameters
    ----------
    chains
        In any order, keys unique. They do not meet as booked unless ``beside`` each other.
    taken
        What no chain may use; delays are among them, as minutes in which somebody is not free.
    limits
        ``step`` above zero.

    Returns
    -------
    list of Outcome
        One per chain, by booked start and key.

    Notes
    -----
    The work grows with chains, times the steps within ``most``, times chains.
    """
    ordered = sorted(chains, key=lambda one: (one.booked, one.key))
    by_resource: dict[int, list[Taken]] = {}
    for one in taken:
        by_resource.setdefault(one.resource, []).append(one)
    placed: list[_Placed] = []
    outcomes: list[Outcome] = []
    for at, chain in enumerate(ordered):
        found = _place(chain, placed, ordered[at + 1 :], by_resource, limits)
        outcomes.append(found)
        if not found.why:
            placed.append(_Placed(chain, found.start))
    return held_without(ordered, outcomes, ())


def _place(
    chain: Chain,
    placed: Sequence[_Placed],
    later: Sequence[Chain],
    taken: Mapping[int, Sequence[Taken]],
    limits: Limits,
) -> Outcome:
    in_the_way: Taken | None = None  # what first refuses a start, best something that stood before
    for start in _starts(chain, limits):
        met = _met(chain, start, placed, taken)
        if met is None and start < chain.booked and _would_push(chain, start, later):
            continue
        if met is None:
            on = in_the_way.resource if in_the_way else None
            by = in_the_way.key if in_the_way else None
            return Outcome(chain.key, chain.booked, start, on=on, by=by)
        if start >= chain.booked and (in_the_way is None or (in_the_way.is_new and not met.is_new)):
            in_the_way = met
    why = "fixed" if chain.fixed else "far"
    if in_the_way and not in_the_way.is_new:
        why = in_the_way.why
    on = in_the_way.resource if in_the_way else None
    by = in_the_way.key if in_the_way else None
    return Outcome(chain.key, chain.booked, chain.booked, why, on, by)


def _starts(chain: Chain, limits: Limits) -> Iterator[datetime]:
    """Yield where a chain may begin, the first first; where it is booked is always among them."""
    if chain.fixed:
        yield chain.booked
        return
    early = max(chain.booked - max(chain.earliest, limits.not_before), timedelta())
    for number in range(-(early // limits.step), limits.most // limits.step + 1):
        start = chain.booked + number * limits.step
        if number == 0 or start >= limits.not_before:
            yield start


def _met(
    chain: Chain,
    start: datetime,
    placed: Sequence[_Placed],
    taken: Mapping[int, Sequence[Taken]],
) -> Taken | None:
    """Return what refuses a start: something taken, or who goes before."""
    for use in chain.uses:
        for one in taken.get(use.resource, ()):
            if _overlaps(one, use, start) and not _was_booked_over(one, use, chain):
                return one
    for other in placed:
        on = other.meets(chain, start)
        if on is None and start < other.start and other.shares_with(chain):
            on = chain.uses[0].resource
        if on is not None:
            return Taken(on, other.start, other.start, "visit", other.chain.key, is_new=True)
    return None


def _overlaps(one: Taken, use: Use, start: datetime) -> bool:
    begins = start + use.offset
    return one.start < begins + use.length and begins < one.end


def _was_booked_over(one: Taken, use: Use, chain: Chain) -> bool:
    if one.key is not None and one.key in chain.beside:
        return True
    return not one.is_new and _overlaps(one, use, chain.booked)


def _would_push(chain: Chain, start: datetime, later: Sequence[Chain]) -> bool:
    """Tell whether coming forward would take minutes of somebody who is booked later."""
    mine = _Placed(chain, start)
    return any(mine.meets(other, other.booked) is not None for other in later)


def held_without(
    chains: Iterable[Chain], outcomes: Sequence[Outcome], gone: Collection[int]
) -> list[Outcome]:
    """Say of each move whose place it would need that nobody has left yet.

    Parameters
    ----------
    outcomes : of these chains, in the order in which they are planned
    gone : keys of chains that do not fit and go elsewhere, out of everybody's way
    """
    ordered = sorted(chains, key=lambda one: (one.booked, one.key))
    staying = [
        chain
        for chain, one in zip(ordered, outcomes, strict=True)
        if one.why and chain.key not in gone
    ]  # grows with those that are held, since they stay too
    held: dict[int, int] = {}
    moving = [(chain, one) for chain, one in zip(ordered, outcomes, strict=True) if one.moves]
    for stays in staying:
        for chain, one in moving:
            met = _Placed(stays, stays.booked).meets(chain, one.start)
            if chain.key not in held and met is not None:
                held[chain.key] = stays.key
                staying.append(chain)
    return [replace(one, held_by=held.get(one.key)) for one in outcomes]
