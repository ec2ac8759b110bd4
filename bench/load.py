"""Databases of patients and visits for the benchmarks of pages, made by the demo's own loader.

python -m bench.load [--patients 100000] [--visits 1000000] [--again]
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.visits_made", sys.argv[1:]))
