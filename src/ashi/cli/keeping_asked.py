"""The worker's part in what the page for backups asks for: make one now, look at the newest file.

A killed worker's job is done again from the start, so nothing here may be spoilt by a second time.
"""

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from ashi.cli.keeping import KeepingError, cause_of
from ashi.cli.keeping_nightly import Step, make, sum_of
from ashi.config.environment import Environment, read_environment

if TYPE_CHECKING:
    from ashi.apps.backups.models import BackupOrder


@app.task(queue="backups", name="backups.carry_out")
def carry_out(order_id: int) -> None:
    """Do what was asked for, unless that has an end already."""
    from ashi.apps.backups.actions import end_order
    from ashi.apps.backups.models import BackupOrder

    order = BackupOrder.objects.filter(pk=order_id, ended_at=None).first()
    if order is None:
        return
    do = _make if order.what == BackupOrder.What.MAKE else _check
    try:
        do(read_environment(), order)
    except Exception as error:
        end_order(order, BackupOrder.Outcome.FAILED, cause=cause_of(error))
        if not isinstance(error, KeepingError | OSError):
            raise


def _make(environment: Environment, order: "BackupOrder") -> None:
    from ashi.apps.backups.actions import at_step, end_order
    from ashi.apps.backups.models import BackupOrder

    def told(step: Step) -> None:
        at_step(order, BackupOrder.Step(step))

    run = make(environment, told=told)
    if run is None:
        end_order(order, BackupOrder.Outcome.BUSY)
    elif run.good:
        end_order(order, BackupOrder.Outcome.DONE, run=run)
    else:
        end_order(order, BackupOrder.Outcome.FAILED, cause=run.cause, run=run)


def _check(environment: Environment, order: "BackupOrder") -> None:
    """Read the newest file whole, and compare its sum with that of the day it was sealed."""
    from ashi.apps.backups.actions import at_step, end_order
    from ashi.apps.backups.models import BackupOrder, Cause
    from ashi.apps.backups.queries import newest_file

    at_step(order, BackupOrder.Step.READS)
    run = newest_file()
    if environment.nightly is None or run is None:
        raise KeepingError("there is no backup to look at", Cause.GONE)
    if not run.sha256:
        raise KeepingError("its sum was not kept", Cause.UNSUMMED)
    try:
        found = sum_of(environment.nightly.folder / run.file)
    except FileNotFoundError:
        cause = Cause.GONE
    else:
        cause = Cause.NONE if found == run.sha256 else Cause.CHANGED
    outcome = BackupOrder.Outcome.FAILED if cause else BackupOrder.Outcome.DONE
    end_order(order, outcome, cause=cause, run=run)
