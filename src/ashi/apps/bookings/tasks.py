"""The worker's part in the diary: holds that have run out are freed every minute."""

from procrastinate.contrib.django import app

from ashi.apps.audit.actor import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(queue="diary", queueing_lock="holds", name="bookings.retire_expired_holds")
def retire_expired_holds(timestamp: int) -> None:
    """Free what nobody confirmed in time."""
    from ashi.apps.bookings.actions.holding import (  # noqa: PLC0415 -- models before tasks
        retire_expired,
    )

    retire_expired(by=SYSTEM)
