"""The worker's part: day sheets as files, where the centre names a folder for them."""

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="*/15 * * * *")
@app.task(queue="printing", queueing_lock="day-sheets", name="printing.day_sheets")
def day_sheets(timestamp: int) -> None:
    """Write them anew."""
    if settings.DAY_SHEETS is None:
        return
    from django.utils import timezone  # noqa: PLC0415 -- as below

    from ashi.web.printing.day_files import (  # noqa: PLC0415 -- models before tasks
        write_day_sheets,
    )

    write_day_sheets(settings.DAY_SHEETS, timezone.now())
