"""Every rule speaks for a case made from its own row, and is quiet for its negation."""

import pytest

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import Act
from ashi.core.safety.checking import check
from ashi.core.safety.patients import Patient
from ashi.core.safety.places import spot_in_region
from ashi.core.safety.rules import Rule, Weight, all_rules, rules_by_id
from tests.unit.core.safety.rows import (
    IDS,
    ROWS,
    act_of,
    beyond,
    kind_of,
    patient_of,
    spot_elsewhere,
)

of_facts = pytest.mark.parametrize(
    ("rule", "at"), [row for row in ROWS if row[0].cases[row[1]].facts]
)


def weight(rule: Rule, patient: Patient, act: Act) -> Weight | None:
    found = [one.weight for one in check(patient, [act]) if one.rule is rule]
    return min(found, default=None)


@pytest.mark.parametrize(("rule", "at"), ROWS, ids=IDS)
def test_it_speaks_with_its_own_weight_for_its_own_row(rule: Rule, at: int) -> None:
    assert weight(rule, patient_of(rule, at), act_of(rule, at)) is rule.weight


@of_facts
def test_it_is_quiet_where_the_facts_do_not_hold(rule: Rule, at: int) -> None:
    patient = patient_of(rule, at)
    denied = Patient(dict.fromkeys(patient.facts, Fact.NO), patient.numbers)

    act = act_of(rule, at)
    others = [one for one in range(len(rule.cases)) if not rule.cases[one].facts]

    assert weight(rule, denied, act) is None or others
    assert [one for one in check(denied, [act]) if one.rule is rule and not others] == []


@of_facts
def test_it_asks_where_the_facts_are_unknown(rule: Rule, at: int) -> None:
    assert weight(rule, Patient(), act_of(rule, at)) is Weight.ASK


@pytest.mark.parametrize(("rule", "at"), [row for row in ROWS if row[0].cases[row[1]].weeks])
def test_it_is_quiet_at_another_stage_of_pregnancy_and_asks_where_no_week_is_known(
    rule: Rule, at: int
) -> None:
    week = rule.cases[at].weeks
    assert week is not None
    patient = patient_of(rule, at, numbers={"weeks": beyond(week)})

    assert weight(rule, patient, act_of(rule, at)) is None
    assert weight(rule, Patient(patient.facts), act_of(rule, at)) is Weight.ASK


@pytest.mark.parametrize(
    ("rule", "at"),
    [row for row in ROWS if row[0].cases[row[1]].placed and len(row[0].cases) == 1],
)
def test_it_is_quiet_in_another_place(rule: Rule, at: int) -> None:
    spot = spot_elsewhere(rule.cases[at])
    assert spot is not None

    assert weight(rule, patient_of(rule, at), Act(kind_of(rule), (spot,))) is None


@pytest.mark.parametrize(("rule", "at"), [row for row in ROWS if row[0].cases[row[1]].path])
def test_a_path_of_current_is_asked_for_and_can_be_denied(rule: Rule, at: int) -> None:
    legs = (spot_in_region("lower_leg", "left"),)

    assert weight(rule, Patient(), Act(kind_of(rule))) is Weight.ASK
    assert weight(rule, Patient(), Act(kind_of(rule), legs)) is None
    assert weight(rule, Patient(), Act(kind_of(rule), across=frozenset())) is None


def test_it_is_quiet_for_an_act_of_another_kind() -> None:
    others = [rule for rule in all_rules() if "all" not in rule.kinds and rule.cases]

    spoken = [
        rule.id
        for rule in others
        for at in range(len(rule.cases))
        if weight(rule, patient_of(rule, at), Act("taping", act_of(rule, at).spots)) is not None
    ]

    assert spoken == []


@pytest.mark.parametrize("answer", [Fact.YES, Fact.NO])
def test_that_pregnancy_was_not_asked_is_said_only_while_it_is_not(answer: Fact) -> None:
    rule = rules_by_id()["CI057"]

    assert weight(rule, Patient({"pregnant": answer}), Act("needling")) is None
    assert weight(rule, Patient(), Act("needling")) is Weight.ASK
