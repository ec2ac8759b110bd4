"""Compile each translation (.po) into what Django reads (.mo), without the gettext programs."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCES = Path(__file__).resolve().parents[1] / "src"


def main() -> int:
    """Compile all; name each file that cannot be read."""
    faults = 0
    for source in sorted(SOURCES.glob("**/locale/*/LC_MESSAGES/*.po")):
        try:
            with open(source, "rb") as file:
                catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
        except PoFileError as error:
            print(f"{source}: {error}", file=sys.stderr)
            faults += 1
            continue
        with open(source.with_suffix(".mo"), "wb") as file:
            write_mo(file, catalog)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
