"""A PostgreSQL of the benchmarks' own; it stays from run to run, since filling takes minutes."""

import os
import subprocess
import sys
from collections.abc import Sequence

from ashi.config.embedded import Embedded
from ashi.config.places import database_place, default_data_dir

FOLDER = default_data_dir() / "bench"


def run_there(module: str, words: Sequence[str]) -> int:
    """Run a module in a process whose database is that one; return its exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    place = database_place(FOLDER)
    with Embedded(place, durable=False).in_use():
        surroundings = os.environ | {
            "ASHI_DATA_DIR": str(FOLDER),
            "ASHI_DEMO": "1",
            "DATABASE_URL": place.url,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.inside", module, *words], env=surroundings, check=False
        )
    return done.returncode
