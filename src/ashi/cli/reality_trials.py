"""Two trials, patient by patient, through our own comparison (``make reality``).

Vickers 2004 (acupuncture for headache) through our own tables, and Chow 2006 (laser for neck
pain), whose groups differ at the start, against a second reckoning.
"""

import csv
from pathlib import Path
from statistics import mean

from ashi.cli.reality_headache import compare_headache
from ashi.cli.reality_scheduling import Row
from ashi.core.outcomes.differences import (
    adjusted_difference,
)

VICKERS = "vickers2004/data.csv"
CHOW = "chow2006_neck_vas/vas_long.csv"
Patient = dict[str, float | None]


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def _read(file: Path) -> list[Patient]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [
            {key: _number(value) for key, value in row.items()} for row in csv.DictReader(lines)
        ]


def compare_neck(folder: Path) -> list[Row]:
    """Set a change score beside an adjusted difference where groups differ at the start."""
    by_patient: dict[float, dict[float, float]] = {}
    active: dict[float, bool] = {}
    for row in _read(folder / CHOW):
        who, when, pain = (float(row[key] or 0) for key in ("id", "time", "vas"))
        by_patient.setdefault(who, {})[when] = 10 * pain
        active[who] = row["laser"] == 1
    people = list(by_patient)
    first, last = ([by_patient[who][when] for who in people] for when in (1, 3))
    treated = [active[who] for who in people]
    changes = [after - before for before, after in zip(first, last, strict=True)]
    shown = [
        mean(change for change, own in zip(changes, treated, strict=True) if own == group)
        for group in (True, False)
    ]
    adjusted = adjusted_difference([-pain for pain in last], treated, [first])
    written = f"{adjusted.estimate:.2f} ({adjusted.low:.2f} to {adjusted.high:.2f})"
    return [
        _row(f"{CHOW}#change to week 12", "-2.68/+0.25", f"{shown[0]:.2f}/{shown[1]:+.2f}"),
        _row(f"{CHOW}#adjusted difference", "2.35 (1.43 to 3.26)", written),
    ]


def _row(file: str, expected: str, got: str) -> Row:
    return Row(file, expected, got, expected == got)


def compare(folder: Path) -> list[Row]:
    """Compare whichever of the two trials the folder holds."""
    rows = compare_headache(folder / VICKERS) if (folder / VICKERS).exists() else []
    return rows + (compare_neck(folder) if (folder / CHOW).exists() else [])
