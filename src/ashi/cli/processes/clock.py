"""The worker notices that the clock of the wall was set back, and begins anew by the new one.

The ticks that come round (letters, reminders, holds, offers) are counted from the last one: one
that lies an hour ahead would let none come for an hour. What counts tries for a while would count
them for an hour more. So the counts begin anew, and so does the worker: its parent starts it again.
"""

import os
import signal
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connection
from django.utils import timezone

from ashi.apps.accounts.actions import begin_counts_anew

EVERY_S = 5.0
APART_S = 60.0  # less is how clocks are kept right, and counts for nothing
LAST_TICK = "SELECT coalesce(max(defer_timestamp), 0) FROM procrastinate_periodic_defers"


def watch(stop: threading.Event) -> None:
    """Look until told to stop; where the clock goes back, end the worker after what is in hand."""
    try:
        if tick_is_ahead():  # set back while nobody looked
            begin_counts_anew(now=timezone.now())
        if goes_back(stop.wait):
            begin_counts_anew(now=timezone.now())
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        close_old_connections()


def goes_back(waits: Callable[[float], bool]) -> bool:
    """Wait until the wall's clock falls behind the steady one; False where ``waits`` says stop."""
    wall, steady = time.time(), time.monotonic()
    while not waits(EVERY_S):
        behind = (time.monotonic() - steady) - (time.time() - wall)
        if behind > APART_S:
            return True
        wall, steady = time.time(), time.monotonic()
    return False


def tick_is_ahead() -> bool:
    """Tell whether the last tick is later than now."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_TICK)
        return bool(cursor.fetchone()[0] > time.time() + APART_S)
