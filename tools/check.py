"""Run every check that changes nothing, and say at the end which found something."""

import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NODE = PROJECT / "node_modules" / ".bin"
PYTHON = sys.executable

CHECKS: tuple[tuple[str, tuple[str | Path, ...]], ...] = (
    ("format", (BIN / "ruff", "format", "--check", "--quiet", ".")),
    ("lint", (BIN / "ruff", "check", "--quiet", ".")),
    ("layers", (BIN / "lint-imports", "--no-logo")),
    ("sizes", (PYTHON, "tools/check_sizes.py")),
    ("suppressions", (PYTHON, "tools/check_noqa.py")),
    ("knowledge", (PYTHON, "-m", "ashi.cli.main", "knowledge", "check")),
    ("types", (BIN / "mypy",)),
    ("templates", (BIN / "djlint", "--lint", "--quiet", "src")),
    ("migrations", (PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run")),
    ("reference", (PYTHON, "tools/write_roles.py", "--check")),
    ("security", (PYTHON, "tools/write_security.py", "--check")),
    ("typescript", (NODE / "tsc", "--noEmit")),
    ("biome", (NODE / "biome", "ci", "--colors=off", "--log-level=error", "frontend")),
)


def surroundings() -> dict[str, str]:
    """Return variables for Django's command: a database that nobody connects to."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "ashi.config.settings",
        "PYTHONPATH": os.pathsep.join((str(PROJECT / "src"), str(PROJECT))),
        "PYTHONWARNINGS": "ignore",  # makemigrations warns that it cannot ask the database
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "ASHI_DEMO": "1",
        "ASHI_DATA_DIR": str(PROJECT / ".ashi" / "check"),
    }


def main() -> int:
    """Run all; a line for each, what it said where it found something."""
    wanted = set(sys.argv[1:])
    failed = []
    for name, command in CHECKS:
        if wanted and name not in wanted:
            continue
        started = time.monotonic()
        done = subprocess.run(
            [str(word) for word in command],
            cwd=PROJECT,
            env=surroundings(),
            check=False,
            capture_output=True,
            text=True,
        )
        passed = done.returncode == 0
        print(f"  {'ok    ' if passed else 'FOUND '} {name} {time.monotonic() - started:.1f} s")
        if not passed:
            failed.append(name)
            print(done.stdout + done.stderr)
    if failed:
        print(f"make check found something in: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
