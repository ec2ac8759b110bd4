"""The worker's part: after midnight nobody whose last day it was stays signed in."""

from procrastinate.contrib.django import app


@app.periodic(cron="7 * * * *")
@app.task(queue="staff", queueing_lock="sign-out-ended", pass_context=False, name="staff.sign_out")
def sign_out_ended_members(timestamp: int) -> None:
    """Sign out those whose membership ended; hourly, since each centre has its own midnight."""
    from ashi.apps.audit.actor import SYSTEM  # noqa: PLC0415 -- models before tasks
    from ashi.apps.staff.actions.team import sign_out_ended  # noqa: PLC0415 -- as above

    sign_out_ended(by=SYSTEM)
