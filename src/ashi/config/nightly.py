"""Where backups go by themselves, to whom they are sealed, and how many are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path

KEEP = (7, 5, 12)  # days, weeks, months
RECIPIENT = "age1"
NAMES = ("ASHI_BACKUP_AT", "ASHI_BACKUP_DIR", "ASHI_BACKUP_KEEP", "ASHI_BACKUP_RECIPIENTS")


@dataclass(frozen=True, kw_only=True)
class Nightly:
    """Backups that Ashi makes by itself.

    ``recipients`` are public keys of age (age-encryption.org): whoever holds a private one opens
    the file, this server does not. ``at`` is a time of the server's clock.
    """

    folder: Path
    recipients: tuple[str, ...]
    at: time
    keep: tuple[int, int, int]


def read_nightly(text: Callable[[str], str], fault: Callable[[str, str], None]) -> Nightly | None:
    """Read the four variables; None where no folder is named."""
    folder = text("ASHI_BACKUP_DIR")
    if not folder:
        return None
    if not Path(folder).is_absolute():
        fault("ASHI_BACKUP_DIR", f"is {folder!r}; write the whole path")
    recipients = tuple(text("ASHI_BACKUP_RECIPIENTS").replace(",", " ").split())
    if not recipients or not all(one.startswith(RECIPIENT) for one in recipients):
        fault(
            "ASHI_BACKUP_RECIPIENTS",
            "names no public keys of age; `ashi backup --new-key FILE` makes a pair",
        )
    return Nightly(
        folder=Path(folder),
        recipients=recipients,
        at=_at(text("ASHI_BACKUP_AT") or "02:30", fault),
        keep=_keep(text("ASHI_BACKUP_KEEP"), fault),
    )


def _at(given: str, fault: Callable[[str, str], None]) -> time:
    try:
        return time.fromisoformat(given).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        fault("ASHI_BACKUP_AT", f"is {given!r}; write it as 02:30")
        return time(2, 30)


def _keep(given: str, fault: Callable[[str, str], None]) -> tuple[int, int, int]:
    if not given:
        return KEEP
    try:
        days, weeks, months = (int(one) for one in given.split(","))
    except ValueError:
        days = -1
    if days < 0 or weeks < 0 or months < 0:
        fault("ASHI_BACKUP_KEEP", f"is {given!r}; write days,weeks,months as 7,5,12")
        return KEEP
    return days, weeks, months
