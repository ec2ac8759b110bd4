"""The worker's part: sets of questions are laid out, and patients told of them."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/15 * * * *")
@app.task(queue="outcomes", queueing_lock="outcomes-ask", name="outcomes.ask")
def ask(timestamp: int) -> None:
    """Lay out what is due, then tell and remind."""
    from ashi.apps.outcomes.actions.planning import (  # noqa: PLC0415 -- models before tasks
        lay_out_everywhere,
    )
    from ashi.apps.outcomes.actions.reminding import remind_all  # noqa: PLC0415 -- as above

    lay_out_everywhere()
    remind_all()
