"""What moves when a trial is added or taken out, and what was said until when, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ashi.apps.evidence.models import AnswerChange, Change, Rereading
from ashi.apps.evidence.queries import as_answer, claims_of
from ashi.core.evidence.living import Moved, PooledAnswer
from ashi.core.evidence.meaning import Estimate
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.pages.reading import Told as InBoth
from ashi.web.conditions.forests import interval
from ashi.web.conditions.further import own_words
from ashi.web.conditions.written import written
from ashi.web.evidence.trial_forms import title_of


@dataclass(frozen=True, slots=True)
class Column:
    """One answer of a question, written; ``trials`` are names with their differences."""

    number: str
    trials_count: str
    people: str
    i2: str
    tau2: str
    trials: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One question before and after; a column is None where no trial was left.

    ``change`` is how far the estimate moved, ``turned`` a sentence where the conclusion did.
    """

    question: str
    title: str
    before: Column | None
    after: Column | None
    change: str
    turned: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a question said until a day, and what made it say something else."""

    told: Told
    at: datetime
    change: Change


@dataclass(frozen=True, slots=True)
class Reread:
    """One mark on a claim: why, its sentence on that day, and who read it again."""

    row: Rereading
    sentence: str
    told: tuple[Told, ...]


def column_of(answer: PooledAnswer | None) -> Column | None:
    """Return an answer as it is written."""
    if answer is None:
        return None
    return Column(
        number=interval(Estimate(answer.estimate, answer.low, answer.high)),
        trials_count=written(answer.k),
        people=written(answer.people),
        i2=f"{written(round(answer.i2, 1))}%",
        tau2=written(round(answer.tau2, 2)),
        trials=tuple(
            (name, interval(Estimate(value, low, high))) for name, value, low, high in answer.trials
        ),
    )


def told_of(question: str, before: PooledAnswer | None, after: PooledAnswer | None) -> Told:
    """Return one question with how far it moved."""
    change = "" if before is None or after is None else _by_how_much(before, after)
    return Told(
        question, title_of(question), column_of(before), column_of(after), change,
        _turned(before, after),
    )  # fmt: skip


def told(moved: Iterable[Moved]) -> list[Told]:
    """Return every question that moves."""
    return [told_of(one.plot.id, one.before, one.after) for one in moved]


def _by_how_much(before: PooledAnswer, after: PooledAnswer) -> str:
    moved = round(after.estimate - before.estimate, 2)
    return f"{'+' if moved > 0 else ''}{written(moved)}"


def _turned(before: PooledAnswer | None, after: PooledAnswer | None) -> str:
    if after is None:
        return _("No trial is left: the question is not drawn any more.")
    if before is not None and before.shows_a_difference != after.shows_a_difference:
        if after.shows_a_difference:
            return _("The interval does not hold nought any more: a difference is shown now.")
        return _("The interval holds nought now: a difference is not shown any more.")
    return ""


def past_of(rows: Iterable[AnswerChange]) -> list[Past]:
    """Return what a question said until when, as rows keep it."""
    return [
        Past(told_of(one.question, as_answer(one.before), as_answer(one.after)), one.at, one.change)
        for one in rows
    ]


def reread_of(row: Rereading) -> Reread:
    """Return one mark on a claim in the reader's language."""
    told_all = tuple(past.told for past in past_of(row.change.answers.all()))
    return Reread(row, own_words(InBoth(row.en, row.el)), told_all)


def sentences_on(questions: Iterable[str]) -> list[tuple[str, str]]:
    """Return the claims that rest on questions: id and sentence in the reader's language."""
    claims = packaged_base().claims
    names = dict.fromkeys(name for one in questions for name in claims_of(one))
    return [(name, own_words(InBoth(claims[name].en, claims[name].el))) for name in names]
