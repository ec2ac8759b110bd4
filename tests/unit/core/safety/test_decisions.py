"""A stop is never dismissed without permission and reason, nor without a second sign asked for."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.safety.checking import Finding
from ashi.core.safety.decisions import (
    Choice,
    Decision,
    Signer,
    can_go_ahead,
    needs_second,
    settle,
)
from ashi.core.safety.errors import (
    NotPermittedError,
    NoWayAheadError,
    ReasonMissingError,
    SafetyError,
    SecondSignMissingError,
    UnansweredError,
)
from ashi.core.safety.rules import Weight, all_rules, rules_by_id

LEAD, OTHER = Signer("lead", may_go_ahead=True), Signer("other", may_go_ahead=True)
STUDENT = Signer("student", may_go_ahead=False)


def finding(rule: str, weight: Weight | None = None, asks: tuple[str, ...] = ()) -> Finding:
    found = rules_by_id()[rule]
    return Finding(found, found.weight if weight is None else weight, (0,), asks)


def ahead(**given: Any) -> Decision:
    return Decision(**{"choice": Choice.WENT_AHEAD, "by": LEAD, "reason": "agreed"} | given)


@pytest.mark.parametrize(
    ("rule", "decision", "refusal"),
    [
        ("CI003", ahead(reason="  "), ReasonMissingError),
        ("CI003", ahead(by=STUDENT), NotPermittedError),
        ("CI001", ahead(), NoWayAheadError),
        ("CI054", ahead(), SecondSignMissingError),
        ("CI054", ahead(second=LEAD), SecondSignMissingError),
        ("CI054", ahead(second=STUDENT), SecondSignMissingError),
        ("CI054", ahead(second=OTHER, reason=""), ReasonMissingError),
        ("CI009", ahead(reason=""), ReasonMissingError),
        ("CI003", ahead(choice=Choice.OTHERWISE, reason=""), ReasonMissingError),
    ],
)
def test_a_decision_that_lacks_something_is_refused(
    rule: str, decision: Decision, refusal: type[SafetyError]
) -> None:
    with pytest.raises(refusal) as refused:
        settle(finding(rule), decision)

    assert refused.value.fields["rule"] == rule


@pytest.mark.parametrize(
    ("rule", "decision"),
    [
        ("CI003", ahead()),
        ("CI054", ahead(second=OTHER)),
        ("CI009", ahead(by=STUDENT)),
        ("CI011", ahead(by=STUDENT, reason="")),
        ("CI001", Decision(Choice.NOT_DONE, STUDENT)),
        ("CI058", Decision(Choice.OTHERWISE, STUDENT, "without current")),
    ],
)
def test_a_decision_that_has_what_the_protocol_asks_stands(rule: str, decision: Decision) -> None:
    settle(finding(rule), decision)


def test_without_the_answer_nobody_goes_ahead_for_no_reason() -> None:
    asked = finding("CI058", Weight.ASK, ("pacemaker",))

    with pytest.raises(UnansweredError) as refused:
        settle(asked, ahead(reason=""))

    assert refused.value.fields == {"rule": "CI058", "asks": ("pacemaker",)}
    settle(asked, ahead(by=STUDENT))


signers = st.none() | st.sampled_from([LEAD, OTHER, STUDENT])


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    rule=st.sampled_from([rule for rule in all_rules() if rule.weight is Weight.STOP]),
    by=st.sampled_from([LEAD, STUDENT]),
    second=signers,
    reason=st.sampled_from(["", " \n", "agreed with the doctor"]),
)
def test_a_stop_is_passed_only_with_a_way_permission_reason_and_second_sign(
    rule: Any, by: Signer, second: Signer | None, reason: str
) -> None:
    stop = Finding(rule, Weight.STOP, (0,))

    try:
        settle(stop, Decision(Choice.WENT_AHEAD, by, reason, second))
        passed = True
    except SafetyError:
        passed = False

    signed = not needs_second(stop) or second is OTHER
    assert passed == (can_go_ahead(stop) and by.may_go_ahead and bool(reason.strip()) and signed)
