"""What a first view of each public page weighs, asks of the database, and takes to make.

    python -m bench.bench_public [--rounds 40]

A table of page by language: bytes on first view as they travel (page, styles, scripts, icons and
the fonts that its letters need; without pictures), requests, queries, median milliseconds of a
whole request through Django's handler. Promised: under 100 kB and at most nine requests for the
pages that search engines find.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.public_measured", sys.argv[1:]))
