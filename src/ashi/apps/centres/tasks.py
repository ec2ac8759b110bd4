"""The worker's part: public holidays are proposed before anybody has to think of them."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app


@app.periodic(cron="30 3 * * *")
@app.task(queue="centres", queueing_lock="holidays", name="centres.propose_holidays")
def propose_holidays(timestamp: int) -> None:
    """Propose what is not known yet; the owner confirms."""
    from ashi.apps.audit.actor import SYSTEM  # noqa: PLC0415 -- models before tasks
    from ashi.apps.centres.actions_closures import propose_upcoming  # noqa: PLC0415 -- as above

    propose_upcoming(by=SYSTEM, today=datetime.fromtimestamp(timestamp, UTC).date())
