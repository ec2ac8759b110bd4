"""The exercises a patient does: steps, a first dose, what is easier and harder, when to stop.

Decides        what a search finds
Does not       choose an exercise for anybody
Takes          data/physio
Gives          exercises by their ids, in the order of the file
Units          seconds, minutes, times a day, days a week
Sources        exercises.csv of the fact files; most doses are recalled
Reviewed       draft
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.kernel.names import latin
from ashi.core.knowledge.packaged import read_csv

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Word:
    """A word in both languages."""

    id: str
    name: str
    name_el: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step, or one rule of stopping, as a patient is told."""

    words: str
    words_el: str


@dataclass(frozen=True, slots=True)
class Dose:
    """How much and how often; 0 where it is not counted so."""

    sets: int = 0
    reps: int = 0
    hold_s: int = 0
    minutes: int = 0
    times_per_day: int = 1
    days_per_week: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise. ``progression`` and ``regression`` are ids, empty where there is none."""

    id: str
    name: str
    name_el: str
    region: Word
    purpose: Word
    position: Word
    equipment: Word | None
    at_home: bool
    steps: tuple[Step, ...]
    stop: Step
    dose: Dose
    dose_note: str
    dose_provenance: str
    progression: str
    regression: str
    conditions: tuple[str, ...]


@cache
def words_of(kind: str) -> Mapping[str, Word]:
    """Return the words of a kind (region, purpose, position, equipment, stage) by their ids."""
    rows = read_csv("physio", "exercise_words.csv")
    return {
        row["id"]: Word(row["id"], row["name"], row["name_el"])
        for row in rows
        if row["kind"] == kind
    }


@cache
def all_exercises() -> Mapping[str, Exercise]:
    """Return every exercise by its id."""
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    for row in read_csv("physio", "exercise_steps.csv"):
        steps[row["id"]].append(Step(row["step"], row["step_el"]))
    stops = {
        row["id"]: Step(row["words"], row["words_el"])
        for row in read_csv("physio", "exercise_stops.csv")
    }
    return {
        row["id"]: _exercise(row, tuple(steps[row["id"]]), stops[row["stop"]])
        for row in read_csv("physio", "exercises.csv")
    }


def _exercise(row: Mapping[str, str], steps: tuple[Step, ...], stop: Step) -> Exercise:
    return Exercise(
        id=row["id"],
        name=row["name"],
        name_el=row["name_el"],
        region=words_of("region")[row["region"]],
        purpose=words_of("purpose")[row["purpose"]],
        position=words_of("position")[row["position"]],
        equipment=words_of("equipment")[row["equipment"]] if row["equipment"] else None,
        at_home=row["place"] == "home",
        steps=steps,
        stop=stop,
        dose=_dose(row),
        dose_note=row["dose_note"],
        dose_provenance=row["dose_provenance"],
        progression=row["progression"],
        regression=row["regression"],
        conditions=tuple(filter(None, row["conditions"].split(";"))),
    )


def _dose(row: Mapping[str, str]) -> Dose:
    """Return the first dose; what lasts minutes is done once, not in sets."""
    minutes = int(row["minutes"] or 0)
    return Dose(
        sets=0 if minutes else int(row["sets"] or 0),
        reps=0 if minutes else int(row["reps"] or 0),
        hold_s=int(row["hold_s"] or 0),
        minutes=minutes,
        times_per_day=int(row["times_per_day"] or 1),
        days_per_week=int(row["days_per_week"] or 7),
    )


@cache
def _written() -> Mapping[str, str]:
    """Return what an exercise may be found by, in Latin letters without accents."""
    return {
        one.id: latin(" ".join((one.id, one.name, one.name_el, *_words(one))))
        for one in all_exercises().values()
    }


def _words(one: Exercise) -> list[str]:
    words = [one.region, one.purpose, one.position, one.equipment]
    return [text for word in words if word for text in (word.name, word.name_el)]


def find_exercises(wanted: str = "", region: str = "") -> list[Exercise]:
    """Return the exercises of a region in which every word that is wanted begins a word.

    Greek and Latin letters, capitals and accents do not matter.
    """
    asked = latin(wanted[:LONGEST]).split()
    return [
        one
        for one in all_exercises().values()
        if (not region or one.region.id == region) and _found(asked, _written()[one.id])
    ]


def _found(asked: list[str], written: str) -> bool:
    words = written.split()
    return all(any(word.startswith(part) for word in words) for part in asked)
