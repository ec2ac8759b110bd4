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


@app.periodic(cron="*/5 * * * *")
@app.task(queue="diary", queueing_lock="forms", name="bookings.tell_forms_missing")
def tell_forms_missing(timestamp: int) -> None:
    """Tell whose answers did not come in time."""
    from django.utils import timezone  # noqa: PLC0415 -- as below

    from ashi.apps.bookings.actions.requesting import (  # noqa: PLC0415 -- models before tasks
        tell_forms_missing as tell_all,
    )

    tell_all(now=timezone.now())
