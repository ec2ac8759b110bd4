"""``make bench``: every promise of speed as a number, on a database of its own.

Each module is a process that prints its lines; a line of JSON with ``ok`` false, or a module that
fails, makes the whole fail.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ashi.config.embedded import Embedded
from ashi.config.places import database_place

MODULES = (
    "bench.bench_openings",
    "bench.bench_filling",
    "bench.bench_safety",
    "bench.bench_race",
    "bench.bench_patients",
    "bench.bench_http",
    "bench.bench_pages",
    "bench.bench_live",
    "bench.bench_public",
    "bench.bench_chart",
    "bench.bench_outcomes",
    "bench.bench_evidence",
    "bench.bench_progress",
    "bench.bench_insights",
)


def shown(line: str) -> tuple[str, bool]:
    """Return a line as it is printed, and whether it says that a promise is broken."""
    try:
        row = json.loads(line)
    except ValueError:
        return f"   {line}", False
    if not isinstance(row, dict) or "promise" not in row:
        return f"   {line}", False
    limit = "" if row["limit"] is None else f"  (at most {row['limit']})"
    mark = "ok" if row["ok"] else "BROKEN"
    return f"{mark:6} {row['promise']}: {row['value']:.4g} {row['unit']}{limit}", not row["ok"]


def main() -> int:
    """Run all, or the modules named on the command line."""
    wanted = [name for name in MODULES if not sys.argv[1:] or name.split("_")[-1] in sys.argv[1:]]
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        place = database_place(Path(folder))
        with Embedded(place, durable=False).in_use():
            surroundings = os.environ | {
                "ASHI_DATA_DIR": folder,
                "ASHI_DEMO": "1",
                "DATABASE_URL": place.url,
                "DJANGO_SETTINGS_MODULE": "ashi.config.settings",
            }
            for name in wanted:
                print(f"\n{name}", flush=True)
                done = subprocess.run(
                    [sys.executable, "-m", name],
                    env=surroundings,
                    stdout=subprocess.PIPE,
                    text=True,
                    check=False,
                )
                for line in done.stdout.splitlines():
                    text, fault = shown(line)
                    print(text, flush=True)
                    broken += fault
                broken += done.returncode != 0
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
