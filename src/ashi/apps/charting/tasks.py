"""The worker's part: patients are told on the day on which needles left in should come out."""

from procrastinate.contrib.django import app


@app.periodic(cron="7 6 * * *")
@app.task(queue="charting", queueing_lock="needles-out", name="charting.remind_patients")
def remind_patients(timestamp: int) -> None:
    """Write to each of them, once."""
    from ashi.apps.charting.actions.removing import (  # noqa: PLC0415 -- models before tasks
        remind_patients as remind,
    )

    remind()
