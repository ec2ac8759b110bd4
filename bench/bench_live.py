"""Fifty desks that watch live, memory, and requests beside a bare Django page: over HTTP.

    python -m bench.bench_live [--seconds 30]

``ashi serve`` as a centre runs it, at 1,000 and at 1,000,000 visits (kept from ``bench_pages``).
Each desk asks once a second for a board that somebody else changes every two seconds. Reported:
how long an answer takes, apart for those with nothing new and those with a new board, and how long
it takes until every desk has seen a change; memory (the proportional share) and cores of web
processes and worker; requests for each second of a core that the
web process used, beside those of an application of Django that answers one word.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.live_measured", sys.argv[1:]))
