"""Write docs/security/asvs.md from asvs.toml; ``--check`` only says whether it is stale."""

import sys
import tomllib
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
DATA = PROJECT / "docs" / "security" / "asvs.toml"
PAGE = DATA.with_suffix(".md")
KINDS = {
    "tests": "held by tests",
    "where": "held by configuration or writing",
    "not_needed": "does not apply",
    "missing": "**not held**",
}
HEAD = """# The security standard, item by item

Written by `tools/write_security.py` from `asvs.toml`; `make check` says when it is stale, and
`tests/unit/house/test_security.py` that every test named here is there. The standard is OWASP's
*Application Security Verification Standard* {version}, levels 1 and 2: {count} items. The wording
is ours and short; the number leads to the standard's own text. It is our own reading: nobody from
outside has verified it.

"""


def kind_of(item: dict[str, Any]) -> str:
    """Return which of the four answers an item has."""
    (kind,) = (one for one in KINDS if one in item)
    return kind


def page(data: dict[str, Any]) -> str:
    """Return the page as it should be."""
    chapters = data["chapters"]
    items = [item for chapter in chapters for item in chapter["items"]]
    parts = [HEAD.format(version=data["version"], count=len(items)), _sums(chapters, items)]
    missing = [item for item in items if kind_of(item) == "missing"]
    parts.append(
        "\n## What is not held\n\n| item | | why | what would hold it |\n| --- | --- | --- | --- |"
        "\n"
    )
    parts += [
        f"| {one['number']} | {one['what']} | {one['missing']} | {one['would']} |\n"
        for one in missing
    ]
    for chapter in chapters:
        parts.append(
            f"\n## {chapter['number']}. {chapter['name']}\n\n"
            "| item | | answer | |\n| --- | --- | --- | --- |\n"
        )
        parts += [_row(item) for item in chapter["items"]]
    return "".join(parts)


def _sums(chapters: list[dict[str, Any]], items: list[dict[str, Any]]) -> str:
    lines = [
        f"| chapter | items | {' | '.join(KINDS.values())} |\n",
        "| --- |" + " --: |" * 5 + "\n",
    ]
    named = [(f"{one['number']}. {one['name']}", one["items"]) for one in chapters]
    for name, rows in [*named, ("all", items)]:
        kinds = [kind_of(one) for one in rows]
        counts = " | ".join(str(kinds.count(one) or "") for one in KINDS)
        lines.append(f"| {name} | {len(rows)} | {counts} |\n")
    return "".join(lines)


def _row(item: dict[str, Any]) -> str:
    kind = kind_of(item)
    told = item[kind]
    if kind == "tests":
        told = "<br>".join(f"`{name}`" for name in told)
    return f"| {item['number']} | {item['what']} | {KINDS[kind]} | {told} |\n"


def main() -> int:
    """Write the page, or compare it."""
    fresh = page(tomllib.loads(DATA.read_text("utf-8")))
    if "--check" not in sys.argv:
        PAGE.write_text(fresh, "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != fresh:
        print(f"{PAGE.relative_to(PROJECT)} is stale: run python tools/write_security.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
