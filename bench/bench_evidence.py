"""Pooling beside two libraries and a plain search; how often intervals hold the truth."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import Test, pool

PEERS = Path(__file__).resolve().parents[1] / ".venv-peers" / "bin" / "python"
ANALYSES, TRIALS = 10_000, 20
SLOW = 300  # analyses whose likelihood is searched
SEARCHED = 400  # places where the likelihood is looked at first
HALVINGS = 80
SIMULATED, TRUE_TAU2, TRUE_EFFECT, FEW = 4_000, 0.1, -0.4, 8
Numbers = NDArray[np.float64]


def say(promise: str, value: float, unit: str, limit: float | None = None) -> None:
    """Print a promise as the runner reads it."""
    ok = limit is None or value <= limit
    told = {"promise": promise, "value": value, "unit": unit, "limit": limit, "ok": ok}
    print(json.dumps(told), flush=True)


def made(count: int, trials: int, random: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Return effects and variances of invented meta-analyses whose tau² is known."""
    variances = random.uniform(0.02, 0.3, (count, trials))
    spread = np.sqrt(variances + TRUE_TAU2)
    return random.normal(TRUE_EFFECT, spread), variances


def rate(method: Method, effects: Numbers, variances: Numbers) -> tuple[float, Numbers]:
    """Return how many analyses a second are pooled, and the tau² of each."""
    started = time.perf_counter()
    tau2 = [pool(y, v, method).tau2 for y, v in zip(effects, variances, strict=True)]
    return len(tau2) / (time.perf_counter() - started), np.array(tau2)


def slope(y: Numbers, v: Numbers, tau2: float) -> float:
    """Return the slope of the restricted likelihood, written out from its formula."""
    w = 1 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    left = np.sum(w**2 * (y - mean) ** 2)
    return float(left - np.sum(w) + np.sum(w**2) / np.sum(w)) / 2


def likelihood(y: Numbers, v: Numbers, tau2: float) -> float:
    """Return the restricted log-likelihood, up to a constant."""
    w = 1 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    logs = np.sum(np.log(v + tau2)) + np.log(np.sum(w))
    return float(-(logs + np.sum(w * (y - mean) ** 2)) / 2)


def searched(y: Numbers, v: Numbers) -> float:
    """Return tau² by looking everywhere and halving around the best: slow, and without a trick."""
    grid = np.linspace(0, 2, SEARCHED)
    best = int(np.argmax([likelihood(y, v, one) for one in grid]))
    if best == 0 and slope(y, v, 0.0) <= 0:
        return 0.0
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, SEARCHED - 1)]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(y, v, middle) > 0 else (low, middle)
    return float(low)


def beside_peers(effects: Numbers, variances: Numbers) -> None:
    """Print our rate over each peer's, on the same data."""
    ours = {method: rate(method, effects, variances) for method in (Method.DL, Method.REML)}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "analyses.npz"
        np.savez(data, effects=effects, variances=variances)
        asked = [PEERS, Path(__file__).with_name("peers_pooled.py"), data]
        told = json.loads(
            subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout
        )
    for method, (speed, tau2) in ours.items():
        say(f"{ANALYSES:,} analyses of {TRIALS} trials pooled, {method}", speed, "a second")
        for name, peer in told.items():
            if name.endswith(f" {method}"):
                say(f"time of ours over {name}, same data", peer["rate"] / speed, "ratio", 1.5)
                theirs = np.maximum(peer["tau2"], 0)  # statsmodels lets it fall below nought
                apart = np.abs(theirs - tau2[: len(theirs)])
                say(f"tau² of ours and {name}, farthest apart", float(apart.max()), "tau²")


def beside_slowest(effects: Numbers, variances: Numbers) -> None:
    """Print how far REML's tau² is from that of a search without a trick."""
    pairs = zip(effects[:SLOW], variances[:SLOW], strict=True)
    apart = [abs(pool(y, v, Method.REML).tau2 - searched(y, v)) for y, v in pairs]
    say(f"REML's tau² beside a plain search, {SLOW} analyses, farthest", max(apart), "tau²", 1e-8)


def coverage(method: Method, test: Test, sets: Iterable[tuple[Numbers, Numbers]]) -> float:
    """Return the share of intervals that hold the true effect."""
    held = [
        found.ci_low <= TRUE_EFFECT <= found.ci_high
        for found in (pool(y, v, method, test) for y, v in sets)
        if found.ci_low is not None and found.ci_high is not None
    ]
    return sum(held) / len(held)


def covered(random: np.random.Generator) -> None:
    """Print how often intervals of 95 in 100 hold the truth, from few trials."""
    effects, variances = made(SIMULATED, FEW, random)
    sets = list(zip(effects, variances, strict=True))
    missed = {}
    for method, test in ((Method.DL, Test.Z), (Method.REML, Test.Z), (Method.REML, Test.KNHA)):
        share = coverage(method, test, sets)
        name = f"of {SIMULATED:,} intervals from {FEW} trials hold the truth, {method} {test}"
        say(name, share, "share (0.95 wanted)")
        missed[test] = abs(share - 0.95)
    nearer = missed[Test.KNHA] / missed[Test.Z]
    say("distance from 0.95 of Knapp-Hartung over the normal test", nearer, "ratio", 1)


def main() -> None:
    """Print all."""
    random = np.random.default_rng(2026)
    effects, variances = made(ANALYSES, TRIALS, random)
    beside_slowest(effects, variances)
    covered(random)
    beside_peers(effects, variances)


if __name__ == "__main__":
    main()
