"""Board, search, booking, openings and late runs at 1,000, 10,000 and 1,000,000 visits.

    python -m bench.bench_pages [--rounds 40]

The first run fills the databases, which takes minutes; they are kept. The largest is of 40
centres with 200 practitioners; the board and the late run are those of the fullest day ahead.
Whole requests are timed through Django's handler, middleware included, in interleaved rounds.
Promised: the ratio of medians to the smallest size is at most 1.5, and the number of queries is
the same. The 95th of a hundred, rows and buffers (from EXPLAIN) stand beside.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.pages_measured", sys.argv[1:]))
