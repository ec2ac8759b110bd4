"""Programmes by condition and stage: which exercises, how much, when to move on.

Decides        nothing
Does not       choose a programme for anybody
Takes          data/physio/programmes.csv, ``ID=3x10h5@1d5w`` or ``ID=20min@1d5w``
Gives          programmes in the order of the file
Units          seconds, minutes, times a day, days a week
Sources        programmes.csv of the fact files: own composition but where provenance says else
Reviewed       draft
"""

import re
from dataclasses import dataclass
from functools import cache

from ashi.core.knowledge.packaged import read_csv
from ashi.core.knowledge.physio.exercises import Dose, Exercise, all_exercises

STAGES = ("early", "build", "return")
_ITEM = re.compile(
    r"(?P<id>[A-Z]{2}\d\d)="
    r"(?:(?P<minutes>\d+)min|(?P<sets>\d+)x(?P<reps>\d+)(?:h(?P<hold_s>\d+))?)"
    r"@(?P<times_per_day>\d+)d(?P<days_per_week>\d+)w"
)


@dataclass(frozen=True, slots=True)
class Programme:
    """One stage of one condition; ``weeks`` is when it is usual, as written."""

    condition: str
    stage: str
    weeks: str
    goal: str
    goal_el: str
    move_on_when: str
    move_on_when_el: str
    items: tuple[tuple[Exercise, Dose], ...]
    provenance: str

    @property
    def from_week(self) -> int:
        """The week from which it is usual."""
        return int(self.weeks.split("-")[0].rstrip("+"))

    @property
    def id(self) -> str:
        """What an address calls it."""
        return f"{self.condition}-{self.stage}"


def read_items(text: str) -> tuple[tuple[Exercise, Dose], ...]:
    """Read exercises with their doses.

    Raises
    ------
    ValueError
        Something is not an exercise with a dose.
    """
    return tuple(_item(one.strip()) for one in text.split(";"))


def _item(text: str) -> tuple[Exercise, Dose]:
    found = _ITEM.fullmatch(text)
    if found is None or found["id"] not in all_exercises():
        raise ValueError(text)
    said = {name: int(value or 0) for name, value in found.groupdict().items() if name != "id"}
    return all_exercises()[found["id"]], Dose(**said)


@cache
def all_programmes() -> tuple[Programme, ...]:
    """Return every programme, the stages of a condition together."""
    return tuple(
        Programme(
            condition=row["condition"],
            stage=row["stage"],
            weeks=row["weeks"],
            goal=row["goal"],
            goal_el=row["goal_el"],
            move_on_when=row["move_on_when"],
            move_on_when_el=row["move_on_when_el"],
            items=read_items(row["exercises"]),
            provenance=row["provenance"],
        )
        for row in read_csv("physio", "programmes.csv")
    )


def programme_at(programme_id: str) -> Programme | None:
    """Return a programme by its id; nothing where there is none."""
    return next((one for one in all_programmes() if one.id == programme_id), None)


def stage_in_week(condition: str, week: int) -> Programme | None:
    """Return the stage of a condition that is usual in a week; nothing where none is written.

    Parameters
    ----------
    week
        Whole weeks since care began, 0 and up; before the first stage begins it is that one.
    """
    stages = sorted(
        (one for one in all_programmes() if one.condition == condition),
        key=lambda one: one.from_week,
    )
    begun = [one for one in stages if one.from_week <= week]
    return next(iter(reversed(begun)), stages[0] if stages else None)
