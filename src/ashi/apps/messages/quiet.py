"""Hours in which nobody is written to of what can wait."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ashi.apps.centres.models import Centre
from ashi.core.scheduling.reminders import Quiet


def quiet_of(centre: Centre) -> Quiet:
    """Return the centre's quiet hours."""
    return Quiet(centre.quiet_from_min, centre.quiet_to_min)


def polite(now: datetime, centre: Centre) -> datetime:
    """Return when a letter that can wait may go: now, or when the quiet hours are over."""
    return quiet_of(centre).after(now, ZoneInfo(centre.zone))
