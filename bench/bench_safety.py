"""Promises of safety: 30 insertions against all rules, and the start of the command."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ashi.core.kernel.facts import Fact
from ashi.core.safety.acts import Act
from ashi.core.safety.checking import check
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.patients import Patient
from ashi.core.safety.places import sides_of, spot_at_point
from ashi.core.safety.rules import all_rules
from bench.bench_openings import median_ms, row

POINTS = "BL13 BL23 BL25 BL32 BL40 BL57 BL60 GB20 GB21 GB30 GB34 GV3 GV4 GV14 KI3 LI4 LR3 SP6 ST36"
LIMIT_MS = 2
ROUNDS = 101


def insertions() -> list[Act]:
    """Return 30 needles on both sides, some of them where much lies beneath."""
    places = [
        spot_at_point(point, side)
        for point in POINTS.split()
        for side in sides_of(point)
        if side != "both"
    ]
    return [Act("needling", (place,), 20.0, "oblique") for place in places[:30]]


def answers() -> Mapping[str, dict[str, Fact]]:
    """Return patients: all asked with a few answers of yes; all yes; nobody asked."""
    kinds = fact_kinds().values()
    names = [kind.name for kind in kinds if not kind.number and not kind.stands_for_several]
    usual = dict.fromkeys(names, Fact.NO)
    usual |= dict.fromkeys(("takes_antiplatelet", "diabetes", "drive"), Fact.YES)
    return {
        "all facts known": usual,
        "every fact yes": dict.fromkeys(names, Fact.YES),
        "no fact known": {},
    }


def started_s() -> float:
    """Return how long ``ashi safety check`` takes from a cold start."""
    act = {"kind": "needling", "point": "LI4", "depth_mm": 15}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        path.write_text(json.dumps({"patient": {"pregnant": "yes"}, "acts": [act]}))
        words = [sys.executable, "-m", "ashi.cli.main", "safety", "check", str(path)]
        done = lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: E731 -- timed
        return median_ms(done, 7) / 1000


def main() -> None:
    """Print each promise as a line of JSON."""
    needles, rules = insertions(), len(all_rules())
    for whose, facts in answers().items():
        # A new patient each time: what is worked out once is part of the work.
        spent = median_ms(lambda known=facts: check(Patient(known), needles), ROUNDS)
        promise = f"{len(needles)} insertions x {rules} rules, {whose}"
        row(promise, spent, "ms", LIMIT_MS, ok=spent < LIMIT_MS)
    start = started_s()
    row("ashi safety check, cold start", start, "s", 0.5, ok=start < 0.5)


if __name__ == "__main__":
    main()
