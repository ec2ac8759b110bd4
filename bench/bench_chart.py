"""Opening a patient with 700 visits, and a record with 60 insertions, at 100,000 patients.

    python -m bench.bench_chart [--rounds 40]

The databases are those of ``bench_pages``; the patient is added to each. Promised: the ratio of
medians to the smallest size is at most 1.5, and the number of queries is that of a patient with
seven visits and a record with one insertion.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.charts_measured", sys.argv[1:]))
