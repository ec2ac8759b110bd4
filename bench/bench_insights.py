"""The insights of a centre with 100,000 courses, beside those of one with 1,000.

    python -m bench.bench_insights [--rounds 1]

Two databases of courses alike but for their days, conditions and answers: six charted visits each,
asked at the start and at three months. Promised: the number of queries of every page is the same.
Milliseconds and the ratio of medians stand beside; counting more takes longer.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.insights_measured", sys.argv[1:]))
