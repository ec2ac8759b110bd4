"""Write docs/reference/roles.md from the one matrix; ``--check`` only says whether it is stale."""

import sys
from pathlib import Path

from django.conf import settings

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "reference" / "roles.md"
sys.path.insert(0, str(PROJECT / "src"))
settings.configure(USE_I18N=False)

from ashi.apps.accounts.roles import (  # noqa: E402 -- words want settings first
    FULL_ONLY,
    MATRIX,
    STAFF_ROLES,
    Permission,
    Role,
)
from ashi.web.accounts.wording import (  # noqa: E402 -- as above
    PERMISSION_WORDS,
    ROLE_WORDS,
)

HEAD = """# Who may do what

Written by `tools/write_roles.py` from `ashi.apps.accounts.roles`; `make check` says when it is
stale. A role holds at one centre, from a day to a day. Patients belong to the organisation,
diaries to a centre: what is refused, or is another centre's, is answered as if it were not there,
and the trail keeps the refusal.

"""
TAIL = """
- A patient sees their own visits and those of whom they act for. Nobody signed in may nothing that
  is in this table.
- Marked with *: not by a tablet's PIN, only after a full sign-in.
- *Open a closed record*: for one patient, for an hour, with a reason of at least ten letters; what
  is read meanwhile says so in the trail, the owner has a list, and either closes it sooner.
- *Sign beside a student* is held by those who may sign and supervise; a student never signs alone.
- A locum always has a last day. Whose last day is over is signed out everywhere.
"""


def page() -> str:
    """Return the page as it should be."""
    rows = [
        ["", *(str(ROLE_WORDS[role]) for role in STAFF_ROLES)],
        ["---", *(":-:" for _ in STAFF_ROLES)],
        *(_row(one) for one in Permission if one is not Permission.OWN_VISITS),
    ]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows) + TAIL


def _row(permission: Permission) -> list[str]:
    star = " *" if permission in FULL_ONLY else ""
    return [
        f"{PERMISSION_WORDS[permission]} (`{permission}`){star}",
        *("yes" if permission in MATRIX[Role(role)] else "" for role in STAFF_ROLES),
    ]


def main() -> int:
    """Write the page, or compare it."""
    fresh = page()
    if "--check" not in sys.argv:
        PAGE.write_text(fresh)
    elif not PAGE.exists() or PAGE.read_text() != fresh:
        print(f"{PAGE.relative_to(PROJECT)} is stale: run python tools/write_roles.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
