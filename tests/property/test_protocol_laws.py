"""Laws of a centre's own protocol: no edit lets a finding vanish, or a stop be passed in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.safety.acts import Act
from ashi.core.safety.checking import WEEKS_ALONE, check
from ashi.core.safety.decisions import Choice, Decision, Signer, settle
from ashi.core.safety.errors import SafetyError
from ashi.core.safety.patients import Patient
from ashi.core.safety.protocols import OVERRIDES, Edit, Protocol, protocol_of, standing
from ashi.core.safety.rules import Weight, all_rules
from tests.property.test_safety_laws import YES_NO, acts, few, patients, spoken, weights

pytestmark = pytest.mark.slow
FREE = [rule.id for rule in all_rules() if not rule.fixed]


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    words = draw(st.sampled_from([None, "Our words."]))
    return Edit(
        draw(st.sampled_from(FREE)),
        on=draw(st.booleans()),
        weight=draw(st.none() | st.sampled_from(Weight)),
        override=draw(st.none() | st.sampled_from(OVERRIDES)),
        text=words,
        text_el=words,
        reason="because of this test",
        signed=draw(st.booleans()),
    )


protocols = st.lists(edits(), max_size=60).map(protocol_of)
todos = st.lists(acts(), min_size=1, max_size=3)


@few
@given(patient=patients(), todo=todos, protocol=protocols)
def test_what_the_packaged_rules_say_is_said_or_told_as_unspoken(
    patient: Patient, todo: list[Act], protocol: Protocol
) -> None:
    packaged = check(patient, todo)

    said, unspoken = protocol.apply(packaged), protocol.unspoken(packaged)

    silenced = spoken([one.finding for one in unspoken])
    assert spoken(said) | silenced == spoken(packaged)
    now, then = weights(said), weights(packaged)
    assert {key for key in now if now[key] > then[key]} <= silenced


@few
@given(patient=patients(), todo=todos, protocol=protocols, data=st.data())
def test_to_know_less_never_removes_what_a_centres_rule_said(
    patient: Patient, todo: list[Act], protocol: Protocol, data: st.DataObject
) -> None:
    forgotten = set(data.draw(st.lists(st.sampled_from([*YES_NO, "weeks", "age"]), max_size=60)))
    less = Patient(
        {name: fact for name, fact in patient.facts.items() if name not in forgotten},
        {name: value for name, value in patient.numbers.items() if name not in forgotten},
        {name: site for name, site in patient.sites.items() if name not in forgotten},
    )

    before = spoken(protocol.apply(check(patient, todo)))
    after = spoken(protocol.apply(check(less, todo)))

    assert {key for key in before if key[0] != WEEKS_ALONE} <= after


@few
@given(patient=patients(), todo=todos, protocol=protocols)
def test_a_stop_of_a_centre_is_never_passed_without_reason_and_permission(
    patient: Patient, todo: list[Act], protocol: Protocol
) -> None:
    stops = [one for one in protocol.apply(check(patient, todo)) if one.weight is Weight.STOP]

    for stop in stops:
        for signer, reason in ((Signer("a", True), " "), (Signer("a", False), "needed")):
            with pytest.raises(SafetyError):
                settle(stop, Decision(Choice.WENT_AHEAD, signer, reason, Signer("b", True)))


@given(edit=edits())
def test_of_an_edit_of_an_older_rule_nothing_stands_that_makes_it_weaker(edit: Edit) -> None:
    left = standing(edit, "as it was")

    assert left is None or not left.weakens
    assert left is None or (left.text, left.text_el) == (edit.text, edit.text_el)
