"""The progress page of a patient with ten years of weekly answers, beside one with ten answers.

    python -m bench.bench_progress [--rounds 20]

The database is the smallest of ``bench_pages``; the patients are added to it. Promised: the number
of queries is the same. Milliseconds stand beside.
"""

import sys

from bench.standing import run_there

if __name__ == "__main__":
    sys.exit(run_there("bench.progress_measured", sys.argv[1:]))
