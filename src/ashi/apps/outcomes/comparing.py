"""Two groups of a study compared, from the answers as they are stored.

Everybody who began is counted; whoever did not answer is named as missing and not filled in.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ashi.apps.outcomes.models import Covariate, Response
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.differences import (
    Difference,
    ShareDifference,
    adjusted_difference,
    share_difference,
)

Key = tuple[str, str]  # a measure, a moment


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a study: what was recorded at the start, and every score they have."""

    patient_id: int
    covariates: dict[str, float]
    scores: dict[Key, float]


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: a measure at a moment, against its own start, for two groups.

    ``group`` is 1 for the first group and 0 for the other; ``sites`` names a covariate that is a
    category; ``among`` is a measure and moment that must be answered for somebody to count.
    """

    measure: str
    moment: str
    group: str
    covariates: tuple[str, ...] = ()
    sites: str = ""
    among: Key | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer: who began and who answered in each group, and the difference."""

    began: tuple[int, int]
    answered: tuple[int, int]
    difference: Difference


def people_of(study: str) -> list[Person]:
    """Return everybody of a study, whether or not they answered; two queries, however many."""
    covariates: dict[int, dict[str, float]] = defaultdict(dict)
    for patient_id, name, value in Covariate.objects.filter(study=study).values_list(
        "patient_id", "name", "value"
    ):
        covariates[patient_id][name] = value
    scores: dict[int, dict[Key, float]] = defaultdict(dict)
    rows = Response.objects.filter(
        patient__in=covariates,
        submitted_at__isnull=False,
        corrected_by__isnull=True,
        score__isnull=False,
    ).values_list("patient_id", "measure", "asking__moment", "score")
    for patient_id, measure, moment, score in rows:
        scores[patient_id][measure, moment] = float(score or 0)
    return [Person(one, own, scores[one]) for one, own in sorted(covariates.items())]


def compare_groups(people: Sequence[Person], asked: Question) -> Comparison:
    """Compare two groups, adjusted for where each began.

    A covariate that is the same for everybody says nothing and is left out. The difference is
    positive where the first group is better off.

    Raises
    ------
    TooFewRowsError, CollinearError
    """
    start, end = (asked.measure, "start"), (asked.measure, asked.moment)
    needed = [start, end, *([asked.among] if asked.among else [])]
    whole = [one for one in people if all(key in one.scores for key in needed)]
    worse = find_instrument(asked.measure).higher_is != "better"
    sign = -1.0 if worse else 1.0
    told = [name for name in asked.covariates if len({one.covariates[name] for one in whole}) > 1]
    difference = adjusted_difference(
        [sign * one.scores[end] for one in whole],
        [_is_first(one, asked) for one in whole],
        [[one.scores[start] for one in whole]]
        + [[one.covariates[name] for one in whole] for name in told],
        [one.covariates[asked.sites] for one in whole] if asked.sites else (),
    )
    return Comparison(_counted(people, asked), _counted(whole, asked), difference)


def responders(
    people: Sequence[Person], asked: Question, share: float
) -> tuple[tuple[int, int], tuple[int, int], ShareDifference]:
    """Count who fell by ``share`` of their start, among who answered, in each group."""
    start, end = (asked.measure, "start"), (asked.measure, asked.moment)
    needed = [start, end, *([asked.among] if asked.among else [])]
    whole = [one for one in people if all(key in one.scores for key in needed)]
    fell = [one for one in whole if one.scores[end] <= one.scores[start] * (1 - share)]
    events, of = _counted(fell, asked), _counted(whole, asked)
    return events, of, share_difference(events, of)


def _is_first(one: Person, asked: Question) -> bool:
    return one.covariates[asked.group] == 1


def _counted(people: Sequence[Person], asked: Question) -> tuple[int, int]:
    first = sum(_is_first(one, asked) for one in people)
    return first, len(people) - first
