"""The worker's part: send what is due, now and every minute."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

STALLED_AFTER_S = 30


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


@app.periodic(cron="* * * * *")
@app.task(queue="messages", queueing_lock="stalled", name="messages.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:
    """Do again what a killed worker had in hand; jobs of every queue, so each is idempotent.

    What waits already, since it comes round by itself, is not queued a second time.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)
