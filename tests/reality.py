"""``make reality REAL=folder``: our own code over real inputs, beside their right answers."""

import sys
from pathlib import Path

from ashi.cli import (
    reality_calendars,
    reality_imports,
    reality_pooling,
    reality_scheduling,
    reality_trials,
)

SECTIONS = (
    reality_scheduling,
    reality_imports,
    reality_trials,
    reality_pooling,
    reality_calendars,
)


def main() -> int:
    """Print file, expected, got for every comparison; 1 when any differs."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("name the folder of real inputs: make reality REAL=folder", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    rows = [row for section in SECTIONS for row in section.compare(folder)]
    for row in rows:
        mark = {True: "ok  ", False: "DIFF", None: "none"}[row.ok]
        print(f"{mark} {row.file} · {row.expected} · {row.got}"[:200])
    wrong = sum(row.ok is False for row in rows)
    print(f"{len(rows)} compared, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
