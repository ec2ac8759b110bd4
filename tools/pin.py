"""Compile requirements/*.in into pinned files with hashes and without any address."""

import os
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"
UV = Path(sys.executable).with_name("uv")
FLAGS = ("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes")
NO_ADDRESSES = ("--no-emit-index-url", "--no-emit-find-links")
# Later ones take the pins of earlier ones.
ORDER = (
    ("base", None),
    ("planning", "base.txt"),
    ("dev", "base.txt"),
    ("core", "dev.txt"),
    ("node", None),
    ("peers", "base.txt"),
)


def main() -> int:
    """Compile them in order; arguments (``--upgrade``) go to uv."""
    surroundings = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make requirements"}
    for name, constraint in ORDER:
        bound = ("-c", constraint) if constraint else ()
        command = [UV, "pip", "compile", *FLAGS, *NO_ADDRESSES, *bound, *sys.argv[1:]]
        subprocess.run(
            [*command, f"{name}.in", "-o", f"{name}.txt"],
            cwd=REQUIREMENTS,
            env=surroundings,
            check=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
