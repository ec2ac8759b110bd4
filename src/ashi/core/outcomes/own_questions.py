"""Questions in Ashi's own words, as forms that are asked and scored like a centre's own.

Decides        which measures may be asked without a questionnaire of the centre's
Does not       hold the text of any instrument that somebody owns
Takes          a measure, a language, the activities that a patient named
Gives          a form tied to its measure; none where only a loaded questionnaire may be asked
Units          those of the measure
Sources        knowledge/data/questions.toml; licences in knowledge/data/instruments
Reviewed       draft
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from ashi.core.outcomes.catalogue import find_instrument, read_data
from ashi.core.outcomes.fitting import FittedForm, fit_form
from ashi.core.outcomes.options import Option
from ashi.core.outcomes.questionnaire import Form, Question

MOST_ACTIVITIES = 5
NEW_ACTIVITIES = 3
NAME = "name-"
DAYS, DIARY_DAYS = "days", 28
Row = Mapping[str, Any]


@cache
def _rows() -> Mapping[str, Row]:
    return {row["measure"]: row for row in read_data("questions.toml")["questions"]}


def version() -> str:
    """Return the version of Ashi's own questions."""
    return f"own-{read_data('questions.toml')['version']}"


def own_measures() -> tuple[str, ...]:
    """Return the codes of the measures that need no questionnaire of the centre's."""
    return tuple(_rows())


def ends_of(measure: str, language: str) -> tuple[str, str] | None:
    """Return what the two ends of a scale of ours are called; none for other questions."""
    row = _rows().get(measure)
    if row is None or "low" not in row:
        return None
    return _said(row, "low", language), _said(row, "high", language)


def own_form(measure: str, language: str, activities: Sequence[str] = ()) -> FittedForm | None:
    """Return the form by which ``measure`` is asked in our own words.

    Parameters
    ----------
    language
        ``el`` for Greek; every other is asked in English.
    activities
        What the patient named, for a measure of activities; with none the form asks for
        ``NEW_ACTIVITIES`` of them first, as text questions called ``name-1`` and on.

    Returns
    -------
    FittedForm or None
        None where the measure may only be asked from a questionnaire that a centre loads.
    """
    row = _rows().get(measure)
    if row is None:
        return None
    instrument = find_instrument(measure)
    questions = _questions(row, language, activities)
    form = Form(None, version(), instrument.name, "active", language, questions)
    if row["shape"] == DAYS:
        parts = (*instrument.required, *instrument.modules)[: len(questions)]
        return FittedForm(form, instrument, questions, parts, counts=True)
    return fit_form(form, instrument)


def _questions(row: Row, language: str, activities: Sequence[str]) -> tuple[Question, ...]:
    text = _said(row, "text", language)
    if row["shape"] == "choice":
        words = row["options_el" if language == "el" else "options"]
        options = tuple(
            Option(str(number), None, word, Fraction(number))
            for number, word in enumerate(words, start=1)
        )
        return (Question("1", text, "choice", "1", options=options),)
    if row["shape"] == DAYS:
        return _days(row, language)
    if row["shape"] == "scale":
        return (_scale("1", text, row["measure"]),)
    named = tuple(activities[:MOST_ACTIVITIES])
    if named:
        return tuple(
            _scale(str(number), f"{words}: {text}", row["measure"])
            for number, words in enumerate(named, start=1)
        )
    asked: list[Question] = []
    for number in range(1, NEW_ACTIVITIES + 1):
        name = _said(row, "name", language)
        asked.append(Question(f"{NAME}{number}", name, "string", f"{NAME}{number}"))
        asked.append(_scale(str(number), text, row["measure"]))
    return tuple(asked)


def _days(row: Row, language: str) -> tuple[Question, ...]:
    """Return the questions that each ask for a number of days."""
    names = [name for name in ("text", "text_2") if name in row]
    return tuple(
        Question(
            str(number),
            _said(row, name, language),
            "integer",
            str(number),
            low=Fraction(0),
            high=Fraction(DIARY_DAYS),
        )
        for number, name in enumerate(names, start=1)
    )


def _scale(link_id: str, text: str, measure: str) -> Question:
    part = find_instrument(measure).required[0]
    return Question(
        link_id, text, "integer", link_id, low=Fraction(part.low), high=Fraction(part.high)
    )


def _said(row: Row, key: str, language: str) -> str:
    return str(row[f"{key}_el" if language == "el" else key])
