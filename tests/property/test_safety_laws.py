"""Laws of the findings: what is not known never makes them fewer, and no order matters."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import PATHS, Act, kind_names
from ashi.core.safety.checking import WEEKS_ALONE, Finding, check, questions
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.patients import Patient, value_of
from ashi.core.safety.places import (
    Spot,
    point_codes,
    region_names,
    spot_at_point,
    spot_in_region,
)
from ashi.core.safety.rules import Weight

pytestmark = pytest.mark.slow
few = settings(max_examples=40, deadline=None)
SIDES = st.sampled_from([None, "left", "right", "both"])
POINTS = st.sampled_from(sorted(point_codes()))
AREAS = st.sampled_from(sorted(set(region_names().values())))
YES_NO = [kind.name for kind in fact_kinds().values() if not kind.number]
LOCATED = [kind.name for kind in fact_kinds().values() if kind.located]
FOLLOWING = [
    kind.name
    for kind in fact_kinds().values()
    if (kind.any_of or kind.follows) and not kind.settles
]
NUMBERS = [kind for kind in fact_kinds().values() if kind.number]


@st.composite
def spots(draw: st.DrawFn) -> Spot:
    side = draw(SIDES)
    if draw(st.booleans()):
        point = draw(POINTS)
        return spot_at_point(point, side)
    return spot_in_region(draw(AREAS), side)


@st.composite
def acts(draw: st.DrawFn) -> Act:
    return Act(
        draw(st.sampled_from(sorted(set(kind_names().values())))),
        tuple(draw(st.lists(spots(), max_size=2))),
        draw(st.none() | st.integers(0, 90)),
        draw(st.sampled_from([None, "perpendicular", "oblique"])),
        draw(st.none() | st.frozensets(st.sampled_from(PATHS), max_size=2)),
    )


@st.composite
def patients(draw: st.DrawFn) -> Patient:
    """Draw a patient of whom most is known to be no, with sites for some conditions."""
    held = draw(st.frozensets(st.sampled_from(YES_NO), max_size=25))
    unknown = draw(st.frozensets(st.sampled_from(YES_NO), max_size=25))
    facts = dict.fromkeys(YES_NO, Fact.NO) | dict.fromkeys(held, Fact.YES)
    facts |= dict.fromkeys(unknown - held, Fact.UNKNOWN)
    known = draw(st.frozensets(st.sampled_from([kind.name for kind in NUMBERS])))
    numbers = {
        kind.name: draw(st.integers(int(kind.least), int(kind.most)))
        for kind in NUMBERS
        if kind.name in known
    }
    placed = sorted(draw(st.frozensets(st.sampled_from(LOCATED), max_size=6)))
    sites = {name: (spot_in_region(draw(AREAS), draw(SIDES)),) for name in placed}
    # A "no" that contradicts what it follows from is refused when a case is read.
    parts = Patient({name: fact for name, fact in facts.items() if name not in FOLLOWING}, numbers)
    for name in FOLLOWING:
        if value_of(parts, name) is facts[name].opposite:
            facts[name] = Fact.UNKNOWN
    return Patient(facts, numbers, sites)


def spoken(findings: list[Finding]) -> set[tuple[str, int]]:
    return {(one.rule.id, act) for one in findings for act in one.acts}


def weights(findings: list[Finding]) -> Mapping[tuple[str, int], Weight]:
    worst: dict[tuple[str, int], Weight] = {}
    for one in findings:
        for act in one.acts:
            key = (one.rule.id, act)
            worst[key] = min(worst.get(key, one.weight), one.weight)
    return worst


@few
@given(patient=patients(), todo=st.lists(acts(), min_size=1, max_size=3), data=st.data())
def test_to_know_less_never_removes_what_a_rule_said(
    patient: Patient, todo: list[Act], data: st.DataObject
) -> None:
    forgotten = set(data.draw(st.lists(st.sampled_from([*YES_NO, "weeks", "age"]), max_size=60)))
    less = Patient(
        {name: fact for name, fact in patient.facts.items() if name not in forgotten},
        {name: value for name, value in patient.numbers.items() if name not in forgotten},
        {name: site for name, site in patient.sites.items() if name not in forgotten},
    )

    before, after = weights(check(patient, todo)), weights(check(less, todo))

    # That a week is recorded, and no pregnancy, can only be said while a week is.
    assert {key for key in before if key[0] != WEEKS_ALONE} <= set(after)
    changed = {key for key in after if key in before and after[key] is not before[key]}
    assert {after[key] for key in changed} <= {Weight.ASK}


@few
@given(patient=patients(), todo=st.lists(acts(), min_size=1, max_size=4), data=st.data())
def test_the_order_of_acts_and_of_facts_changes_nothing(
    patient: Patient, todo: list[Act], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(todo))))
    mixed = Patient(
        dict(data.draw(st.permutations(list(patient.facts.items())))),
        dict(reversed(list(patient.numbers.items()))),
        dict(reversed(list(patient.sites.items()))),
    )

    findings = check(patient, todo)
    again = check(mixed, [todo[at] for at in order])

    key = lambda one, acts: (one.rule.id, one.weight, one.asks, one.limit_mm, acts)  # noqa: E731 -- a line
    here = {key(one, tuple(sorted(one.acts))) for one in findings}
    there = {key(one, tuple(sorted(order[at] for at in one.acts))) for one in again}
    assert here == there


@few
@given(patient=patients(), todo=st.lists(acts(), max_size=3))
def test_findings_stand_worst_first_each_once_and_all_have_words_and_sources(
    patient: Patient, todo: list[Act]
) -> None:
    findings = check(patient, todo)

    ranks = [one.rank for one in findings]
    assert ranks == sorted(ranks)
    assert len(findings) == len(set(findings))
    assert all(one.rule.text and one.rule.status == "draft" for one in findings)
    assert all(one.asks for one in findings if one.weight is Weight.ASK)


@few
@given(patient=patients(), todo=st.lists(acts(), max_size=3))
def test_each_thing_is_asked_once(patient: Patient, todo: list[Act]) -> None:
    findings = check(patient, todo)

    asked = [one.fact for one in questions(findings)]

    assert len(asked) == len(set(asked))
    assert set(asked) == {ask for one in findings for ask in one.asks}


@few
@given(patient=patients(), todo=st.lists(acts(), min_size=2, max_size=3))
def test_what_is_said_of_an_act_does_not_depend_on_the_others(
    patient: Patient, todo: list[Act]
) -> None:
    together = spoken(check(patient, todo))

    alone = {(rule, at) for at, act in enumerate(todo) for rule, _ in spoken(check(patient, [act]))}

    assert together == alone
