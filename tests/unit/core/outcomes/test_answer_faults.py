"""Every fault of an answer sheet is named, by its path, and all of them at once."""

from typing import Any

import pytest

from ashi.core.outcomes.catalogue import all_instruments, find_instrument
from tests.unit.core.outcomes.scored import faults_of, items, score_of

ELEVEN = [3] * 11


@pytest.mark.parametrize(
    ("code", "document", "faults"),
    [
        ("QDASH", [3] * 11, [("document", "not_object")]),
        ("QDASH", {}, [("items", "missing")]),
        ("QDASH", {"items": None}, [("items", "not_list")]),
        ("QDASH", {"items": "3"}, [("items", "not_list")]),
        ("QDASH", items(*[3] * 10), [("items", "wrong_length")]),
        ("QDASH", items(*[3] * 12), [("items", "wrong_length")]),
        ("QDASH", items(), [("items", "wrong_length")]),
        ("QDASH", items(0, *[3] * 9, 6), [("items[0]", "too_small"), ("items[10]", "too_large")]),
        ("QDASH", items("3", *[3] * 10), [("items[0]", "not_number")]),
        ("QDASH", items(True, *[3] * 10), [("items[0]", "not_number")]),
        ("QDASH", items(2.5, *[3] * 10), [("items[0]", "not_whole")]),
        ("QDASH", items([3], *[3] * 10), [("items[0]", "not_number")]),
        ("QDASH", items(float("nan"), *[3] * 10), [("items[0]", "not_number")]),
        ("QDASH", items(10**400, *[3] * 9, 1e400), [("items[0]", "too_large"), ("items[10]", "not_number")]),
        ("MME", {"drugs": [{"name": "morphine", "mg_per_day": 1e308}]}, [("drugs[0].mg_per_day", "too_large")]),
        ("MME", {"drugs": [{"name": "morphine", "mg_per_day": 1e400}]}, [("drugs[0].mg_per_day", "not_number")]),
        ("QDASH", {"items": ELEVEN, "work": [1]}, [("work", "wrong_length")]),
        ("QDASH", {"items": ELEVEN, "work": [1, 2, 3, 9]}, [("work[3]", "too_large")]),
        ("HIT6", items(6, 7, 8, 10, 12, 13), [("items[1]", "not_offered"), ("items[4]", "not_offered")]),
        ("MIDAS", items(*[3] * 6), [("items", "wrong_length")]),
        ("MIDAS", items(91, 0, 0, 0, 0), [("items[0]", "too_large")]),
        ("MIDAS", items(80, 11, 0, 0, 0), [("items[1]", "days_twice")]),
        ("MIDAS", {"days": [1, 2]}, [("days", "wrong_length")]),
        ("SPADI", {"pain": 5, "disability": [1] * 8}, [("pain", "not_list")]),
        ("SPADI", {"items": 5}, [("items", "not_list")]),
        ("NPRS", items(1, 2), [("items", "wrong_length")]),
        ("PSFS", items(*[1] * 6), [("items", "wrong_length")]),
        ("RMDQ24", items(*[2] * 24), [(f"items[{at}]", "too_large") for at in range(24)]),
        ("SPADI", {"pain": [1] * 5}, [("disability", "missing")]),
        ("SPADI", {"pain": [1] * 4, "disability": [1] * 8}, [("pain", "wrong_length")]),
        ("SPADI", {"pain": [1] * 5, "Pain ": [1] * 5, "disability": [1] * 8}, [('["Pain "]', "same_part")]),
        ("SPADI", {"items": [1] * 13, "pain": [1] * 5}, [("items", "parts_twice")]),
        ("SPADI", items(*[1] * 12), [("items", "wrong_length")]),
        ("KOOS", {"pain": [5] + [0] * 8}, [("pain[0]", "too_large")]),
        ("DCTMD", items(1, 2), [("items", "wrong_length")]),
        ("DCTMD", {"gcps": [181, 1, 1, 1, 31, 1, 1, 1]}, [("gcps[0]", "too_large"), ("gcps[4]", "too_large")]),
        ("MME", items(1), [("drugs", "missing")]),
        ("MME", {"drugs": ["morphine"]}, [("drugs[0]", "not_object")]),
        ("MME", {"drugs": [{}]}, [("drugs[0].name", "missing")]),
        ("MME", {"drugs": [{"name": "morphine"}]}, [("drugs[0].mg_per_day", "missing")]),
        ("MME", {"drugs": [{"name": "oxycodon", "mg_per_day": 1}]}, [("drugs[0].name", "unknown_drug")]),
        ("MME", {"drugs": [{"name": "morphine", "mg_per_day": -1}]}, [("drugs[0].mg_per_day", "too_small")]),
        ("MME", {"drugs": [{"name": "fentanyl", "mg_per_day": 1}]}, [("drugs[0].mg_per_day", "wrong_unit")]),
        ("MME", {"drugs": [{"name": "morphine", "mcg_per_h": 1}]}, [("drugs[0].mcg_per_h", "wrong_unit")]),
        ("DDD", {"drugs": [{"name": "x", "mg_per_day": 1}]}, [("drugs[0].name", "unknown_drug")]),
        ("DDD", {"drugs": [{"name": "x", "mg_per_day": 1, "ddd_mg": 0}]}, [("drugs[0].ddd_mg", "too_small")]),
        ("DDD", {"drugs": [{"name": "x", "mg_per_day": 1, "ddd_mg": -1}]}, [("drugs[0].ddd_mg", "too_small")]),
        ("MQS", {"drugs": [{"name": "x", "level": 1}]}, [("drugs[0].name", "no_weight")]),
        ("MQS", {"drugs": [{"name": "nsaid", "level": 5}]}, [("drugs[0].level", "too_large")]),
        ("MQS", {"drugs": [{"name": "nsaid"}]}, [("drugs[0].level", "missing")]),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_stands(
    code: str, document: object, faults: list[tuple[str, str]]
) -> None:
    assert faults_of(code, document) == faults


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda one: one.code)
def test_no_measure_takes_a_list_that_is_too_long(instrument: Any) -> None:
    key = "drugs" if instrument.drugs else "items"
    wrong = {key: [99] * 200} if instrument.drugs else items(*[instrument.parts[0].low] * 200)

    assert faults_of(instrument.code, wrong) != []


@pytest.mark.parametrize("name", ["sss", "SSS", "Symptom severity", "symptoms"])
def test_a_part_answers_to_its_usual_names(name: str) -> None:
    named = score_of("BCTQ", {name: [2] * 11, "fss": [1] * 8})

    assert [(one.id, one.value) for one in named.parts] == [("symptoms", 2), ("function", 1)]


def test_a_single_answer_may_stand_without_a_list() -> None:
    alone = {**items(1, 1, 1, 1, 1), "vas": 70}
    listed = {**items(1, 1, 1, 1, 1), "vas": [70]}

    assert score_of("EQ5D5L", alone) == score_of("EQ5D5L", listed)
    assert score_of("NPRS", {"items": 7}) == score_of("NPRS", items(7))


def test_parts_in_one_list_are_parts_by_name() -> None:
    by_name = {"pain": [1, 2, 3, 4, 5], "disability": [6, 7, 8, 9, 10, 0, 1, 2]}
    flat = items(*by_name["pain"], *by_name["disability"])

    assert score_of("SPADI", flat) == score_of("SPADI", by_name)


def test_yes_and_no_stand_for_one_and_nought_where_a_form_asks_so() -> None:
    assert score_of("RMDQ24", items(True, *[False] * 23)) == score_of("RMDQ24", items(1, *[0] * 23))


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        ("qdash", "QDASH"),
        ("QuickDASH", "QDASH"),
        ("Quick-DASH", "QDASH"),
        ("RMDQ-24", "RMDQ24"),
        ("rmdq", "RMDQ24"),
        ("ODI v2.1a", "ODI21A"),
        ("odi", "ODI21A"),
        ("PHQ-9", "PHQ9"),
        ("phq 8", "PHQ8"),
        ("gad_7", "GAD7"),
        ("HIT-6", "HIT6"),
        ("EQ-5D-5L", "EQ5D5L"),
        ("STarT Back", "SBT"),
        ("Örebro", "OMPSQ10"),
        ("PSS-10", "PSS10"),
        ("BPI-SF", "BPISF"),
        ("DC/TMD", "DCTMD"),
        ("TSK-11", "TSK11"),
        ("PROMIS-29", "PROMIS29"),
        ("nrs", "NPRS"),
    ],
)
def test_a_code_is_found_in_any_usual_writing(writing: str, code: str) -> None:
    assert find_instrument(writing).code == code
