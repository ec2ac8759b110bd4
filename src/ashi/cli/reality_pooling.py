"""Sixteen trials of one point (Lee & Done 2004), pooled by our own code (``make reality``)."""

import csv
from math import exp, log
from pathlib import Path

from ashi.cli.reality_scheduling import Row
from ashi.core.evidence.bias import egger
from ashi.core.evidence.effects import Measure, effect_of
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import Pooled, Test, pool

FILE = "meta_p6_nausea_lee2004/trials.csv"


def compare(folder: Path) -> list[Row]:
    """Return the pooled ratios beside the printed and the recomputed ones, variant by variant."""
    with (folder / FILE).open(newline="") as lines:
        trials = [
            {"events1": float(row["ai"]), "n1": float(row["n1i"])}
            | {"events2": float(row["ci"]), "n2": float(row["n2i"])}
            for row in csv.DictReader(lines)
        ]
    effects = [effect_of(Measure.RR, row) for row in trials]
    y, v = [one.yi for one in effects], [one.vi for one in effects]
    dl = pool(y, v, Method.DL)
    found = egger(y, v)
    return [
        _row("DL, Q about Mantel-Haenszel", "0.72 (0.59 to 0.89)", revman(trials, y, v)),
        _row("DL, inverse variance", "0.7259 (0.5942 to 0.8869)", _ratio(dl, 4)),
        _row("DL tau2", "0.0659", f"{dl.tau2:.4f}"),
        _row(
            "REML, Knapp-Hartung",
            "0.730 (0.572 to 0.931)",
            _ratio(pool(y, v, Method.REML, Test.KNHA), 3),
        ),
        Row(
            f"{FILE}#small trials lean the same way",
            "stat below nought",
            f"{found.stat:.2f}" if found else "none",
            bool(found and found.stat < 0),
        ),
    ]


def _row(name: str, expected: str, got: str) -> Row:
    return Row(f"{FILE}#{name}", expected, got, expected == got)


def _ratio(found: Pooled, figures: int) -> str:
    if found.ci_low is None or found.ci_high is None:
        return "no interval"
    three = (found.estimate, found.ci_low, found.ci_high)
    one, low, high = (f"{exp(value):.{figures}f}" for value in three)
    return f"{one} ({low} to {high})"


def revman(trials: list[dict[str, float]], y: list[float], v: list[float]) -> str:
    """Return the printed variant: DerSimonian-Laird with Q about the Mantel-Haenszel ratio."""
    above = sum(one["events1"] * one["n2"] / (one["n1"] + one["n2"]) for one in trials)
    below = sum(one["events2"] * one["n1"] / (one["n1"] + one["n2"]) for one in trials)
    centre = log(above / below)
    w = [1 / one for one in v]
    q = sum(weight * (effect - centre) ** 2 for weight, effect in zip(w, y, strict=True))
    spread = sum(w) - sum(one * one for one in w) / sum(w)
    tau2 = max(0.0, (q - (len(y) - 1)) / spread)
    return _ratio(pool(y, [one + tau2 for one in v], Method.EE), 2)
