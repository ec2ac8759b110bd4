"""Every finding for a patient and what is about to be done.

Decides        which rules speak of which acts, and in which order they are shown
Does not       say that nothing can happen; choose what to do; word findings
Takes          recorded facts and acts; a fact nobody recorded is ``UNKNOWN``, never "no"
Gives          findings, worst first, one for each rule and not one for each needle
Units          depth in mm, pregnancy in weeks
Sources        data/rules
Reviewed       draft

An empty list means that no rule spoke. It does not mean that nothing can happen.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import Act, counts_as
from ashi.core.safety.depths import depth_findings
from ashi.core.safety.judging import conditions_with_place, has_scope, judge, may_lie_in
from ashi.core.safety.patients import Patient, value_of
from ashi.core.safety.places import Spot
from ashi.core.safety.rules import Rule, Weight, all_rules, rules_by_id

WEEKS_ALONE = "PREG-WEEKS-ALONE"


class Finding(NamedTuple):
    """What a rule says of some acts: ``acts`` are their places in the list, from 0."""

    rule: Rule
    weight: Weight
    acts: tuple[int, ...]
    asks: tuple[str, ...] = ()
    limit_mm: float | None = None

    @property
    def rank(self) -> tuple[Weight, Weight, int]:
        """Its place in a list: the less, the worse."""
        return self.weight, self.rule.weight, self.rule.order


Said = tuple[Rule, Weight, tuple[str, ...], float | None]
PLACES_KEPT = 8192  # more than the points, sides and usual regions together; chosen


@cache
def _rules_for(kinds: frozenset[str]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the rules for acts of these kinds: those for any place, and those with a scope."""
    held = [rule for rule in all_rules() if rule.holds_for(kinds) and (rule.cases or rule.unasked)]
    scoped = [rule for rule in held if has_scope(rule)]
    return tuple(rule for rule in held if not has_scope(rule)), tuple(scoped)


@lru_cache(maxsize=PLACES_KEPT)
def _scoped_at(kinds: frozenset[str], spots: tuple[Spot, ...]) -> tuple[Rule, ...]:
    """Return the rules with a scope in which these places may lie."""
    return tuple(rule for rule in _rules_for(kinds)[1] if may_lie_in(rule, spots))


def _spoken(rule: Rule, patient: Patient, act: Act) -> Said | None:
    """Return what a rule says of an act, if anything."""
    verdict = judge(rule, patient, act)
    if verdict.holds is Fact.NO:
        return None
    weight = rule.weight if verdict.holds is Fact.YES else Weight.ASK
    return rule, weight, verdict.asks, None


def _of_needles(act: Act) -> Iterator[Said]:
    """Give what the depth rules say of an act."""
    rules = rules_by_id()
    for found in depth_findings(act):
        rule = rules[found.rule]
        weight = Weight.ASK if found.asks else rule.weight
        yield rule, weight, found.asks, found.limit_mm


def _of_the_record(patient: Patient, acts: Sequence[Act]) -> Iterator[Finding]:
    """Ask whether somebody is pregnant of whom a week is recorded, and no pregnancy."""
    if acts and "weeks" in patient.numbers and value_of(patient, "pregnant") is not Fact.YES:
        rule = rules_by_id()[WEEKS_ALONE]
        yield Finding(rule, Weight.ASK, tuple(range(len(acts))), ("pregnant",))


def _by_kinds(acts: Sequence[Act]) -> dict[frozenset[str], list[int]]:
    found: dict[frozenset[str], list[int]] = {}
    for at, act in enumerate(acts):
        found.setdefault(counts_as(act.kind), []).append(at)
    return found


def _of_kinds(
    patient: Patient, acts: Sequence[Act], kinds: frozenset[str], places: list[int]
) -> Iterator[tuple[Said | None, list[int]]]:
    """Give what rules say of the acts that count as the same kinds."""
    unplaced = Act(acts[places[0]].kind)
    anywhere = _rules_for(kinds)[0]
    sited = [one for one in anywhere if not conditions_with_place(one).isdisjoint(patient.sites)]
    for rule in anywhere:
        if rule not in sited:
            yield _spoken(rule, patient, unplaced), places
    for at in places:
        for rule in (*sited, *_scoped_at(kinds, acts[at].spots)):
            yield _spoken(rule, patient, acts[at]), [at]
        if "needling" in kinds:
            for spoken in dict.fromkeys(_of_needles(acts[at])):
                yield spoken, [at]


def check(patient: Patient, acts: Sequence[Act]) -> list[Finding]:
    """Return every finding for every act, worst first, then in the order of the rules.

    Parameters
    ----------
    acts
        In any order; a finding names them by their place in it.

    Returns
    -------
    list of Finding
        Complete. A rule that says the same of several acts is one finding. Empty when no rule
        spoke, which does not mean that nothing can happen.

    Notes
    -----
    A condition whose place was not recorded holds wherever the act is done, so its rule is
    judged once for all acts; the others are looked up by place.
    """
    said: dict[Said, list[int]] = {}
    for kinds, places in _by_kinds(acts).items():
        for spoken, where in _of_kinds(patient, acts, kinds, places):
            if spoken is not None:
                said.setdefault(spoken, []).extend(where)
    findings = [
        Finding(rule, weight, tuple(sorted(found)), asks, limit_mm)
        for (rule, weight, asks, limit_mm), found in said.items()
    ]
    return in_order([*findings, *_of_the_record(patient, acts)])


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings worst first, then in the order of the rules and acts."""
    return sorted(findings, key=_place_in_list)


def _place_in_list(finding: Finding) -> tuple[object, ...]:
    """Order the worst first; among questions, those from which the worst may come."""
    return finding.rank, finding.acts, finding.asks, finding.limit_mm or 0.0


class Question(NamedTuple):
    """Something to ask, once for all rules and acts that wait for it."""

    fact: str
    rules: tuple[str, ...]
    acts: tuple[int, ...]


def questions(findings: Sequence[Finding]) -> list[Question]:
    """Return what the findings ask for, each thing once, in the order of the findings."""
    rules: dict[str, dict[str, None]] = {}
    acts: dict[str, set[int]] = {}
    for finding in findings:
        for name in finding.asks:
            rules.setdefault(name, {})[finding.rule.id] = None
            acts.setdefault(name, set()).update(finding.acts)
    return [Question(name, tuple(rules[name]), tuple(sorted(acts[name]))) for name in rules]
