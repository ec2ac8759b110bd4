"""One part of a measure, scored.

Decides        the score of one list of answers, and when too few are there for one
Does not       read documents, add parts up, or say what a score means
Takes          answers of one part, ``None`` where there is none
Gives          the exact score as a fraction, or none
Units          those of the part
Sources        knowledge/data/instruments, each rule with its provenance there
Reviewed       draft
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from ashi.core.outcomes.instruments import Answer, Part


@dataclass(frozen=True, slots=True)
class PartScore:
    """The score of one part; ``value`` is ``None`` where too little was answered."""

    id: str
    value: Fraction | None
    answered: int
    of: int
    low: Fraction
    high: Fraction


def score_part(part: Part, answers: Sequence[Answer]) -> PartScore:
    """Score one list of answers by its own rule for what is missing.

    Parameters
    ----------
    answers
        In the order of the form, each within the part's values; their number is one of
        ``part.lengths``.

    Returns
    -------
    PartScore
        ``value`` is exact and within the part's range. What is missing counts as the mean of
        what was answered, or as the lowest answer where the form says so.
    """
    low, high = part.range
    answered = sum(answer is not None for answer in answers)
    value = None
    if answered >= part.needs(len(answers)):
        known = _known(part, answers)
        value = _looked_up(part, known, len(answers)) if part.t_scores else _scaled(part, known)
    return PartScore(part.id, value, answered, len(answers), low, high)


def nothing_given(part: Part) -> PartScore:
    """Return the score of a part that was left out: none."""
    return PartScore(part.id, None, 0, part.lengths[0], *part.range)


def _known(part: Part, answers: Sequence[Answer]) -> list[Fraction | int]:
    """Return what counts, reversed questions the other way round."""
    known: list[Fraction | int] = []
    for at, answer in enumerate(answers, start=1):
        if answer is None and not part.unanswered_is_low:
            continue
        value = part.low if answer is None else answer
        known.append(part.low + part.high - value if at in part.reversed else value)
    return known


def _scaled(part: Part, known: Sequence[Fraction | int]) -> Fraction:
    above = sum(known) - part.low * len(known)
    share = Fraction(above) / (len(known) * (part.high - part.low))
    return part.scaled_low + share * (part.scaled_high - part.scaled_low)


def _looked_up(part: Part, known: Sequence[Fraction | int], of: int) -> Fraction:
    """Find the T score of the raw sum, brought up to the whole length and rounded up."""
    raw = ceil(Fraction(sum(known)) * of / len(known))
    return part.t_scores[raw - part.low * of]
