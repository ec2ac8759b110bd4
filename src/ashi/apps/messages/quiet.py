"""Hours in which nobody is written to of what can wait."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_BEGINS, DAY_ENDS = time(9), time(20)
NIGHTS_OFF = timedelta(days=1)


def polite(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when a letter that can wait may go: now by day, else the next morning at nine."""
    local = now.astimezone(zone)
    if DAY_BEGINS <= local.time() < DAY_ENDS:
        return now
    day = local.date() + (NIGHTS_OFF if local.time() >= DAY_ENDS else timedelta())
    return datetime.combine(day, DAY_BEGINS, zone)
