"""A question of a loaded form is asked only after the answers it waits for (FHIR R4 enableWhen)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.questionnaire import asked_now, read_form
from tests.unit.core.outcomes.forms import Resource, choice, form, rating


def when(question: str, operator: str, **answer: Any) -> Resource:
    return {"question": question, "operator": operator, **answer}


def waits(item: Resource, *whens: Resource, behaviour: str | None = None) -> Resource:
    more = {"enableBehavior": behaviour} if behaviour else {}
    return item | {"enableWhen": list(whens)} | more


def asked(document: Resource, **answers: Any) -> set[str]:
    return set(asked_now(read_form(document), answers))


CODED = {"answerCoding": {"system": "urn:x", "code": "a1"}}


@pytest.mark.parametrize(
    ("condition", "answer", "holds"),
    [
        (when("p", "=", **CODED), "a1", True),
        (when("p", "=", **CODED), "a0", False),
        (when("p", "!=", **CODED), "a0", True),
        (when("p", "!=", **CODED), "a1", False),
        (when("p", "!=", **CODED), None, False),
        (when("p", "exists", answerBoolean=True), "a0", True),
        (when("p", "exists", answerBoolean=True), None, False),
        (when("p", "exists", answerBoolean=False), None, True),
        (when("p", "exists", answerBoolean=False), "a0", False),
        (when("n", "=", answerInteger=4), 4, True),
        (when("n", "=", answerInteger=4), "4", True),
        (when("n", ">", answerInteger=4), 4, False),
        (when("n", ">", answerInteger=4), 5, True),
        (when("n", ">=", answerDecimal=4.5), 4.5, True),
        (when("n", "<", answerInteger=4), 3, True),
        (when("n", "<=", answerInteger=4), 4, True),
        (when("n", "<=", answerInteger=4), 5, False),
        (when("n", "<", answerInteger=4), None, False),
        (when("n", ">", answerInteger=4), "many", False),
        (when("n", ">=", answerQuantity={"value": 2}), 2, True),
        (when("y", "=", answerBoolean=True), True, True),
        (when("y", "=", answerBoolean=True), "true", True),
        (when("y", "=", answerBoolean=True), "false", False),
        (when("t", "=", answerString="often"), "often", True),
        (when("d", ">=", answerDate="2026-03-02"), "2026-11-28", True),
        (when("d", "<", answerDate="2026-03-02"), "2026-11-28", False),
    ],
)
def test_each_operator_compares_an_answer(condition: Resource, answer: Any, holds: bool) -> None:
    texts = [{"linkId": one, "type": "string", "text": "?"} for one in ("t", "d")]
    yes = {"linkId": "y", "type": "boolean", "text": "?"}
    document = form(choice("p", [0, 1]), rating("n"), yes, *texts, waits(rating("q"), condition))

    assert ("q" in asked(document, **{condition["question"]: answer})) is holds


@pytest.mark.parametrize(("behaviour", "both"), [("all", "all"), ("any", "any")])
def test_several_conditions_are_all_wanted_or_any(behaviour: str, both: str) -> None:
    two = [when("p", ">", answerInteger=4), when("r", ">", answerInteger=4)]
    document = form(rating("p"), rating("r"), waits(rating("q"), *two, behaviour=behaviour))

    assert "q" not in asked(document, p=0, r=0)
    assert ("q" in asked(document, p=9, r=0)) is (both == "any")
    assert "q" in asked(document, p=9, r=9)


def test_a_group_waits_for_all_that_lies_in_it_and_its_words_stand_above() -> None:
    inner = {"linkId": "i", "type": "group", "text": "Closer", "item": [rating("q")]}
    group = waits(
        {"linkId": "g", "type": "group", "text": "At night", "item": [inner, rating("r")]},
        when("p", ">", answerInteger=4),
    )
    said = {"linkId": "s", "type": "display", "text": "One more"}
    document = form(rating("p"), group, said, rating("z"))

    assert asked(document, p=0) == {"p", "z"}
    assert asked(document, p=9) == {"p", "q", "r", "z"}
    words = {one.link_id: [it.text for it in one.headings] for one in read_form(document).questions}
    assert words == {"p": [], "q": ["At night", "Closer"], "r": [], "z": ["One more"]}


def test_the_answer_to_a_question_that_is_not_asked_counts_as_none() -> None:
    document = form(
        rating("p"),
        waits(rating("q"), when("p", ">", answerInteger=4)),
        waits(rating("r"), when("q", ">", answerInteger=4)),
    )

    assert asked(document, p=9, q=9) == {"p", "q", "r"}
    assert asked(document, p=0, q=9) == {"p"}


answers = st.dictionaries(st.sampled_from("pqr"), st.none() | st.integers(0, 10))


@given(answers, st.integers(0, 10), st.sampled_from(["all", "any"]))
def test_exists_and_its_opposite_are_never_both(
    given_now: dict, limit: int, behaviour: str
) -> None:
    document = form(
        rating("p"),
        waits(rating("q"), when("p", "exists", answerBoolean=True)),
        waits(rating("r"), when("p", "exists", answerBoolean=False)),
        waits(
            rating("s"),
            when("p", ">", answerInteger=limit),
            when("p", "<=", answerInteger=limit),
            behaviour=behaviour,
        ),
    )
    now = asked(document, **given_now)

    assert ("q" in now) is not ("r" in now)
    answered = given_now.get("p") is not None
    assert ("s" in now) is (answered and behaviour == "any")


@pytest.mark.parametrize(
    ("item", "faults"),
    [
        (
            waits(rating("q"), {"question": "p", "operator": "~", "answerInteger": 1}),
            {"not_offered"},
        ),
        (waits(rating("q"), {"question": "p", "operator": "="}), {"missing"}),
        (waits(rating("q"), when("p", "exists", answerInteger=1)), {"not_flag"}),
        (waits(rating("q"), when("p", ">", **CODED)), {"not_offered"}),
        (waits(rating("q"), when("p", "=", answerInteger="four")), {"not_number"}),
        (waits(rating("q"), when("p", "=", answerBoolean="yes")), {"not_flag"}),
        (waits(rating("q"), when("p", "=", answerCoding={})), {"missing"}),
        (
            waits(rating("q"), when("p", ">", answerInteger=1), when("p", "<", answerInteger=3)),
            {"missing"},
        ),
        (waits(rating("q"), when("p", ">", answerInteger=1), behaviour="some"), {"not_offered"}),
    ],
)
def test_a_condition_that_cannot_be_read_is_a_fault(item: Resource, faults: set[str]) -> None:
    with pytest.raises(AnswerFaultsError) as refused:
        read_form(form(rating("p"), item))
    assert {one.code for one in refused.value.faults} == faults
