"""A centre's own protocol: what it switches, rewords and signs, and which version spoke."""

import pytest

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import Act
from ashi.core.safety.checking import check
from ashi.core.safety.errors import (
    BadEditError,
    NoSuchRuleError,
    ReasonMissingError,
    RuleFixedError,
)
from ashi.core.safety.patients import Patient
from ashi.core.safety.places import spot_at_point
from ashi.core.safety.protocols import (
    Edit,
    Protocol,
    allowed,
    news_since,
    packaged_version,
    protocol_of,
    rule_digests,
    standing,
)
from ashi.core.safety.rules import Weight, all_rules, chapters

PATIENT = Patient({"takes_anticoagulant": Fact.YES, "pregnant": Fact.NO})
FINDINGS = check(PATIENT, [Act("needling", (spot_at_point("LI4", "left"),), 15)])
WORDS = {"text": "Ask Dr A.", "text_el": "Ρωτήστε τη γιατρό Α."}


def test_without_edits_the_packaged_rules_speak() -> None:
    assert Protocol().apply(FINDINGS) == FINDINGS
    assert Protocol().version == packaged_version()
    assert Protocol().unspoken(FINDINGS) == []


def test_a_rule_that_is_off_is_no_finding_and_is_still_told_with_its_reason() -> None:
    off = protocol_of([Edit("CI009", on=False, reason="our haematologist's list")])

    assert off.apply(FINDINGS) == [one for one in FINDINGS if one.rule.id != "CI009"]
    (told,) = off.unspoken(FINDINGS)
    assert (told.finding.rule.id, told.finding.weight) == ("CI009", Weight.CAUTION)
    assert told.edit.reason == "our haematologist's list"


def test_a_rule_speaks_in_the_centres_words_and_weight_and_in_its_place() -> None:
    edit = Edit("CI009", weight=Weight.STOP, override="none", signed=True, **WORDS)

    first = protocol_of([edit]).apply(FINDINGS)[0]

    assert (first.rule.id, first.weight, first.acts) == ("CI009", Weight.STOP, (0,))
    assert (first.rule.text, first.rule.override) == ("Ask Dr A.", "none")
    assert (first.rule.status, first.rule.sources) == ("reviewed", FINDINGS[0].rule.sources)
    assert protocol_of([edit]).unspoken(FINDINGS) == []


def test_a_question_stays_a_question_whatever_weight_its_rule_is_given() -> None:
    lighter = protocol_of([Edit("CI008", weight=Weight.NOTE, reason="seen by the clinic")])

    found = next(one for one in lighter.apply(FINDINGS) if one.rule.id == "CI008")

    assert (found.weight, found.asks) == (Weight.ASK, ("bleed_severe",))


def test_the_version_changes_with_every_edit_and_not_with_their_order() -> None:
    off, worded = Edit("CI009", on=False, reason="why"), Edit("CI011", **WORDS)
    signed = Edit("CI011", signed=True, **WORDS)
    because = Edit("CI009", on=False, reason="another why")

    versions = [
        protocol_of(edits).version
        for edits in ([], [off], [worded], [signed], [off, worded], [worded, off], [because])
    ]

    assert versions[4] == versions[5]
    assert len(set(versions)) == 6


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"rule": "CI999"}, NoSuchRuleError),
        ({"rule": "CI009", "override": "maybe"}, BadEditError),
        ({"rule": "CI009", "text": " ", "text_el": " "}, BadEditError),
        ({"rule": "CI009", "text": "Only English."}, BadEditError),
    ],
)
def test_an_edit_of_nothing_or_to_nothing_is_refused(parts, error) -> None:
    with pytest.raises(error):
        Edit(**parts)


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"rule": "CI009", "on": False}, ReasonMissingError),
        ({"rule": "CI009", "weight": Weight.NOTE, "reason": "  "}, ReasonMissingError),
        ({"rule": "CI008", "override": "reason"}, ReasonMissingError),
        ({"rule": "CI001", "on": False, "reason": "no time"}, RuleFixedError),
        ({"rule": "CI001", "weight": Weight.NOTE, "reason": "no time"}, RuleFixedError),
    ],
)
def test_no_rule_is_made_weaker_without_a_reason_and_what_the_law_asks_never(parts, error) -> None:
    with pytest.raises(error):
        allowed(Edit(**parts))


def test_what_is_stricter_or_only_reworded_needs_no_reason() -> None:
    for parts in ({"weight": Weight.STOP}, {"override": "none"}, WORDS):
        assert not allowed(Edit("CI009", **parts)).weakens
    assert allowed(Edit("CI009", on=False, reason="our list")).weakens


def test_what_made_a_rule_weaker_lapses_when_the_packaged_rule_changes() -> None:
    now = rule_digests()["CI008"]
    off = Edit("CI008", on=False, reason="why", **WORDS)
    stricter = Edit("CI009", weight=Weight.STOP)

    assert standing(off, now) == off
    left = standing(off, "as it was")
    assert left is not None
    assert (left.on, left.weakens, left.text) == (True, False, WORDS["text"])
    assert standing(Edit("CI008", weight=Weight.NOTE, reason="why"), "as it was") is None
    assert standing(stricter, "as it was") == stricter


def test_what_is_new_changed_or_gone_since_a_signature_is_told() -> None:
    then = dict(rule_digests()) | {"CI009": "other words", "CI000": "was here"}
    del then["CI008"]

    assert news_since(then) == (("CI008",), ("CI009",), ("CI000",))
    assert news_since(rule_digests()) == ((), (), ())


def test_a_rule_that_was_signed_as_packaged_is_reviewed_and_one_that_is_new_is_a_draft() -> None:
    signed = Protocol(reviewed=frozenset({"CI009"}))

    states = {one.rule.id: one.rule.status for one in signed.apply(FINDINGS)}

    assert states.pop("CI009") == "reviewed"
    assert set(states.values()) == {"draft"}


def test_every_rule_stands_in_one_chapter() -> None:
    rules = [rule for some in chapters().values() for rule in some]

    assert tuple(rules) == all_rules()
    assert {"person", "pregnancy", "hazards", "depths"} <= set(chapters())
