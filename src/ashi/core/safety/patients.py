"""What is known of one patient, and what follows from it.

Decides        whether a fact holds, at a place where it has one, and what to ask where unknown
Does not       know rules
Takes          recorded facts; one that nobody recorded is ``UNKNOWN``, never "no"
Gives          three-valued answers. Less knowledge never turns a yes into a no, nor a no into a yes
Units          those of each number (data/facts.toml)
Sources        docs/reference/safety.md
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from ashi.core.kernel.facts import Fact, any_one
from ashi.core.safety.facts import FactKind, fact_kinds
from ashi.core.safety.places import Spot, whole_limb


@dataclass(frozen=True)
class Patient:
    """Recorded facts by name; numbers; and where a condition lies, where that was said."""

    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    sites: Mapping[str, tuple[Spot, ...]] = field(default_factory=lambda: MappingProxyType({}))
    # What was worked out once; thirty needles ask the same of one patient.
    known: dict[str, Fact] = field(default_factory=dict, init=False, repr=False, compare=False)


def follows(patient: Patient, kind: FactKind) -> Fact:
    """Return what follows for a fact from other facts and numbers.

    For a fact that a clinician settles a "no" does not follow: no red flag is not "nothing there".
    """
    parts = [value_of(patient, name) for name in kind.any_of]
    bounds = [bound.met_by(patient.numbers.get(bound.number)) for bound in kind.follows]
    found = any_one(parts + bounds) if parts or bounds else Fact.UNKNOWN
    return Fact.UNKNOWN if kind.settles and found is Fact.NO else found


def value_of(patient: Patient, name: str) -> Fact:
    """Return whether a fact holds, wherever.

    A "no" does not outweigh a "yes" from which the fact follows, unless it settles the matter.
    """
    value = patient.known.get(name)
    if value is None:
        kind, own = fact_kinds()[name], patient.facts.get(name, Fact.UNKNOWN)
        value = own
        if own is Fact.UNKNOWN or (own is Fact.NO and not kind.settles):
            rests = kind.any_of or kind.follows
            following = follows(patient, kind) if rests else Fact.UNKNOWN
            value = following if following is Fact.YES or own is Fact.UNKNOWN else own
        patient.known[name] = value
    return value


def disagreeing(patient: Patient) -> dict[str, tuple[str, ...]]:
    """Return the facts answered otherwise than what they follow from, and from which ones."""
    found: dict[str, tuple[str, ...]] = {}
    for name, own in patient.facts.items():
        kind = fact_kinds()[name]
        rests = bool(kind.any_of or kind.follows) and own is not Fact.UNKNOWN and not kind.settles
        if rests and follows(patient, kind) is own.opposite:
            others = (*kind.any_of, *(bound.number for bound in kind.follows))
            known = [one for one in others if one in patient.facts or one in patient.numbers]
            found[name] = tuple(dict.fromkeys(known))
    return found


def _site_meets(kind: FactKind, site: Sequence[Spot], spots: Sequence[Spot]) -> Fact:
    """Return whether a condition lies where something is done."""
    if not site or not spots:
        return Fact.UNKNOWN
    where = [whole_limb(one) for one in site] if kind.located == "limb" else site
    return any_one(spot.meets(one) for spot in spots for one in where)


def held_at(patient: Patient, name: str, spots: Sequence[Spot]) -> tuple[Fact, bool]:
    """Return whether a fact holds where something is done, and whether that place is certain.

    A condition whose place was not recorded, or an act whose place is not said, counts as being
    there: the second value is then false. Only what is surely elsewhere does not hold.
    """
    kind = fact_kinds()[name]
    if not kind.any_of and kind.located is None:
        return value_of(patient, name), True
    own = patient.facts.get(name, Fact.UNKNOWN)
    if kind.any_of and own is not Fact.YES and not (kind.settles and own is Fact.NO):
        held = _one_held_at(patient, kind.any_of, spots)
        if held[0] is Fact.YES or not (own is Fact.NO or kind.settles):
            return held
        if own is Fact.NO:
            return own, True
    value = value_of(patient, name)
    if value is Fact.NO or kind.located is None:
        return value, True
    meeting = _site_meets(kind, patient.sites.get(name, ()), spots)
    if meeting is Fact.NO:
        return Fact.NO, True
    return value, meeting is Fact.YES


def _one_held_at(
    patient: Patient, names: Iterable[str], spots: Sequence[Spot]
) -> tuple[Fact, bool]:
    held = [held_at(patient, one, spots) for one in names]
    value = any_one(fact for fact, _ in held)
    return value, any(certain for fact, certain in held if fact is value)


def to_ask(patient: Patient, name: str, spots: Sequence[Spot] = ()) -> tuple[str, ...]:
    """Return what to ask so that an unknown fact becomes known where something is done.

    A fact that follows from others is asked as a whole until one of the others is known, or
    where it is never asked as a whole; then the rest of them are asked one by one.
    """
    kind = fact_kinds()[name]
    if kind.settles or not kind.any_of:
        return (name,)
    nothing_known = all(value_of(patient, one) is Fact.UNKNOWN for one in kind.any_of)
    if nothing_known and not kind.asked_apart:
        return (name,)
    unknown = [one for one in kind.any_of if held_at(patient, one, spots)[0] is Fact.UNKNOWN]
    return tuple(asked for one in unknown for asked in to_ask(patient, one, spots))


@cache
def located(name: str) -> frozenset[str]:
    """Return the facts with a place on which this one rests, itself perhaps among them."""
    kind = fact_kinds()[name]
    own = {name} if kind.located else set()
    return frozenset(own.union(*(located(one) for one in kind.any_of)))
