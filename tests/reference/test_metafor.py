"""Every measure, estimator and test beside R's metafor, on tables of our own (validation/)."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from ashi.core.evidence.bias import egger, leave_one_out, rank_test, trim_and_fill
from ashi.core.evidence.effects import Measure
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import Test, pool
from ashi.core.evidence.tables import read_trials

DATA = Path(__file__).parent / "data"
CLOSE = 1e-6
OF_POOLED = {
    "estimate",
    "se",
    "ci_low",
    "ci_high",
    "p",
    "tau2",
    "i2",
    "h2",
    "q",
    "q_p",
    "pi_low",
    "pi_high",
}
TAU2 = {"tau2_ci_low": "tau2_low", "tau2_ci_high": "tau2_high"}


def expected():
    """Return metafor's numbers: by (file, method, test), by name."""
    found = defaultdict(dict)
    with (DATA / "metafor.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["file"], row["method"], row["test"]][row["name"]] = row["value"]
    return found


EXPECTED = expected()
POOLED = [key for key in EXPECTED if key[1]]
FILES = sorted({file for file, _, _ in EXPECTED})


def trials(file):
    text = (DATA / file).read_text()
    return read_trials(text, Measure(file.split("-")[0]))


def numbers(found, prefix):
    """Return values named prefix1, prefix2, … in order."""
    count = sum(name.startswith(prefix) and name[len(prefix) :].isdigit() for name in found)
    return [float(found[f"{prefix}{at}"] or "nan") for at in range(1, count + 1)]


def close(value, least=1e-12):
    """Return a number to compare with; metafor halves its steps towards nought and stops near it."""
    return pytest.approx(float(value), rel=CLOSE, abs=least)


@pytest.mark.parametrize("file", FILES)
def test_effects_and_variances_are_metafor_s(file):
    mine, theirs = trials(file), EXPECTED[file, "", ""]

    assert mine.yi == pytest.approx(numbers(theirs, "yi"), rel=1e-9)
    assert mine.vi == pytest.approx(numbers(theirs, "vi"), rel=1e-9)


@pytest.mark.parametrize(("file", "method", "test"), POOLED, ids="-".join)
def test_the_pooled_answer_is_metafor_s(file, method, test):
    table, theirs = trials(file), EXPECTED[file, method, test]

    mine = pool(table.yi, table.vi, Method(method), Test(test))

    for name in OF_POOLED & theirs.keys():
        if theirs[name]:
            least = 1e-8 if name == "i2" else 1e-12
            assert getattr(mine, name) == close(theirs[name], least), name
    for name in TAU2.keys() & theirs.keys():
        assert getattr(mine, TAU2[name]) == pytest.approx(float(theirs[name]), rel=1e-5, abs=1e-9)
    assert list(mine.weights) == pytest.approx(numbers(theirs, "weight"), rel=CLOSE)


@pytest.mark.parametrize(
    ("file", "method"), [(file, method) for file, method, test in POOLED if test == "z"]
)
def test_what_is_left_out_and_filled_in_is_metafor_s(file, method):
    table, theirs = trials(file), EXPECTED[file, method, "z"]

    for at, one in enumerate(leave_one_out(table.yi, table.vi, Method(method)), start=1):
        if f"without{at}" in theirs:  # metafor does not always come to rest this tightly
            assert one.estimate == close(theirs[f"without{at}"])
    if "fill_k0" in theirs:
        filled = trim_and_fill(table.yi, table.vi, Method(method))
        assert (str(filled.k0), filled.side) == (theirs["fill_k0"], theirs["fill_side"])
        assert filled.pooled.estimate == close(theirs["fill_estimate"])
        assert filled.pooled.ci_low == close(theirs["fill_ci_low"])
        assert filled.pooled.ci_high == close(theirs["fill_ci_high"])


@pytest.mark.parametrize("file", FILES)
def test_regression_and_ranks_are_metafor_s(file):
    table, theirs = trials(file), EXPECTED[file, "", ""]
    if theirs.get("egger_stat"):
        mine = egger(table.yi, table.vi)
        assert (mine.stat, mine.p) == (close(theirs["egger_stat"]), close(theirs["egger_p"]))
    if theirs.get("rank_tau"):
        assert rank_test(table.yi, table.vi) == (close(theirs["rank_tau"]), close(theirs["rank_p"]))
