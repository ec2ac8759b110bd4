"""Between what was given in a form and a score as a row holds it."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ashi.apps.outcomes.errors import AnswerOutsideError
from ashi.core.outcomes.conditions import Given
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.fitting import FittedForm, answers_of
from ashi.core.outcomes.questionnaire import asked_now
from ashi.core.outcomes.scores import Score
from ashi.core.outcomes.scoring import score_answers

PLACES = Decimal("0.000001")
TEXTS = ("string", "text")

__all__ = ["Given", "as_decimal", "as_fraction", "only_asked", "scored", "stored"]


def scored(fitted: FittedForm, given: Mapping[str, Given]) -> Score:
    """Score what was given in a form.

    Raises
    ------
    AnswerOutsideError
        An answer that a question does not offer.
    """
    texts = {one.link_id for one in fitted.form.questions if one.kind in TEXTS}
    counted = only_asked(fitted, given)
    numbers = {name: one for name, one in counted.items() if name not in texts}
    try:
        return score_answers(answers_of(fitted, numbers), fitted.instrument)
    except AnswerFaultsError as error:
        fault = error.faults[0]
        raise AnswerOutsideError(measure=fitted.instrument.code, question=fault.path) from error


def only_asked(fitted: FittedForm, given: Mapping[str, Given]) -> dict[str, Given]:
    """Return the answers to questions that are asked: of others none counts, nor is kept.

    What the form does not have is left in, for whoever refuses it.
    """
    asked = asked_now(fitted.form, given)
    closed = {one.link_id for one in fitted.form.questions} - asked
    return {name: one for name, one in given.items() if name not in closed}


def as_decimal(value: Fraction) -> Decimal:
    """Return a score as a column holds it: six decimals, halves to even."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES)


def as_fraction(value: Decimal) -> Fraction:
    """Return a stored score as the core takes it; a third of a point is a third again.

    Six decimals hold every score of a form of up to a thousand questions apart.
    """
    return Fraction(value).limit_denominator(1000)


def stored(score: Score) -> dict[str, Any]:
    """Return a score as columns of a response."""
    return {
        "score": None if score.value is None else as_decimal(score.value),
        "reason": score.reason or "",
        "answered": score.answered,
        "of": score.of,
        "flags": list(score.flags),
        "parts": {
            part.id: None if part.value is None else float(part.value) for part in score.parts
        },
    }
