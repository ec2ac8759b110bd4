"""A measure scored from its answers.

Decides        the score, its band and flags, and the reason where there is no score
Does not       word anything; fill in what the measure's own rule does not
Takes          a document and the measure it answers
Gives          a score, exact
Units          those of each measure
Sources        knowledge/data/instruments, each rule with its provenance there
Reviewed       draft

A total stands only where every part it is made of does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ashi.core.outcomes.answers import Answers, read_answers
from ashi.core.outcomes.diaries import score_diary
from ashi.core.outcomes.drugs import score_drugs
from ashi.core.outcomes.instruments import Flag, Instrument
from ashi.core.outcomes.jaw import score_jaw
from ashi.core.outcomes.scales import PartScore, nothing_given, score_part
from ashi.core.outcomes.scores import NO_TOTAL, TOO_FEW, Score, band_of
from ashi.core.outcomes.start_back import start_back_band

NEEDS_VALUE_SET = "needs_value_set"


def score_document(document: object, instrument: Instrument) -> Score:
    """Read and score what a file holds.

    Raises
    ------
    AnswerFaultsError
        The document does not fit the measure; every fault by path.
    """
    if instrument.drugs:
        return score_drugs(document, instrument)
    return score_answers(read_answers(document, instrument), instrument)


def score_answers(answers: Answers, instrument: Instrument) -> Score:
    """Score answers that were read for ``instrument``.

    Parameters
    ----------
    answers
        By part; a part that is not there was not asked.

    Returns
    -------
    Score
        Without a value where the measure's own rule says that too much is missing, or where
        it has no total; the parts stand by themselves.
    """
    return SCORERS.get(instrument.kind, _score_scale)(answers, instrument)


def _score_scale(answers: Answers, instrument: Instrument) -> Score:
    scored = {
        part.id: score_part(part, answers[part.id]) if part.id in answers else nothing_given(part)
        for part in instrument.required
    }
    whole = tuple(scored.values())
    modules = tuple(
        score_part(part, answers[part.id]) for part in instrument.modules if part.id in answers
    )
    value = _total(instrument.total, [one.value for one in whole])
    single = len(whole) == 1 and instrument.total == "only"
    return Score(
        code=instrument.code,
        value=value,
        reason=None if value is not None else _reason(instrument, whole, answers),
        answered=sum(one.answered for one in whole),
        of=sum(one.of for one in whole),
        band=band_of(instrument.bands, value),
        parts=modules if single else whole + modules,
        flags=flags_of(instrument.flags, answers, (*whole, *modules)),
    )


def _total(how: str, values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    if how == "none" or len(known) < len(values):
        return None
    total = sum(known, Fraction(0))
    return total / len(known) if how == "mean" else total


def _reason(instrument: Instrument, whole: Sequence[PartScore], answers: Answers) -> str:
    """Say why there is no total: too little was answered, or the measure has none."""
    short = any(one.value is None and one.id in answers for one in whole)
    return TOO_FEW if short or instrument.total != "none" else NO_TOTAL


def flags_of(
    flags: Sequence[Flag], answers: Answers, parts: Sequence[PartScore]
) -> tuple[str, ...]:
    """Return the names of what the answers raise; what was not answered raises nothing."""
    by_part = {one.id: one.value for one in parts}
    every = next(iter(answers.values()), ())
    raised: list[str] = []
    for flag in flags:
        value = by_part.get(flag.part) if flag.part else every[(flag.item or 1) - 1]
        if value is not None and value >= flag.start:
            raised.append(flag.name)
    return tuple(raised)


def _score_start_back(answers: Answers, instrument: Instrument) -> Score:
    plain = _score_scale(answers, instrument)
    psychosocial = plain.parts[-1].value
    return replace(plain, band=start_back_band(plain.value, psychosocial))


def _score_health_state(answers: Answers, instrument: Instrument) -> Score:
    """Give the profile; an index needs a value set, which no rule of ours can stand in for."""
    plain = _score_scale(answers, instrument)
    dimensions = answers.get("dimensions", ())
    complete = bool(dimensions) and None not in dimensions
    return replace(
        plain,
        reason=NEEDS_VALUE_SET if complete else TOO_FEW,
        parts=plain.parts[1:],
        profile="".join(str(level) for level in dimensions) if complete else None,
    )


SCORERS: Mapping[str, Callable[[Answers, Instrument], Score]] = {
    "diary": score_diary,
    "jaw": score_jaw,
    "start_back": _score_start_back,
    "health_state": _score_health_state,
}
