"""A centre's own protocol: what it switches, rewords and signs, and which version spoke."""

import pytest

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import Act
from ashi.core.safety.checking import check
from ashi.core.safety.errors import BadEditError, NoSuchRuleError
from ashi.core.safety.patients import Patient
from ashi.core.safety.places import spot_at_point
from ashi.core.safety.protocols import Edit, Protocol, packaged_version, protocol_of
from ashi.core.safety.rules import Weight

PATIENT = Patient({"takes_anticoagulant": Fact.YES, "pregnant": Fact.NO})
FINDINGS = check(PATIENT, [Act("needling", (spot_at_point("LI4", "left"),), 15)])


def test_without_edits_the_packaged_rules_speak() -> None:
    assert Protocol().apply(FINDINGS) == FINDINGS
    assert Protocol().version == packaged_version()


def test_a_rule_that_is_off_says_nothing_and_all_others_stay() -> None:
    off = protocol_of([Edit("CI009", on=False)])

    assert off.apply(FINDINGS) == [one for one in FINDINGS if one.rule.id != "CI009"]


def test_a_rule_speaks_in_the_centres_words_and_weight_and_in_its_place() -> None:
    edit = Edit("CI009", weight=Weight.STOP, override="none", text="Ask Dr A.", signed=True)

    first = protocol_of([edit]).apply(FINDINGS)[0]

    assert (first.rule.id, first.weight, first.acts) == ("CI009", Weight.STOP, (0,))
    assert (first.rule.text, first.rule.override) == ("Ask Dr A.", "none")
    assert (first.rule.status, first.rule.sources) == ("reviewed", FINDINGS[0].rule.sources)


def test_a_question_stays_a_question_whatever_weight_its_rule_is_given() -> None:
    lighter = protocol_of([Edit("CI008", weight=Weight.NOTE)])

    found = next(one for one in lighter.apply(FINDINGS) if one.rule.id == "CI008")

    assert (found.weight, found.asks) == (Weight.ASK, ("bleed_severe",))


def test_the_version_changes_with_every_edit_and_not_with_their_order() -> None:
    off, worded = Edit("CI009", on=False), Edit("CI011", text="Press for long.")
    signed = Edit("CI011", text="Press for long.", signed=True)

    versions = [
        protocol_of(edits).version
        for edits in ([], [off], [worded], [signed], [off, worded], [worded, off])
    ]

    assert versions[4] == versions[5]
    assert len(set(versions)) == 5


def test_an_edit_of_nothing_or_to_nothing_is_refused() -> None:
    with pytest.raises(NoSuchRuleError):
        Edit("CI999")
    with pytest.raises(BadEditError):
        Edit("CI009", override="maybe")
    with pytest.raises(BadEditError):
        Edit("CI009", text=" ")
