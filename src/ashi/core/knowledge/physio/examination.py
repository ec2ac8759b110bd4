"""What an examination looks for: movement, strength, tests, nerves, palpation, posture.

Decides        whether a value or a result lies outside what is normal
Does not       say what a finding means for a patient, or name a diagnosis
Takes          data/physio: findings.csv, scales.toml, levels.csv, finding_sources.csv
Gives          how each finding is said, what is normal and by which source
Units          degrees, kg
Sources        data/physio/finding_sources.csv; what no source was read for is marked recalled
Reviewed       draft
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.needling.words import spelt
from ashi.core.knowledge.packaged import read_csv, read_toml

FILE = "findings.csv"
GROUPS = ("motion", "strength", "test", "neurology", "palpation", "posture")
AT_LEVEL, AT_PLACE = "level", "place"
NOT_DONE = "not_done"
READ = frozenset({"seen", "seen2"})
BELOW, ABOVE, OTHER = "below", "above", "other"


class Choice(NamedTuple):
    """One of the things that a finding can be."""

    code: str
    name: str
    name_el: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Choices in order; where ``ordered``, a later one is more. ``normal`` are codes."""

    id: str
    choices: tuple[Choice, ...]
    ordered: bool
    normal: tuple[str, ...]
    source: str
    provenance: str

    def choice(self, code: str) -> Choice | None:
        """Return the choice of a code."""
        return next((one for one in self.choices if one.code == code), None)

    def read(self, text: str) -> Choice | None:
        """Return the choice that a writing means."""
        wanted = spelt(text)
        return next((one for one in self.choices if wanted in _writings(one)), None)

    def rank(self, code: str) -> int:
        """Return the place of a code in the order.

        Raises
        ------
        ValueError
            The scale has no such code.
        """
        return [one.code for one in self.choices].index(code)

    @property
    def numbered(self) -> bool:
        """Whether a bare number is a choice, so that a measured number needs its unit."""
        return any(one.code.isdigit() for one in self.choices)


class Accuracy(NamedTuple):
    """How often a test was right, with the ends of the 95% interval; shares of one."""

    sensitivity: tuple[float, float, float]
    specificity: tuple[float, float, float]
    source: str


@dataclass(frozen=True, slots=True)
class Exam:
    """What is known of a finding beyond its name.

    ``where`` says that a level of the spine, or a place, must be said; ``low`` and ``high`` bound
    what is normal, in the unit of the finding; ``means`` is what a positive test may mean.
    """

    group: str
    areas: tuple[str, ...] = ()
    scale: Scale | None = None
    where: str = ""
    levels: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    normal_source: str = ""
    normal_provenance: str = ""
    means: str = ""
    means_el: str = ""
    accuracy: Accuracy | None = None

    @property
    def normal_read(self) -> bool:
        """Whether what is normal was read in a source, and not only remembered."""
        return self.normal_provenance in READ


def _writings(choice: Choice) -> frozenset[str]:
    said = (choice.code, choice.name, choice.name_el, *choice.words)
    return frozenset(spelt(one) for one in said)


@cache
def all_scales() -> Mapping[str, Scale]:
    """Return every scale by its id."""
    return {
        name: Scale(
            name,
            tuple(
                Choice(one["code"], one["name"], one["name_el"], tuple(one["words"]))
                for one in row["choices"]
            ),
            row["ordered"],
            tuple(row["normal"]),
            row["source"],
            row["provenance"],
        )
        for name, row in read_toml("physio", "scales.toml").items()
    }


def exam_of(row: Mapping[str, str]) -> Exam:
    """Return a row of ``findings.csv`` as an examination."""
    scale = all_scales()[row["scale"]] if row["scale"] else None
    source, provenance = row["normal_source"], row["normal_provenance"]
    return Exam(
        row["group"],
        tuple(filter(None, row["areas"].split(";"))),
        scale,
        row["where"],
        tuple(row["levels"].split()),
        float(row["low"]) if row["low"] else None,
        float(row["high"]) if row["high"] else None,
        source or (scale.source if scale else ""),
        provenance or (scale.provenance if scale else ""),
        row["means"],
        row["means_el"],
        _accuracy(row),
    )


def _accuracy(row: Mapping[str, str]) -> Accuracy | None:
    if not row["accuracy_source"]:
        return None
    return Accuracy(
        _shares(row["sensitivity"]), _shares(row["specificity"]), row["accuracy_source"]
    )


def _shares(text: str) -> tuple[float, float, float]:
    middle, low, high = map(float, text.split(";"))
    return middle, low, high


def outside(exam: Exam, value: float | None, result: str) -> str | None:
    """Return how a finding lies outside what is normal: ``below``, ``above`` or ``other``.

    ``None`` where it is normal, was not done, or nothing is known of what is normal.
    """
    if exam.scale and result and result != NOT_DONE and result not in exam.scale.normal:
        return _beside(exam.scale, result)
    if value is None:
        return None
    if exam.low is not None and value < exam.low:
        return BELOW
    if exam.high is not None and value > exam.high:
        return ABOVE
    return None


def _beside(scale: Scale, result: str) -> str | None:
    if scale.choice(result) is None:
        return None
    if not scale.ordered:
        return OTHER
    first = min(scale.rank(code) for code in scale.normal)
    return BELOW if scale.rank(result) < first else ABOVE


@cache
def key_muscles() -> Mapping[str, tuple[str, str]]:
    """Return the muscles that are tested for each level, in English and Greek."""
    rows = read_csv("physio", "levels.csv")
    return {row["level"]: (row["key_muscle"], row["key_muscle_el"]) for row in rows}


@cache
def citations() -> Mapping[str, str]:
    """Return what each source of normal values is, by its key."""
    rows = read_csv("physio", "finding_sources.csv")
    return {row["key"]: f"{row['citation']} ({row['year']})" for row in rows}


def sources_of(exams: Iterable[Exam]) -> list[str]:
    """Return the sources of what is normal, and of how right tests are, each once."""
    keys = [
        key
        for exam in exams
        for key in (exam.normal_source, exam.accuracy.source if exam.accuracy else "")
    ]
    return [citations()[key] for key in dict.fromkeys(keys) if key in citations()]
