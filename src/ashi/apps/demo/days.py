"""Days of the diary in memory: who is free, minute by minute, and where a visit fits.

What the diary's own calendar says is free is taken over; what is seated here is free no more.
``storing`` writes it afterwards.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ashi.apps.bookings.calendars import Asked, calendar_for, moment, span_of
from ashi.apps.bookings.models import Occupancy
from ashi.apps.demo.house import Bookable, House
from ashi.core.scheduling.axis import Axis, Span, midnight
from ashi.core.scheduling.bits import full, mask_of

BEYOND_MIN = 240  # a visit that begins at the end of a day may run into the next
CHUNK_DAYS = 40


class Day:
    """One local day; a bit for each true minute from ``axis.origin``."""

    def __init__(
        self, house: House, day: date, axis: Axis, free: dict[int, int], patients: dict[int, int]
    ) -> None:
        self.house, self.date, self.axis = house, day, axis
        self.free, self.patients = free, patients

    def minute(self, wall_min: int) -> int:
        """Return a minute of the day as a minute of the axis' line."""
        return self.axis.origin + wall_min

    def free_of_patient(self, resource_id: int) -> int:
        """Return when a patient is free."""
        return self.patients.get(resource_id, full(self.axis.length))

    def seat(
        self,
        dice: random.Random,
        what: Bookable,
        start: int,
        patient: int,
        wishes: tuple[str, ...] = (),
        prefer: int | None = None,
    ) -> dict[str, int] | None:
        """Take the time of a visit; None when it does not fit at ``start``.

        ``prefer`` is who fills the first role if they can.
        """
        at = start - self.axis.origin
        own = what.patient_mask << at
        if at < 0 or self.free_of_patient(patient) & own != own:
            return None
        chosen: dict[str, int] = {}
        if not self._fill(dice, what, at, what.able(wishes), chosen, prefer):
            return None
        self.patients[patient] = self.free_of_patient(patient) & ~own
        return chosen

    def _fill(
        self,
        dice: random.Random,
        what: Bookable,
        at: int,
        able: list[list[int]],
        chosen: dict[str, int],
        prefer: int | None,
    ) -> bool:
        """Fill the next role and those after it, taking back what leads nowhere."""
        if len(chosen) == len(able):
            return True
        key, mask = what.masks[len(chosen)]
        wanted = mask << at
        parts_of, free = self.house.inside, self.free
        fit = [
            one
            for one in able[len(chosen)]
            if all(free[part] & wanted == wanted for part in parts_of[one])
        ]
        dice.shuffle(fit)
        first = None if chosen else prefer
        rather = what.offer.needs[len(chosen)].preferred
        fit.sort(key=lambda one: (one != first, one not in rather, one in self.house.couches))
        for one in fit:
            for part in parts_of[one]:
                free[part] &= ~wanted
            chosen[key] = one
            if self._fill(dice, what, at, able, chosen, prefer):
                return True
            del chosen[key]
            for part in parts_of[one]:
                free[part] |= wanted
        return False

    def join(self, what: Bookable, start: int, patient: int) -> bool:
        """Take a patient's time for a class that is seated; False when they are elsewhere."""
        own = what.patient_mask << (start - self.axis.origin)
        if self.free_of_patient(patient) & own != own:
            return False
        self.patients[patient] = self.free_of_patient(patient) & ~own
        return True

    def release(self, what: Bookable, start: int, roles: Mapping[str, int], patient: int) -> None:
        """Let go what a visit took."""
        at = start - self.axis.origin
        for key, mask in what.masks:
            for part in self.house.inside[roles[key]]:
                self.free[part] |= mask << at
        self.patients[patient] = self.free_of_patient(patient) | what.patient_mask << at


def days_of(house: House, first: date, last: date, *, retired: bool = False) -> Iterator[Day]:
    """Yield days as they stand in the diary, both ends included; ``retired`` as in ``stretch``."""
    day = first
    while day <= last:
        end = min(day + timedelta(days=CHUNK_DAYS - 1), last)
        whole = stretch(house, day, end, retired=retired)
        while day <= end:
            yield _cut(whole, day)
            day += timedelta(days=1)


def stretch(house: House, first: date, last: date, *, retired: bool = False) -> Day:
    """Return several days as one, as they stand in the diary.

    ``retired`` counts as taken, too, what was promised once and given up.
    """
    offer = next(iter(house.bookables.values())).offer
    calendar = calendar_for(offer, Asked(house.centre, first, last))
    axis = Axis(calendar.axis.origin, calendar.axis.length + BEYOND_MIN)
    free = {int(key): mask for key, mask in calendar.free.items()}
    if retired:
        spans = _spans(axis, live_only=False, centre=house.centre.pk)
        for one in free.keys() & spans.keys():
            free[one] &= ~mask_of(axis, spans[one])
    patients = {
        one: full(axis.length) & ~mask_of(axis, spans)
        for one, spans in _spans(axis, live_only=not retired, kind="patient").items()
    }
    return Day(house, first, axis, free, patients)


def _cut(whole: Day, day: date) -> Day:
    zone = whole.house.zone
    origin = midnight(day, zone)
    length = midnight(day + timedelta(days=1), zone) - origin + BEYOND_MIN
    shift, window = origin - whole.axis.origin, full(length)
    return Day(
        whole.house,
        day,
        Axis(origin, length),
        {one: mask >> shift & window for one, mask in whole.free.items()},
        {one: mask >> shift & window for one, mask in whole.patients.items()},
    )


def _spans(axis: Axis, live_only: bool, **of: object) -> dict[int, list[Span]]:
    rows = Occupancy.objects.filter(
        during__overlap=(moment(axis.origin), moment(axis.origin + axis.length)),
        **{f"resource__{name}": value for name, value in of.items()},
    )
    if live_only:
        rows = rows.filter(live=True)
    spans: dict[int, list[Span]] = defaultdict(list)
    for resource_id, during in rows.values_list("resource_id", "during"):
        spans[resource_id].append(span_of(during))
    return spans
