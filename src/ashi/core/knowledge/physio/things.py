"""What physiotherapy does and measures: treatments, exercises with a first dose, measures.

Decides        nothing
Does not       say what should be done
Takes          data/physio
Gives          rows by their ids, and what each may be called
Units          seconds, minutes, kg; each measure its own
Sources        interventions.csv and exercises.csv of the fact files; limits of measures chosen
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.kernel.names import latin
from ashi.core.knowledge.packaged import read_csv
from ashi.core.knowledge.physio.examination import FILE, Exam, exam_of

TOLD = frozenset({"NPRS", "PSFS"})  # the patient says it: it is asked, and never copied
TREATMENT, EXERCISE, MEASURE = "treatment", "exercise", "measure"


@dataclass(frozen=True, slots=True)
class Thing:
    """A treatment, an exercise or a measure.

    ``act`` is the kind whose precautions hold; ``dose`` the dose from which an exercise starts;
    ``least`` and ``most`` bound what may be typed for a measure, in ``unit``; ``exam`` is what is
    known of a measure that is found by examining.
    """

    kind: str
    id: str
    name: str
    name_el: str
    family: str
    act: str
    words: tuple[str, ...] = ()
    dose: tuple[tuple[str, float], ...] = ()
    unit: str = ""
    least: float = 0
    most: float = 0
    sided: bool = True
    exam: Exam | None = None


DOSE = ("sets", "reps", "hold_s", "minutes")


def _treatment(row: Mapping[str, str]) -> Thing:
    return Thing(
        TREATMENT,
        row["id"],
        row["name"],
        row["name_el"],
        row["family"],
        row["act"],
        tuple(filter(None, row["words"].split(";"))),
    )


def _exercise(row: Mapping[str, str]) -> Thing:
    dose = tuple((name, float(row[name])) for name in DOSE if row[name])
    return Thing(
        EXERCISE, row["id"], row["name"], row["name_el"], "exercise", "exercise", dose=dose
    )


def _measure(row: Mapping[str, str]) -> Thing:
    return Thing(
        MEASURE,
        row["id"],
        row["name"],
        row["name_el"],
        "measure",
        "",
        tuple(filter(None, row["words"].split(";"))),
        unit=row["unit"],
        least=float(row["least"]),
        most=float(row["most"]),
        sided=row["sided"] == "yes",
    )


def _finding(row: Mapping[str, str]) -> Thing:
    return Thing(
        MEASURE,
        row["id"],
        row["name"],
        row["name_el"],
        row["group"],
        "",
        tuple(filter(None, row["words"].split(";"))),
        unit=row["unit"],
        least=float(row["least"] or 0),
        most=float(row["most"] or 0),
        sided=row["sided"] == "yes",
        exam=exam_of(row),
    )


@cache
def all_things() -> Mapping[str, Thing]:
    """Return every treatment, exercise, measure and finding by its id."""
    found = (
        *(_treatment(row) for row in read_csv("physio", "treatments.csv")),
        *(_exercise(row) for row in read_csv("physio", "exercises.csv")),
        *(_measure(row) for row in read_csv("physio", "measures.csv")),
        *(_finding(row) for row in read_csv("physio", FILE)),
    )
    return {one.id: one for one in found}


@cache
def examined_codes() -> frozenset[str]:
    """Return the ids of what is found by examining, and of what is measured by no questionnaire."""
    rows = (*read_csv("physio", "measures.csv"), *read_csv("physio", FILE))
    return frozenset(row["id"] for row in rows if row.get("instrument") not in TOLD)


def written(text: str) -> str:
    """Return a writing as it is compared: Latin letters without accents, single blanks."""
    return " ".join(latin(text).split())


@cache
def writings() -> Mapping[str, Thing]:
    """Return the thing that each writing means; a name before a further word."""
    found: dict[str, Thing] = {}
    for thing in all_things().values():
        for text in (thing.id, thing.name, thing.name_el):
            found.setdefault(written(text), thing)
    for thing in all_things().values():
        for word in thing.words:
            found.setdefault(written(word), thing)
    return found
