"""The worker's part: send what is due, now and every minute."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(queue="messages", queueing_lock="sweep", pass_context=False, name="messages.sweep")
def sweep(timestamp: int) -> None:
    """Send what waits for its next try."""
    _send()


@app.task(queue="messages", retry=RetryStrategy(max_attempts=3, wait=5), name="messages.send_due")
def send_due_messages() -> None:
    """Send what has just been queued."""
    _send()


def _send() -> None:
    from ashi.apps.messages.sending import send_due  # noqa: PLC0415 -- models before tasks

    send_due()
