"""What one loading works with: the house, its dice, and the sheets it writes on."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ashi.apps.centres.models import Centre
from ashi.apps.demo.copying import Sheets
from ashi.apps.demo.house import House
from ashi.apps.demo.letters import Letters
from ashi.apps.demo.newcomers import Known
from ashi.apps.demo.recording import Recorder
from ashi.apps.demo.storing import Shelf
from ashi.apps.demo.trail import Trail
from ashi.core.scheduling.axis import local_time, midnight

Progress = Callable[[str], None]


class Workbench:
    """One loading, at one moment, with one seed."""

    def __init__(
        self, centre: Centre, now: datetime, seed: int, progress: Progress, *, load: int = 0
    ) -> None:
        self.now, self.seed, self.progress = now, seed, progress
        self.zone = ZoneInfo(centre.zone)
        self.today: date = now.astimezone(self.zone).date()
        self.morning = local_time(midnight(self.today, self.zone), self.zone)
        self.house = House(centre, self.today)
        self.dice = random.Random(f"{seed} {now.isoformat()} {load}")  # noqa: S311 -- dice, not keys
        self.sheets = Sheets()
        self.trail = Trail(self.sheets, self.dice)
        self.shelf = Shelf(self.house, self.sheets, self.trail, Letters(self.house, self.sheets))
        self.recorder = Recorder(self.house, self.sheets, self.trail)
        self.patients: Sequence[Known] = ()
