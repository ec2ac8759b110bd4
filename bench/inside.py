"""Set Django up, then run a module of the benchmarks: python -m bench.inside MODULE [words]."""

import runpy
import sys

import django

if __name__ == "__main__":
    django.setup()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__")
