"""Files and model classes stay small; exceptions are listed and may only shrink.

``tools/sizes.txt`` is the ratchet: a path and the lines it may have. A listed file that has
become smaller than its entry fails too, so that the entry is lowered.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
RATCHET = PROJECT / "tools" / "sizes.txt"
LIMITS = (("src/ashi/**/*.py", 300), ("tests/**/*.py", 500), ("frontend/islands/**/*.ts", 350))
MODEL_LINES = 150


def exceptions() -> dict[str, int]:
    """Read the ratchet."""
    rows = (line.split() for line in RATCHET.read_text().splitlines() if not line.startswith("#"))
    return {row[0]: int(row[1]) for row in rows if row}


def faults() -> Iterator[str]:
    """Say what is too long, and what the ratchet need no longer allow."""
    allowed = exceptions()
    for pattern, limit in LIMITS:
        for file in sorted(PROJECT.glob(pattern)):
            name = str(file.relative_to(PROJECT))
            if "/migrations/" in name or name.endswith(".gen.ts"):
                continue
            lines = len(file.read_text().splitlines())
            if lines > allowed.get(name, limit):
                yield f"{name}: {lines} lines, {allowed.get(name, limit)} allowed"
            elif name in allowed and lines < allowed[name]:
                yield f"{name}: has shrunk to {lines} lines; lower it in tools/sizes.txt"
            if file.name.startswith("models") or "models" in file.parts:
                yield from long_models(file, name)


def long_models(file: Path, name: str) -> Iterator[str]:
    """Say which classes are longer than a model should be."""
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.ClassDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > MODEL_LINES:
                yield f"{name}: class {node.name} has {lines} lines, {MODEL_LINES} allowed"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
