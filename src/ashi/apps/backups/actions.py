"""Write down a backup as it goes."""

from datetime import datetime

from django.utils import timezone

from ashi.apps.backups.models import BackupRun


def begin(now: datetime) -> BackupRun:
    """Write down that a backup is begun."""
    return BackupRun.objects.create(started_at=now)


def end_well(run: BackupRun, *, file: str, size: int, rows: int, checked: str) -> None:
    """Write down a backup that was written whole; sizes in bytes."""
    run.file, run.size, run.rows, run.checked = file, size, rows, checked
    run.good, run.ended_at = True, timezone.now()
    run.save()


def end_badly(run: BackupRun, fault: str, checked: str = "") -> None:
    """Write down what went wrong, cut to what fits."""
    run.fault, run.checked = fault[:300], checked
    run.ended_at = timezone.now()
    run.save()
