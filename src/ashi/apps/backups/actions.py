"""Write down a backup as it goes, and ask the worker for one."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import SYSTEM, Actor
from ashi.apps.backups.models import BackupOrder, BackupRun, Cause
from ashi.apps.backups.queries import has_job

TASK, QUEUE = "backups.carry_out", "backups"
LOCK = 0x6261636B  # "back": any number that no other lock of this database has


def begin(now: datetime) -> BackupRun:
    """Write down that a backup is begun."""
    return BackupRun.objects.create(started_at=now)


def end_well(run: BackupRun, *, file: str, size: int, rows: int, sha256: str) -> None:
    """Write down a backup that was written whole; sizes in bytes, the sum of the sealed file."""
    run.file, run.size, run.rows, run.sha256 = file, size, rows, sha256
    run.good, run.ended_at = True, timezone.now()
    run.save()


def end_badly(run: BackupRun, fault: str, cause: str = Cause.OTHER) -> None:
    """Write down what went wrong, cut to what fits, and the code of what was in the way."""
    run.fault, run.cause = fault[:300], cause
    run.ended_at = timezone.now()
    run.save()


@transaction.atomic
def ask(*, by: Actor, what: BackupOrder.What) -> BackupOrder:
    """Ask the worker for a backup, or to look at the newest file; asked twice is asked once.

    One that lost its job, which no worker has then, is closed as cut off and asked for anew.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    standing = BackupOrder.objects.filter(what=what, ended_at=None).first()
    if standing is not None and has_job(standing):
        return standing
    if standing is not None:
        end_order(standing, BackupOrder.Outcome.FAILED, cause=Cause.CUT_OFF)
    order = BackupOrder.objects.create(what=what, asked_at=timezone.now())
    record(by=by, action=f"backup.{what}", subject=("backup_order", order.pk))
    app.configure_task(TASK, queue=QUEUE, lock=QUEUE).defer(order_id=order.pk)
    return order


def at_step(order: BackupOrder, step: BackupOrder.Step) -> None:
    """Write down what the worker is at; seen at once by whoever watches."""
    order.step = step
    order.save(update_fields=["step"])


@transaction.atomic
def end_order(
    order: BackupOrder,
    outcome: BackupOrder.Outcome,
    *,
    cause: str = Cause.NONE,
    run: BackupRun | None = None,
) -> None:
    """Write down how it ended, in the trail as well."""
    order.ended_at, order.outcome, order.cause, order.run = timezone.now(), outcome, cause, run
    order.save()
    detail = {
        "what": order.what,
        "outcome": outcome,
        "cause": cause,
        "run": run.pk if run else None,
    }
    record(by=SYSTEM, action="backup.end", subject=("backup_order", order.pk), detail=detail)
