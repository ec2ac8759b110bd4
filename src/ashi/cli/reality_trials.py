"""Two trials, patient by patient, through our own comparison (``make reality``).

Vickers 2004 (acupuncture for headache) against its published tables, and Chow 2006 (laser for
neck pain), whose groups differ at the start, against a second reckoning.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev

from ashi.cli.reality_scheduling import Row
from ashi.core.outcomes.differences import (
    Difference,
    adjusted_difference,
    share_difference,
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


def read_headache(file: Path) -> tuple[list[Patient], int]:
    """Read the trial's patients; a nought of days where the diary is empty is no nought.

    Returns
    -------
    patients, noughts
        Days without headache that were never written down are ``None``; ``noughts`` counts
        how many were put right.
    """
    patients, noughts = _read(file), 0
    for patient in patients:
        for score, days in (("pk2", "f2"), ("pk5", "f5")):
            if patient[score] is None and patient[days] is not None:
                noughts += patient[days] == 0
                patient[days] = None
    return patients, noughts


def _known(patients: Sequence[Patient], key: str, group: int | None = None) -> list[float]:
    return [
        value
        for one in patients
        if (value := one[key]) is not None and (group is None or one["group"] == group)
    ]


def _adjusted(patients: Sequence[Patient], key: str, baseline: str, needs: str) -> Difference:
    """Compare after the trial's own model: baseline, minimisation variables, site."""
    rows = [one for one in patients if one[key] is not None and one[needs] is not None]
    named = (baseline, "age", "sex", "migraine", "chronicity")
    # Among people of one kind the column that tells the kinds apart says nothing.
    covariates = [name for name in named if len({one[name] for one in rows}) > 1]
    return adjusted_difference(
        [-float(one[key] or 0) for one in rows],  # so that positive favours acupuncture
        [one["group"] == 1 for one in rows],
        [[float(one[name] or 0) for one in rows] for name in covariates],
        [one["acupuncturist"] for one in rows],
    )


def _difference(found: Difference) -> str:
    return f"{found.estimate:.1f} ({found.low:.1f} to {found.high:.1f})"


def _means(patients: Sequence[Patient], key: str) -> str:
    groups = (_known(patients, key, 1), _known(patients, key, 0))
    return "/".join(f"{mean(values):.1f} ({stdev(values):.1f})" for values in groups)


def _responders(patients: Sequence[Patient], before: str, after: str, share: float) -> str:
    """Count those whose score fell by so great a share, among those who answered."""
    counts: list[int] = []
    people: list[int] = []
    for group in (1, 0):
        pairs = [
            (first, last)
            for one in patients
            if one["group"] == group
            and (first := one[before]) is not None
            and (last := one[after]) is not None
        ]
        people.append(len(pairs))
        counts.append(sum(last <= first * (1 - share) for first, last in pairs))
    found = share_difference((counts[0], counts[1]), (people[0], people[1]))
    shown = "/".join(f"{k} of {n}" for k, n in zip(counts, people, strict=True))
    ends = f"{found.low * 100:.0f} to {found.high * 100:.0f}"
    return f"{shown}; {found.estimate * 100:.0f} % ({ends})"


def _fall(patients: Sequence[Patient]) -> str:
    falls = []
    for group in (1, 0):
        first = mean(_known(patients, "pk1", group))
        falls.append(1 - mean(_known(patients, "pk5", group)) / first)
    return "/".join(f"{fall * 100:.0f} %" for fall in falls)


def _numbers(patients: Sequence[Patient], key: str) -> str:
    return "/".join(str(len(_known(patients, key, group))) for group in (1, 0))


def compare_headache(folder: Path) -> list[Row]:
    """Set the published tables of Vickers 2004 beside what our code makes of its patients."""
    patients, noughts = read_headache(folder / VICKERS)
    migraine = [one for one in patients if one["migraine"] == 1]
    completed = [one for one in patients if one["pk5"] is not None]
    at_three = [one for one in completed if one["pk2"] is not None]
    table = [
        ("randomised", "205/196", _numbers(patients, "pk1")),
        ("answered at 3 months", "173/153", _numbers(patients, "pk2")),
        ("answered at 12 months", "161/140", _numbers(patients, "pk5")),
        ("noughts of days that mean missing", "175", str(noughts)),
        ("score at baseline", "24.6 (14.1)/26.7 (16.8)", _means(completed, "pk1")),
        ("score at 3 months", "18.0 (14.8)/23.7 (16.8)", _means(at_three, "pk2")),
        ("score at 12 months", "16.2 (13.7)/22.3 (17.0)", _means(patients, "pk5")),
        ("fall from baseline", "34 %/16 %", _fall(completed)),
        (
            "adjusted difference at 12 months",
            "4.6 (2.2 to 7.0)",
            _difference(_adjusted(patients, "pk5", "pk1", "pk5")),
        ),
        (
            "adjusted difference at 3 months",
            "3.9 (1.6 to 6.3)",
            _difference(_adjusted(patients, "pk2", "pk1", "pk5")),
        ),
        (
            "adjusted difference at 12 months, migraine",
            "4.9 (2.4 to 7.5)",
            _difference(_adjusted(migraine, "pk5", "pk1", "pk5")),
        ),
        ("days at 12 months", "11.4 (7.5)/13.6 (7.5)", _means(patients, "f5")),
        (
            "adjusted difference in days at 12 months",
            "1.8 (0.6 to 2.9)",
            _difference(_adjusted(patients, "f5", "f1", "pk5")),
        ),
        (
            "a third fewer at 12 months (35 %)",
            "87 of 161/45 of 140; 22 % (11 to 33)",
            _responders(patients, "pk1", "pk5", 0.35),
        ),
        (
            "a third fewer at 3 months (35 %)",
            "65 of 159/37 of 136; 14 % (3 to 24)",
            _responders(at_three, "pk1", "pk2", 0.35),
        ),
        (
            "half the days at 12 months",
            "49 of 161/21 of 140; 15 % (6 to 25)",
            _responders(patients, "f1", "f5", 0.5),
        ),
    ]
    return [_row(f"{VICKERS}#{name}", expected, got) for name, expected, got in table]


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
    rows = compare_headache(folder) if (folder / VICKERS).exists() else []
    return rows + (compare_neck(folder) if (folder / CHOW).exists() else [])
