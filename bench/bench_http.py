"""Thirty-two browsers want one time at once, then eight hold and let go at random: over HTTP.

    python -m bench.bench_http

A real server on a port of this machine, real connections, the pages' own forms with their tokens.
Counted: winners, refusals, anything else; afterwards every row of the diary is looked at.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.http_raced", sys.argv[1:]))
