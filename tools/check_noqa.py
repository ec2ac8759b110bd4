"""Each suppression of a check says why, on its line: ``# noqa: X123 -- the reason``."""

import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FOLDERS = ("src", "tests", "tools", "bench")
SUPPRESSION = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b(?P<rest>.*)")
REASONED = re.compile(r"(?::\s*[A-Z]+[0-9]+(?:\s*,\s*[A-Z]+[0-9]+)*|\[[\w, -]+\])\s*(?:--|#)\s*\S")


def faults() -> list[str]:
    """Return the lines whose suppression has no code or no reason."""
    found = []
    for folder in FOLDERS:
        for file in sorted((PROJECT / folder).glob("**/*.py")):
            if file == Path(__file__).resolve():
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                match = SUPPRESSION.search(line)
                if match and not REASONED.match(match["rest"]):
                    found.append(f"{file.relative_to(PROJECT)}:{number}: {line.strip()}")
    return found


if __name__ == "__main__":
    lines = faults()
    print("\n".join(lines), end="\n" if lines else "")
    sys.exit(1 if lines else 0)
