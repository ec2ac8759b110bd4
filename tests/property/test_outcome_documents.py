"""Whatever a file holds, it is scored or refused by path; nothing else can happen."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.cli.documents import sentence
from ashi.cli.outcomes import SENTENCES
from ashi.cli.outcomes_writing import written_score
from ashi.core.outcomes.catalogue import all_instruments, find_instrument
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.questionnaire import read_form
from ashi.core.outcomes.scoring import score_document

KEYS = [
    "items", "drugs", "name", "mg_per_day", "mcg_per_h", "level", "weight", "class", "ddd_mg",
    "pain", "function", "vas", "gcps", "jfls8", "days",
]  # fmt: skip
FORM_KEYS = [
    "linkId", "type", "text", "item", "answerOption", "answerValueSet", "valueCoding", "code",
    "extension", "url", "valueDecimal", "valueInteger", "enableWhen", "question", "contained", "id",
    "compose", "include", "concept", "expansion", "contains", "required",
]  # fmt: skip
WORDS = ["", "morphine", "fentanyl", "choice", "group", "integer", "boolean", "a", "#a", "\0", "é"]
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-2, 12)
    | st.integers()
    | st.floats()
    | st.sampled_from(WORDS)
)


def documents(keys: list[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=12) | st.dictionaries(st.sampled_from(keys), inner, max_size=5)
        ),
        max_leaves=30,
    )


def assert_worded(error: AnswerFaultsError) -> None:
    lines = [sentence(fault, SENTENCES) for fault in error.faults]

    assert lines
    assert all(line.isprintable() for line in lines)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    code=st.sampled_from([one.code for one in all_instruments()]),
    document=st.dictionaries(st.sampled_from(KEYS), documents(KEYS), max_size=4) | documents(KEYS),
)
def test_any_document_is_scored_or_refused(code: str, document: object) -> None:
    instrument = find_instrument(code)
    try:
        score = score_document(document, instrument)
    except AnswerFaultsError as error:
        assert_worded(error)
        return

    json.dumps(written_score(score, instrument), allow_nan=False)
    if score.value is not None:
        assert instrument.low <= score.value
        assert instrument.high is None or score.value <= instrument.high


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(
    items=st.lists(
        st.dictionaries(st.sampled_from(FORM_KEYS), documents(FORM_KEYS), max_size=6), max_size=4
    )
    | documents(FORM_KEYS),
    contained=documents(FORM_KEYS),
)
def test_any_form_is_read_or_refused(items: object, contained: object) -> None:
    document = {
        "resourceType": "Questionnaire",
        "status": "active",
        "item": items,
        "contained": contained,
    }
    try:
        form = read_form(document)
    except AnswerFaultsError as error:
        assert_worded(error)
        return

    assert form.questions
    assert len({one.link_id for one in form.questions}) == len(form.questions)
