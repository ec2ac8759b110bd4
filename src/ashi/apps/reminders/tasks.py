"""The worker's part: every minute, the reminders whose moment has come."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(queue="diary", queueing_lock="reminders", name="reminders.remind")
def remind(timestamp: int) -> None:
    """Queue what is due; the messages go with the others of the outbox."""
    from ashi.apps.reminders.reminding import remind_due  # noqa: PLC0415 -- models before tasks

    remind_due()
