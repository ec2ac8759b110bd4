"""How it stands with the backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from ashi.apps.backups.models import BackupOrder, BackupRun
from ashi.core.kernel.retaining import Last

STALE = timedelta(hours=26)  # chosen: a night missed, and two hours for one that takes long

SILENT = timedelta(seconds=30)  # three heartbeats of a worker


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """What was asked for last of a kind, and whether it waits, is being done, or was lost."""

    order: BackupOrder
    is_lost: bool
    nobody_works: bool

    @property
    def is_open(self) -> bool:
        """Whether its end is still to come."""
        return self.order.ended_at is None and not self.is_lost


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


def last_order(what: BackupOrder.What, *, now: datetime) -> OrderStanding | None:
    """Return how it stands with what was asked for last, or None before the first."""
    order = BackupOrder.objects.filter(what=what).select_related("run").order_by("-pk").first()
    if order is None:
        return None
    is_lost = order.ended_at is None and not has_job(order)
    return OrderStanding(order, is_lost, not somebody_works(now))


def newest_file() -> BackupRun | None:
    """Return the last good backup, whose file should be there."""
    return BackupRun.objects.filter(good=True).order_by("-pk").first()


def has_job(order: BackupOrder) -> bool:
    """Return whether a job for it waits or is being done."""
    jobs = ProcrastinateJob.objects.filter(status__in=("todo", "doing"))
    return jobs.filter(queue_name="backups", args__order_id=order.pk).exists()


def somebody_works(now: datetime) -> bool:
    """Return whether a worker gave a sign of life within half a minute."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - SILENT).exists()
