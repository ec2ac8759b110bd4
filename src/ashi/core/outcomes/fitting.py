"""A form of the centre's own set against the measure it claims to be.

Decides        whether a form asks what a measure scores, question for question
Does not       compare words: whether they are the validated ones a clinician says
Takes          a form that was read, a measure
Gives          the form tied to the measure; answers in the measure's order
Units          those of the measure
Sources        knowledge/data/instruments
Reviewed       draft
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ashi.core.kernel.faults import Fault, Said
from ashi.core.outcomes.answers import Answers
from ashi.core.outcomes.conditions import Given
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.instruments import Answer, Instrument, Part
from ashi.core.outcomes.questionnaire import Form, Question


@dataclass(frozen=True, slots=True)
class FittedForm:
    """A form whose questions are those of a measure, in its order.

    ``counts`` is true of one that asks for a number of days in place of an entry for each.
    """

    form: Form
    instrument: Instrument
    questions: tuple[Question, ...]
    parts: tuple[Part, ...]
    counts: bool = False


def fit_form(form: Form, instrument: Instrument, scored: Sequence[str] | None = None) -> FittedForm:
    """Tie a form to the measure it asks, or name where the two differ.

    Parameters
    ----------
    scored
        The ``linkId`` of each question that is scored, in the measure's order; where left out,
        every question with a number that the form asks. Real files hold more than the measure:
        a total that somebody types, how hard the trouble makes life.

    Raises
    ------
    AnswerFaultsError
        A ``linkId`` that nothing asked has, another number of questions, or a question whose
        answers count other numbers than the measure scores; by the path in the file.
    """
    asked = form.asked if scored is None else _chosen(form, scored)
    parts = _parts_for(instrument, len(asked))
    if parts is None:
        wanted = sum(part.lengths[0] for part in instrument.required)
        raise AnswerFaultsError(
            [Fault("item", "other_length", Said(f"{len(asked)}, {instrument.code} has {wanted}"))]
        )
    faults: list[Fault] = []
    for at, (part, question) in enumerate(zip(_each(parts, len(asked)), asked, strict=True)):
        _check(part, at - _start(parts, part), question, faults)
    if faults:
        raise AnswerFaultsError(faults)
    return FittedForm(form, instrument, asked, parts)


def _chosen(form: Form, scored: Sequence[str]) -> tuple[Question, ...]:
    by_name = {one.link_id: one for one in form.asked}
    unknown = [name for name in scored if name not in by_name]
    if unknown:
        raise AnswerFaultsError([Fault("questions", "unknown_question", unknown[0])])
    return tuple(by_name[name] for name in scored)


def _parts_for(instrument: Instrument, length: int) -> tuple[Part, ...] | None:
    """Return the parts that make up a form of this length."""
    if len(instrument.required) == 1 and length in instrument.required[0].lengths:
        return instrument.required
    for parts in (instrument.required, instrument.parts, *((one,) for one in instrument.modules)):
        if parts and sum(part.lengths[0] for part in parts) == length:
            return parts
    return None


def _each(parts: tuple[Part, ...], length: int) -> list[Part]:
    if len(parts) == 1:
        return [parts[0]] * length
    return [part for part in parts for _ in range(part.lengths[0])]


def _start(parts: tuple[Part, ...], part: Part) -> int:
    return sum(one.lengths[0] for one in parts[: parts.index(part)])


def _check(part: Part, at: int, question: Question, faults: list[Fault]) -> None:
    """Compare the numbers a question's answers count with those the measure scores."""
    high = part.highs[at] if part.highs else part.high
    wanted = Said(f"{part.low} to {high}")
    if part.values:
        wanted = Said(", ".join(map(str, part.values)))
    if question.options:
        scored = frozenset(map(Fraction, part.values or range(part.low, high + 1)))
        if not question.numbers:
            faults.append(Fault(f"{question.path}.{_options(question)}", "no_numbers", wanted))
        elif question.numbers != scored:
            faults.append(Fault(f"{question.path}.{_options(question)}", "other_numbers", wanted))
    elif question.low != part.low or question.high != high:
        faults.append(Fault(f"{question.path}.extension", "other_bounds", wanted))


def _options(question: Question) -> str:
    return "type" if question.kind == "boolean" else "answerOption"


def answers_of(fitted: FittedForm, given: Mapping[str, Given]) -> Answers:
    """Return answers by ``linkId`` as the measure scores them.

    Parameters
    ----------
    given
        A code on offer, a number or yes and no; ``None`` or nothing for a question left open.

    Raises
    ------
    AnswerFaultsError
        A ``linkId`` the form does not have, or an answer it does not offer; the path is the
        ``linkId``.
    """
    known = {one.link_id for one in fitted.form.questions}
    faults = [Fault(name, "unknown_question", name) for name in given if name not in known]
    numbers = [_number_of(one, given.get(one.link_id), faults) for one in fitted.questions]
    if faults:
        raise AnswerFaultsError(faults)
    if fitted.counts:
        pairs = zip(fitted.parts, numbers, strict=True)
        return {part.id: counted(number, part.lengths[0]) for part, number in pairs}
    answers: dict[str, tuple[Answer, ...]] = {}
    each = _each(fitted.parts, len(numbers))
    for part in fitted.parts:
        answers[part.id] = tuple(
            number for own, number in zip(each, numbers, strict=True) if own is part
        )
    return answers


def _number_of(question: Question, given: Given, faults: list[Fault]) -> Fraction | None:
    if given is None:
        return None
    if question.options:
        written = str(given).lower() if isinstance(given, bool) else str(given)
        chosen = next((one for one in question.options if one.code == written), None)
        if chosen is not None:
            return chosen.number
    elif isinstance(given, int | float) and not isinstance(given, bool):
        number = Fraction(str(given))
        low = number if question.low is None else question.low
        high = number if question.high is None else question.high
        whole = question.kind != "integer" or number.denominator == 1
        if low <= number <= high and whole:
            return number
    faults.append(Fault(question.link_id, "not_offered_here", given))
    return None


def counted(number: Fraction | None, of: int) -> tuple[Answer, ...]:
    """Return a number of days as the entries of a diary: of how strong each was nothing is said."""
    if number is None:
        return (None,) * of
    return (Fraction(1),) * int(number) + (Fraction(0),) * (of - int(number))
