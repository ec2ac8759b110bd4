"""How it stands with the backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ashi.apps.backups.models import BackupRun
from ashi.core.kernel.retaining import Last

STALE = timedelta(hours=26)  # chosen: a night missed, and two hours for one that takes long


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest runs, newest first, the last good one, and whether that is too long ago."""

    runs: tuple[BackupRun, ...]
    good: BackupRun | None
    stale: bool


def last() -> Last | None:
    """Return the run begun last and the moment of the last good one; None before the first."""
    newest = BackupRun.objects.order_by("-pk").first()
    good = BackupRun.objects.filter(good=True).order_by("-pk").first()
    return Last(newest.started_at, good.started_at if good else None) if newest else None


def standing(*, most: int = 30, now: datetime | None = None) -> Standing:
    """Return the newest ``most`` runs and what they mean."""
    runs = tuple(BackupRun.objects.order_by("-pk")[:most])
    good = BackupRun.objects.filter(good=True).order_by("-pk").first()
    now = now or timezone.now()
    return Standing(runs, good, good is None or now - good.started_at > STALE)
