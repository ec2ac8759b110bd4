"""The answers of ``ashi evidence`` as documents."""

import argparse
from math import exp, isfinite
from typing import Any

from ashi.cli.evidence_wording import derived, worded
from ashi.core.evidence.bias import egger, leave_one_out, rank_test, trim_and_fill
from ashi.core.evidence.cumulative import cumulative, in_order
from ashi.core.evidence.effects import RATIOS, Measure
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import Pooled, Test, pool
from ashi.core.evidence.subgroups import Subgroup, by_group
from ashi.core.evidence.tables import Trials

FEW = 10
MOST_LEFT_OUT = 1_000  # trials; each is left out, or added, in turn
SHOWN = ("estimate", "ci_low", "ci_high", "pi_low", "pi_high")
NOT_SAID = "not said"
Answer = dict[str, Any]


def pooled(trials: Trials, args: argparse.Namespace) -> Answer:
    """Return the pooled answer, and that without the rows which look wrong."""
    found = pool(trials.yi, trials.vi, Method(args.method), Test(args.test))
    return {
        "k": found.k,
        **_asked(args),
        **_shown(_numbers(found), args),
        "weights": list(found.weights),
        "yi": trials.yi,
        "vi": trials.vi,
        "studies": trials.studies,
        "how": [[derived(one) for one in how] for how in trials.how],
        "without_doubtful": _without_doubtful(trials, args),
        "notes": [*map(worded, trials.notes), *_remarks(found, args)],
    }


def _asked(args: argparse.Namespace) -> Answer:
    scale = "log" if Measure(args.measure) in RATIOS else "raw"
    return {
        "measure": args.measure,
        "scale": scale,
        "method": args.method,
        "test": args.test,
    }


def _shown(answer: Answer, args: argparse.Namespace) -> Answer:
    """Add to numbers on the log scale what they are as ratios."""
    if Measure(args.measure) not in RATIOS:
        return answer
    display = {name: _back(answer[name]) for name in SHOWN if name in answer}
    return {**answer, "display": display}


def _back(value: float | None) -> float | None:
    """Return a log ratio as a ratio; None where it is beyond numbers."""
    return None if value is None or value > 700 else exp(value)


def _numbers(found: Pooled) -> Answer:
    return {
        "estimate": found.estimate,
        "se": found.se,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "stat": found.stat,
        "p": found.p,
        "tau2": found.tau2,
        "tau2_ci_low": found.tau2_low,
        "tau2_ci_high": found.tau2_high,
        "i2": found.i2,
        "h2": found.h2,
        "q": found.q,
        "q_df": found.q_df,
        "q_p": found.q_p,
        "pi_low": found.pi_low,
        "pi_high": found.pi_high,
    }


def _without_doubtful(trials: Trials, args: argparse.Namespace) -> Answer | None:
    """Return the answer without rows that look wrong; None where none do, or all."""
    doubtful = set(trials.doubtful)
    kept = [at for at in range(len(trials.yi)) if at not in doubtful]
    if not doubtful or not kept:
        return None
    yi, vi = ([column[at] for at in kept] for column in (trials.yi, trials.vi))
    found = _numbers(pool(yi, vi, Method(args.method), Test(args.test)))
    names = ("estimate", "se", "ci_low", "ci_high", "p", "tau2", "i2")
    lines = [trials.lines[at] for at in sorted(doubtful)]
    return {"k": len(kept), "lines": lines, **{name: found[name] for name in names}}


def _remarks(found: Pooled, args: argparse.Namespace) -> list[str]:
    if found.k == 1 and args.test != "z":
        return ["one trial: nothing is pooled, and the test is the normal one"]
    return ["one trial: nothing is pooled"] if found.k == 1 else []


def bias(trials: Trials, args: argparse.Namespace) -> Answer:
    """Return whether small trials differ, and the answer without each trial."""
    how = Method(args.method), Test(args.test)
    slope = egger(trials.yi, trials.vi)
    ranks = rank_test(trials.yi, trials.vi)
    filled = trim_and_fill(trials.yi, trials.vi, *how)
    k = len(trials.yi)
    notes = [*map(worded, trials.notes)]
    if k < FEW:
        notes.append(f"with {k} trials these statistics mean very little: ten are the least")
    left_out = leave_one_out(trials.yi, trials.vi, *how) if k <= MOST_LEFT_OUT else []
    if k > MOST_LEFT_OUT:
        notes.append(f"leaving out one at a time is done up to {MOST_LEFT_OUT} trials")
    return {
        "k": k,
        "measure": args.measure,
        "method": args.method,
        "test": args.test,
        "egger": slope and {"stat": slope.stat, "df": slope.df, "p": slope.p},
        "ranktest": ranks and {"tau": ranks[0], "p": ranks[1]},
        "trimfill": filled
        and {
            "k0": filled.k0,
            "side": filled.side,
            "estimate": filled.pooled.estimate,
            "ci_low": filled.pooled.ci_low,
            "ci_high": filled.pooled.ci_high,
        },
        "leave_one_out": [
            {"study": study, "k": one.k, **_numbers(one)}
            for study, one in zip(trials.studies, left_out, strict=False)
        ],
        "notes": notes,
    }


def subgroup(trials: Trials, args: argparse.Namespace) -> Answer:
    """Return the answer of each kind of trials, and the test between kinds."""
    spelled: dict[str, str] = {}  # "Sham" and "sham" are one group, as it was first written
    names = [one[args.by] or NOT_SAID for one in trials.labels]
    names = [spelled.setdefault(name.casefold(), name) for name in names]
    how = Method(args.method), Test(args.test)
    found = by_group(trials.yi, trials.vi, names, *how, common=args.tau2 == "common")
    notes = [*map(worded, trials.notes)]
    alone = [one.name for one in found.groups if one.k == 1]
    if alone:
        notes.append(f"one trial alone in: {', '.join(alone)}")
    if found.between is None:
        notes.append("all trials are of one group: there is nothing to compare")
    return {
        "k": len(names),
        **_asked(args),
        "by": args.by,
        "tau2_of": args.tau2,
        "groups": [_shown(_group(one), args) for one in found.groups],
        "between": found.between
        and {
            "stat": found.between.stat,
            "df": found.between.df,
            "df2": found.between.df2,
            "p": found.between.p,
        },
        "notes": notes,
    }


def _group(one: Subgroup) -> Answer:
    return {
        "group": one.name,
        "k": one.k,
        "estimate": one.estimate,
        "se": one.se,
        "ci_low": one.ci_low,
        "ci_high": one.ci_high,
        "p": one.p,
        "tau2": one.tau2,
        "q": one.q,
        "q_df": one.q_df,
        "q_p": one.q_p,
    }


def over_time(trials: Trials, args: argparse.Namespace) -> Answer:
    """Return the answer after each trial, in the order of a column."""
    keys = [one[args.by] for one in trials.labels]
    few = len(keys) <= MOST_LEFT_OUT
    order = in_order(keys) if few else []
    yi, vi = ([column[at] for at in order] for column in (trials.yi, trials.vi))
    steps = cumulative(yi, vi, Method(args.method), Test(args.test))
    notes = [*map(worded, trials.notes)]
    if not few:
        notes.append(f"adding one at a time is done up to {MOST_LEFT_OUT} trials")
    without = [trials.studies[at] for at in order if not keys[at]]
    if without:
        notes.append(f"no {args.by}, so they come last: {', '.join(without)}")
    return {
        "k": len(keys),
        **_asked(args),
        "by": args.by,
        "steps": [
            {"added": trials.studies[at], "by": keys[at], "k": one.k} | _shown(_numbers(one), args)
            for at, one in zip(order, steps, strict=True)
        ],
        "notes": notes,
    }


def finite(value: Any) -> Any:
    """Return an answer without numbers that JSON does not have."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {name: finite(one) for name, one in value.items()}
    return [finite(one) for one in value] if isinstance(value, list) else value
