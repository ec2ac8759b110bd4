"""The worker's part in the waiting list: every minute, what lapsed and what is free."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(queue="diary", queueing_lock="waiting", name="waiting.pass_on")
def offer_freed_times(timestamp: int) -> None:
    """End the offers that are over, and offer what is free to the next."""
    from ashi.apps.waiting.passing_on import pass_on  # noqa: PLC0415 -- models before tasks

    pass_on()
