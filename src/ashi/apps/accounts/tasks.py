"""The worker's part: what was answered to a form is kept for a day."""

from procrastinate.contrib.django import app


@app.periodic(cron="23 * * * *")
@app.task(
    queue="accounts", queueing_lock="answers", pass_context=False, name="accounts.forget_answers"
)
def forget_old_answers(timestamp: int) -> None:
    """Drop what nobody will send again."""
    from django.utils import timezone  # noqa: PLC0415 -- as below

    from ashi.apps.accounts.actions import forget_answers  # noqa: PLC0415 -- models before tasks

    forget_answers(now=timezone.now())
