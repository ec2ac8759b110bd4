"""A centre's own form is read whole, or refused with every fault by its path."""

from fractions import Fraction
from typing import Any

import pytest

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.fitting import answers_of, fit_form
from ashi.core.outcomes.questionnaire import Form, read_form
from ashi.core.outcomes.scoring import score_answers
from tests.unit.core.outcomes.forms import (
    MIN_VALUE,
    Resource,
    choice,
    form,
    gad7,
    option,
    rating,
)

CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
GROUP = {"linkId": "g", "type": "group"}


def faults_of(document: object) -> list[tuple[str, str]]:
    try:
        read_form(document)
    except AnswerFaultsError as error:
        return [(fault.path, fault.code) for fault in error.faults]
    return []


def misfits(document: object, code: str) -> list[tuple[str, str]]:
    try:
        fit_form(read_form(document), find_instrument(code))
    except AnswerFaultsError as error:
        return [(fault.path, fault.code) for fault in error.faults]
    return []


def asked(form: Form) -> list[tuple[str, list[tuple[str, Fraction | None]]]]:
    return [(one.link_id, [(o.code, o.number) for o in one.options]) for one in form.asked]


def test_a_form_is_read_with_its_version_language_and_numbers() -> None:
    read = read_form(form(choice("q1", [0, 1])))

    assert (read.url, read.version, read.title, read.status, read.language) == (
        "urn:form",
        "1",
        "A form",
        "active",
        "el",
    )
    assert asked(read) == [("q1", [("a0", 0), ("a1", 1)])]
    assert read.questions[0].text == "question q1"


def test_groups_are_walked_in_order_and_ask_nothing_themselves() -> None:
    inner = {**GROUP, "linkId": "h", "item": [choice("q2", [0, 1])]}
    group = {**GROUP, "item": [choice("q1", [0, 1]), inner, choice("q3", [0, 1])]}
    told = {"linkId": "t", "type": "display", "text": "read this"}

    read = read_form(form(told, group, choice("q4", [0, 1])))

    assert [one.link_id for one in read.questions] == ["q1", "q2", "q3", "q4"]


def test_numbers_come_from_a_value_set_in_the_file() -> None:
    concepts = [
        {"code": "no", "extension": option("x", 0)["extension"]},
        {"code": "yes", "extension": option("x", 1)["extension"]},
    ]
    listed = {"id": "v", "compose": {"include": [{"system": "urn:x", "concept": concepts}]}}
    expanded = {"id": "v", "expansion": {"contains": concepts}}
    question = {"linkId": "q1", "type": "choice", "text": "?", "answerValueSet": "#v"}

    for value_set in (listed, expanded):
        read = read_form(form(question, contained=[value_set]))
        assert asked(read) == [("q1", [("no", 0), ("yes", 1)])]


def test_an_integer_option_and_yes_or_no_are_their_own_numbers() -> None:
    whole = {
        "linkId": "q1",
        "type": "choice",
        "text": "?",
        "answerOption": [{"valueInteger": 6}, {"valueInteger": 8}],
    }
    yes_no = {"linkId": "q2", "type": "boolean", "text": "?"}

    assert asked(read_form(form(whole, yes_no))) == [
        ("q1", [("6", 6), ("8", 8)]),
        ("q2", [("true", 1), ("false", 0)]),
    ]


def test_a_number_that_is_said_ranks_above_the_integer_it_stands_on_even_nought() -> None:
    never = {"valueInteger": 5, "extension": option("x", 0)["extension"]}
    question = choice("q1", []) | {"answerOption": [never, {"valueInteger": 6}]}

    assert asked(read_form(form(question))) == [("q1", [("5", 0), ("6", 6)])]


def test_a_number_may_stand_on_the_coding_or_by_its_later_name() -> None:
    coding = {
        "code": "a",
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/itemWeight",
                "valueDecimal": 2.5,
            }
        ],
    }
    question = choice("q1", []) | {"answerOption": [{"valueCoding": coding}]}

    assert asked(read_form(form(question))) == [("q1", [("a", Fraction(5, 2))])]


def test_a_calculated_score_is_not_asked() -> None:
    total = {"linkId": "sum", "type": "integer", "text": "?", "extension": [{"url": CALCULATED}]}

    read = read_form(form(choice("q1", [0, 1]), total))

    assert [one.link_id for one in read.questions] == ["q1", "sum"]
    assert [one.link_id for one in read.asked] == ["q1"]


def nested(depth: int) -> Resource:
    inner = choice("q", [0, 1])
    for level in range(depth):
        inner = {"linkId": f"g{level}", "type": "group", "item": [inner]}
    return inner


def waiting(link_id: str, *names: str) -> Resource:
    whens = [{"question": name, "operator": "exists", "answerBoolean": True} for name in names]
    return choice(link_id, [0, 1]) | {"enableWhen": whens, "enableBehavior": "all"}


@pytest.mark.parametrize(
    ("document", "faults"),
    [
        ([], [("document", "not_object")]),
        ({}, [("resourceType", "missing"), ("status", "missing"), ("item", "missing")]),
        (form(rating("q"), resourceType="Patient"), [("resourceType", "not_questionnaire")]),
        (form(rating("q"), status="final"), [("status", "not_offered")]),
        (form(), [("item", "no_question")]),
        (form({**GROUP, "item": []}), [("item", "no_question")]),
        (form(GROUP), [("item[0].item", "missing")]),
        (form(3), [("item[0]", "not_object")]),
        (form({"type": "integer", "text": "?"}), [("item[0].linkId", "missing")]),
        (form({"linkId": "", "type": "integer", "text": "?"}), [("item[0].linkId", "empty")]),
        (form(rating("q"), {**GROUP, "item": [rating("q")]}), [("item[1].item[0].linkId", "twice")]),
        (form({"linkId": "q", "text": "?"}), [("item[0].type", "missing")]),
        (form({"linkId": "q", "type": "coding", "text": "?"}), [("item[0].type", "not_offered")]),
        (form({"linkId": "q", "type": "integer"}), [("item[0].text", "missing")]),
        (form({"linkId": "q", "type": "choice", "text": "?"}), [("item[0].answerOption", "missing")]),
        (form(choice("q", [])), [("item[0].answerOption", "empty")]),
        (form(choice("q", [0, 1, 1])), [("item[0].answerOption", "option_twice")]),
        (form(choice("q", [0]) | {"answerValueSet": "#v"}), [("item[0].answerValueSet", "options_twice")]),
        (form(choice("q", []) | {"answerOption": [{}]}), [("item[0].answerOption[0].valueCoding", "missing")]),
        (form(choice("q", []) | {"answerOption": [option("a", 0), option("b", None)]}), [("item[0].answerOption", "some_count")]),
        (form({"linkId": "q", "type": "choice", "text": "?", "answerValueSet": "#v"}), [("item[0].answerValueSet", "not_in_file")]),
        (form({"linkId": "q", "type": "choice", "text": "?", "answerValueSet": "http://x/v"}), [("item[0].answerValueSet", "not_in_file")]),
        (form(choice("q", []) | {"answerOption": [7, {"valueString": "often"}]}), [("item[0].answerOption[0]", "not_object")]),
        (form(choice("q", []) | {"answerOption": [{"valueCoding": 7}]}), [("item[0].answerOption[0].valueCoding", "not_object")]),
        (form({"linkId": "q", "type": "choice", "text": "?", "answerValueSet": 7}), [("item[0].answerValueSet", "not_text")]),
        (form({"linkId": "q", "type": "choice", "text": "?", "answerValueSet": "#v"}, contained=[{"id": "v", "compose": {"include": []}}]), [("item[0].answerValueSet", "empty")]),
        (form(rating("q", 10, 0)), [("item[0]", "turned_round")]),
        (form(rating("q") | {"extension": [{"url": MIN_VALUE, "valueInteger": "0"}]}), [("item[0].extension[0].valueInteger", "not_number")]),
        (form(rating("q") | {"required": "yes"}), [("item[0].required", "not_flag")]),
        (form({"linkId": "d", "type": "display", "text": "?", "item": [rating("q")]}), [("item[0].item", "not_here")]),
        (form(nested(10)), [("item[0]" + ".item[0]" * 10, "too_deep")]),
        (form(waiting("q", "p")), [("item[0].enableWhen[0].question", "unknown_question")]),
        (form(choice("q", [0, 1]) | {"enableWhen": [{}, 7]}),
         [("item[0].enableWhen[1]", "not_object"), ("item[0].enableWhen[0].operator", "missing"),
          ("item[0].enableWhen[0].answer", "missing"), ("item[0].enableWhen[0].question", "missing")]),
        (form(choice("q", [0, 1]) | {"enableWhen": [{"question": {}, "operator": "exists", "answerBoolean": True}]}), [("item[0].enableWhen[0].question", "not_text")]),
        (form({**GROUP, "item": [{"linkId": 7, "type": "integer", "text": "?"}]}), [("item[0].item[0].linkId", "not_text")]),
        (form(waiting("q", "q")), [("item[0].enableWhen[0].question", "circle")]),
        (form(waiting("p", "q"), waiting("q", "r"), waiting("r", "p")),
         [(f"item[{at}].enableWhen[0].question", "circle") for at in range(3)]),
        (form({**waiting("g", "q"), "type": "group", "item": [choice("q", [0, 1])]}), [("item[0].enableWhen[0].question", "circle")]),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_stands(document: object, faults: list[tuple[str, str]]) -> None:
    assert faults_of(document) == faults


def test_questions_may_wait_for_others_without_a_circle() -> None:
    two_ways = [waiting("q", "p"), waiting("r", "p", "q"), waiting("s", "r")]

    assert faults_of(form(choice("p", [0, 1]), *two_ways)) == []


def test_ten_levels_are_deep_enough() -> None:
    assert faults_of(form(nested(9))) == []


def test_a_form_of_endless_length_is_refused() -> None:
    assert faults_of(form(*(rating(f"q{at}") for at in range(501)))) == [("item", "too_many")]


def test_a_form_deeper_than_any_stack_is_refused() -> None:
    assert {code for _, code in faults_of(form(nested(5000)))} == {"too_deep"}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (gad7(), "GAD7"),
        (form(rating("q1")), "NPRS"),
        (form(*(rating(f"q{at}") for at in range(3))), "PSFS"),
        (form(*(rating(f"q{at}") for at in range(13))), "SPADI"),
        (form(*(choice(f"q{at}", [6, 8, 10, 11, 13]) for at in range(6))), "HIT6"),
        (form(*({"linkId": f"q{at}", "type": "boolean", "text": "?"} for at in range(24))), "RMDQ24"),
        (form(*(choice(f"q{at}", [1, 2, 3, 4, 5]) for at in range(19))), "BCTQ"),
        (form(*(rating(f"q{at}") for at in range(8))), "DCTMD"),
    ],
)  # fmt: skip
def test_a_form_that_asks_what_the_measure_scores_fits(document: Resource, code: str) -> None:
    assert misfits(document, code) == []


@pytest.mark.parametrize(
    ("document", "code", "faults"),
    [
        (gad7(), "PHQ9", [("item", "other_length")]),
        (form(*gad7()["item"][:6], choice("q7", [1, 2, 3, 4])), "GAD7", [("item[6].answerOption", "other_numbers")]),
        (form(*gad7()["item"][:6], choice("q7", [0, 1, 2])), "GAD7", [("item[6].answerOption", "other_numbers")]),
        (form(*gad7()["item"][:6], choice("q7", []) | {"answerOption": [option("a", None)]}), "GAD7", [("item[6].answerOption", "no_numbers")]),
        (form(*gad7()["item"][:6], {"linkId": "q7", "type": "boolean", "text": "?"}), "GAD7", [("item[6].type", "other_numbers")]),
        (form(rating("q1", 0, 100)), "NPRS", [("item[0].extension", "other_bounds")]),
        (form({"linkId": "q1", "type": "integer", "text": "?"}), "NPRS", [("item[0].extension", "other_bounds")]),
    ],
)  # fmt: skip
def test_a_form_that_asks_something_else_is_refused(
    document: Resource, code: str, faults: list[tuple[str, str]]
) -> None:
    assert misfits(document, code) == faults


def test_what_the_measure_does_not_score_is_left_out_by_name() -> None:
    extra = [rating("total", 0, 21), choice("hard", [0, 1])]
    read = read_form(form(*extra, *gad7()["item"]))
    gad = find_instrument("GAD7")
    names = [f"q{at}" for at in range(1, 8)]

    fitted = fit_form(read, gad, names)

    assert [one.link_id for one in fitted.questions] == names
    assert answers_of(fitted, {"q1": "a2", "total": 9})["items"][0] == 2
    with pytest.raises(AnswerFaultsError) as refused:
        fit_form(read, gad, ["q1", "nothing"])
    assert [one.code for one in refused.value.faults] == ["unknown_question"]


def test_answers_by_name_are_scored_by_the_measure() -> None:
    fitted = fit_form(read_form(gad7()), find_instrument("GAD7"))
    given: dict[str, Any] = {"q1": "a3", "q2": "a2", "q3": "a1", "q4": "a0", "q5": None, "q6": "a0"}

    score = score_answers(answers_of(fitted, given), fitted.instrument)

    assert (score.value, score.answered) == (Fraction(6 * 7, 5), 5)


def test_numbers_and_yes_or_no_are_answers_too() -> None:
    ratings = fit_form(
        read_form(form(*(rating(f"q{at}") for at in range(13)))), find_instrument("SPADI")
    )
    ticks = fit_form(
        read_form(form(*({"linkId": f"q{at}", "type": "boolean", "text": "?"} for at in range(24)))),
        find_instrument("RMDQ24"),
    )  # fmt: skip

    pain = answers_of(ratings, {f"q{at}": at % 5 for at in range(13)})
    ticked = answers_of(ticks, {"q0": True, "q1": False, "q2": "true"})

    assert [len(pain[part]) for part in ("pain", "disability")] == [5, 8]
    assert ticked["items"][:4] == (1, 0, 1, None)


def test_an_answer_the_form_does_not_offer_is_refused_by_its_name() -> None:
    rated = fit_form(read_form(form(rating("q1"))), find_instrument("NPRS"))
    chosen = fit_form(read_form(gad7()), find_instrument("GAD7"))

    for fitted, given, path, code in (
        (rated, {"q1": 11}, "q1", "not_offered_here"),
        (rated, {"q1": "seven"}, "q1", "not_offered_here"),
        (rated, {"q1": True}, "q1", "not_offered_here"),
        (rated, {"q9": 1}, "q9", "unknown_question"),
        (chosen, {"q1": "a4"}, "q1", "not_offered_here"),
    ):
        with pytest.raises(AnswerFaultsError) as refused:
            answers_of(fitted, given)
        assert [(one.path, one.code) for one in refused.value.faults] == [(path, code)]
