"""Board, patient search, booking page and booking post at 1,000, 10,000 and 1,000,000 visits.

    python -m bench.bench_pages [--rounds 40]

The first run fills the databases, which takes minutes; they are kept. Whole requests are timed
through Django's handler, middleware included, in interleaved rounds. Promised: the ratio of
medians to the smallest size is at most 1.5, and the number of queries is the same. Milliseconds,
rows and buffers (from EXPLAIN) stand beside.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.pages_measured", sys.argv[1:]))
