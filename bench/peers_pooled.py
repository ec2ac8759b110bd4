"""The same meta-analyses pooled by statsmodels and by PyMARE, timed; runs in ``.venv-peers``.

Takes    a file of two arrays, effects and variances (analyses x trials)
Gives    a line of JSON: by peer and method the analyses a second, and tau² of each analysis
"""

import json
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
from pymare import Dataset
from pymare.estimators import DerSimonianLaird, VarianceBasedLikelihoodEstimator
from statsmodels.stats.meta_analysis import combine_effects

warnings.simplefilter("ignore")
PYMARE_REML = 1_000  # of the analyses: it takes a hundredth of a second each


def statsmodels_dl(effects: np.ndarray, variances: np.ndarray) -> float:
    """Pool with intervals and heterogeneity, as ours gives them."""
    found = combine_effects(effects, variances, method_re="dl")
    found.summary_frame()
    return float(found.tau2)


def pymare_by(estimator: object) -> Callable[[np.ndarray, np.ndarray], float]:
    """Pool by an estimator of PyMARE."""

    def pooled(effects: np.ndarray, variances: np.ndarray) -> float:
        found = estimator.fit_dataset(Dataset(effects, variances)).summary()
        found.get_fe_stats()
        return float(np.ravel(found.get_re_stats()["tau^2"])[0])

    return pooled


def main() -> None:
    """Time each peer over the file's analyses."""
    read = np.load(sys.argv[1])
    effects, variances = read["effects"], read["variances"]
    peers = {
        "statsmodels DL": (statsmodels_dl, len(effects)),
        "PyMARE DL": (pymare_by(DerSimonianLaird()), len(effects)),
        "PyMARE REML": (pymare_by(VarianceBasedLikelihoodEstimator(method="REML")), PYMARE_REML),
    }
    told = {}
    for name, (pooled, count) in peers.items():
        started = time.perf_counter()
        tau2 = [pooled(*one) for one in zip(effects[:count], variances[:count], strict=True)]
        told[name] = {"rate": count / (time.perf_counter() - started), "tau2": tau2}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
