"""Acupuncture against sham for chronic low back pain, as the Cochrane review pooled it.

Furlan 2005 (CD001351), analysis 5.1, pain on 0 to 100 right after treatment: printed
-10.21 (-14.99 to -5.44), DerSimonian and Laird.
"""

import pytest

from ashi.core.evidence.effects import Measure
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import pool
from ashi.core.evidence.records import Reading
from ashi.core.evidence.tables import read_trials

TRIALS = """study,n1,mean1,sd1,n2,mean2,sd2
Kerr 2003,26,51.3,22.4,20,61.7,30.6
Leibing 2002,35,21,22,40,32,22
Mendelson 1983,36,30.2,18,41,40,24.3
Molsberger 2002,58,26,21,58,36,19
"""


def test_the_printed_difference_comes_out_of_the_printed_means():
    found = read_trials(TRIALS, Measure.MD, Reading(scale=(0, 100)))

    pooled = pool(found.yi, found.vi, Method.DL)

    assert found.notes == []
    assert (pooled.estimate, pooled.ci_low, pooled.ci_high) == pytest.approx(
        (-10.21, -14.99, -5.44), abs=0.006
    )
