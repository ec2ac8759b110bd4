"""Scores as plain values, for tests to compare."""

from typing import Any, NamedTuple

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.scores import Score, rounded
from ashi.core.outcomes.scoring import score_document


class Seen(NamedTuple):
    """A score as a person reads it."""

    value: float | None
    band: str | None = None
    parts: dict[str, float | None] = {}
    reason: str | None = None


def score_of(code: str, document: object) -> Score:
    return score_document(document, find_instrument(code))


def seen(code: str, document: object) -> Seen:
    decimals = find_instrument(code).decimals
    score = score_of(code, document)
    shown = {
        one.id: None if one.value is None else rounded(one.value, decimals) for one in score.parts
    }
    value = None if score.value is None else rounded(score.value, decimals)
    return Seen(value, score.band.name if score.band else None, shown, score.reason)


def faults_of(code: str, document: object) -> list[tuple[str, str]]:
    try:
        score_of(code, document)
    except AnswerFaultsError as error:
        return [(fault.path, fault.code) for fault in error.faults]
    return []


def items(*answers: Any) -> dict[str, Any]:
    return {"items": list(answers)}
