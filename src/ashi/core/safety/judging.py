"""Whether one rule speaks of one act for one patient, and what it would have to know.

Decides        for a rule, a patient and an act: nothing to say, its own weight, or a question
Does not       gather findings (``checking``), or know depths (``depths``)
Takes          recorded facts; a fact nobody recorded is ``UNKNOWN``, never "no"
Gives          a verdict: does it hold, and what to ask
Sources        Kleene's logic of three values; docs/reference/safety.md
Reviewed       draft

A fact that is unknown makes a rule ask. A place that is not said does not: where a fact holds
and nobody said where the act is done, the rule speaks as if it were done there.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ashi.core.kernel.facts import Fact, any_one, every
from ashi.core.safety.acts import Act, crosses
from ashi.core.safety.patients import Patient, held_at, located, to_ask, value_of
from ashi.core.safety.places import Spot
from ashi.core.safety.rules import Case, Rule

WHERE = "where"
ACROSS = "across"


class Verdict(NamedTuple):
    """Whether something holds, and what to ask: names of facts, ``where``, ``across``."""

    holds: Fact
    asks: tuple[str, ...] = ()


SILENT = Verdict(Fact.NO)
SURE = Verdict(Fact.YES)


def _place(case: Case, spots: Sequence[Spot]) -> Fact:
    """Return whether an act lies in the scope of a case."""
    if not (case.areas or case.points):
        return Fact.YES
    if not spots:
        return Fact.UNKNOWN
    found = Fact.NO
    for spot in spots:
        there = spot.in_any(case.areas, case.points, case.near)
        if there is not Fact.NO and case.side is not None:
            there = min(there, spot.on_side(case.side))
        if there is Fact.YES:
            return there
        found = max(found, there)
    return found


def _weeks(case: Case, patient: Patient) -> Fact:
    if case.weeks is None:
        return Fact.YES
    return case.weeks.met_by(patient.numbers.get(case.weeks.number))


def _asked(case: Case, patient: Patient, spots: Sequence[Spot]) -> tuple[str, ...]:
    """Return the facts to ask before the case can be decided."""
    if len(case.any) == 1 and not case.all and case.weeks is None:
        return to_ask(patient, case.any[0], spots)
    asked = [
        one
        for name in (*case.any, *case.all)
        if held_at(patient, name, spots)[0] is Fact.UNKNOWN
        for one in to_ask(patient, name, spots)
    ]
    if case.weeks is not None and _weeks(case, patient) is Fact.UNKNOWN:
        asked.append(case.weeks.number)
    return tuple(dict.fromkeys(asked))


def _best(case: Case, patient: Patient, spots: Sequence[Spot]) -> tuple[Fact, bool]:
    """Return the most that any of a case's facts holds, and whether its place is certain."""
    best, certain = Fact.NO, True
    for name in case.any:
        fact, sure = held_at(patient, name, spots)
        if fact > best:
            best, certain = fact, sure
        elif fact is best:
            certain = certain or sure
    return best, certain


def _of_facts(case: Case, patient: Patient, act: Act, place: Fact) -> Verdict:
    """Judge a case that reads facts, whose place is not surely elsewhere."""
    holds, certain = _best(case, patient, act.spots) if case.any else (Fact.YES, True)
    if holds is Fact.NO:
        return SILENT
    if case.all or case.weeks is not None:
        others = [value_of(patient, name) for name in case.all]
        holds = every([holds, _weeks(case, patient), *others])
    if holds is Fact.NO:
        return SILENT
    if holds is Fact.UNKNOWN:
        return Verdict(holds, _asked(case, patient, act.spots))
    return SURE if certain and place is Fact.YES else Verdict(holds, (WHERE,))


def judge_case(case: Case, patient: Patient, act: Act) -> Verdict:
    """Judge one case of a rule."""
    if case.path is not None:
        crossing = crosses(act, case.path)
        return Verdict(crossing, (ACROSS,) if crossing is Fact.UNKNOWN else ())
    place = _place(case, act.spots)
    if place is Fact.NO:
        return SILENT
    if case.any or case.all:
        return _of_facts(case, patient, act, place)
    return Verdict(place, (WHERE,) if place is Fact.UNKNOWN else ())


def judge(rule: Rule, patient: Patient, act: Act) -> Verdict:
    """Judge one rule.

    Returns
    -------
    Verdict
        ``YES``: the rule speaks with its own weight. ``UNKNOWN``: it asks for ``asks``.
        ``NO``: it has nothing to say, which does not mean that nothing can happen.
    """
    if rule.unasked is not None:
        if value_of(patient, rule.unasked) is Fact.UNKNOWN:
            return Verdict(Fact.UNKNOWN, to_ask(patient, rule.unasked))
        return SILENT
    if len(rule.cases) == 1:
        return judge_case(rule.cases[0], patient, act)
    verdicts = [judge_case(case, patient, act) for case in rule.cases]
    holds = any_one(verdict.holds for verdict in verdicts)
    if holds is Fact.NO:
        return SILENT
    asks = dict.fromkeys(ask for one in verdicts if one.holds is holds for ask in one.asks)
    if holds is Fact.YES and any(one.holds is holds and not one.asks for one in verdicts):
        return Verdict(holds)
    return Verdict(holds, tuple(asks))


def may_lie_in(rule: Rule, spots: tuple[Spot, ...]) -> bool:
    """Whether an act in these places may be one of which the rule speaks."""
    return any(_place(case, spots) is not Fact.NO for case in rule.cases)


def has_scope(rule: Rule) -> bool:
    """Whether the rule itself speaks of some places, or of a path of current, only."""
    return any(case.placed or case.path is not None for case in rule.cases)


@cache
def conditions_with_place(rule: Rule) -> frozenset[str]:
    """Return the facts of a rule that hold at a place of the patient's."""
    names = [name for case in rule.cases for name in case.any]
    return frozenset().union(*(located(name) for name in names))
