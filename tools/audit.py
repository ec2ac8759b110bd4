"""Ask whether a weakness is known in what Ashi is built of: ``make audit``.

Python's packages are asked about by pip-audit, which uv fetches and runs, npm's by npm. Found: a
line for each, and code 1. What could not be asked (no network, no program) is said, and is no
failure: `make audit` must not stand in the way of work without a network; the weekly run reads
what it says (docs/security/dependencies.md).
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PINNED = ("base", "planning", "dev", "node")
SECONDS = 300
PIP_AUDIT = ("tool", "run", "pip-audit", "--disable-pip", "--require-hashes", "--format", "json")
QUIET = ("--progress-spinner", "off")


def of_python(answer: dict[str, Any]) -> list[str]:
    """Return a line for each weakness that pip-audit tells of."""
    return sorted(
        f"{package['name']} {package.get('version', '')}: {one['id']}"
        + (f", mended in {', '.join(one['fix_versions'])}" if one.get("fix_versions") else "")
        for package in answer["dependencies"]
        for one in package.get("vulns", ())
    )


def of_npm(answer: dict[str, Any]) -> list[str]:
    """Return a line for each package in which npm knows of a weakness."""
    return sorted(
        f"{name}: {one['severity']}"
        + (", mended in a later one" if one.get("fixAvailable") else "")
        for name, one in answer["vulnerabilities"].items()
    )


def asked(command: list[str], key: str) -> dict[str, Any] | None:
    """Return what a program answers in JSON; None where it could not ask."""
    try:
        done = subprocess.run(
            command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        answer = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return answer if isinstance(answer, dict) and key in answer else None


def main() -> int:
    """Ask about each file of pins; 1 where a weakness is known."""
    found = 0
    for name in sys.argv[1:] or PINNED:
        file = f"requirements/{name}.txt"
        found += tell(
            file,
            asked([str(BIN / "uv"), *PIP_AUDIT, *QUIET, "-r", file], "dependencies"),
            of_python,
        )
    if not sys.argv[1:]:
        npm = asked(["npm", "audit", "--json"], "vulnerabilities")
        found += tell("package-lock.json", npm, of_npm)
    return 1 if found else 0


def tell(file: str, answer: dict[str, Any] | None, lines_of: Any) -> int:
    """Print what is known of one file; return how many weaknesses."""
    if answer is None:
        print(f"  NOT ASKED  {file}: no network, or a program is missing")
        return 0
    lines = lines_of(answer)
    print(f"  {'FOUND' if lines else 'none known'}  {file}")
    for line in lines:
        print(f"    {line}")
    return len(lines)


if __name__ == "__main__":
    sys.exit(main())
