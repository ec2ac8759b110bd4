"""One day's diary in memory: who is free, minute by minute, and where a visit fits.

Seats visits as the diary's own search would: open and free in the phases of each role, a whole
with its parts, nobody in two places. What it seats is stored by ``storing``.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from ashi.apps.bookings.offers import Need, Offer
from ashi.apps.centres.models import Centre, Resource, WeeklyHours
from ashi.core.scheduling.axis import Axis, Span
from ashi.core.scheduling.bits import full, mask_of
from ashi.core.scheduling.week import WeeklyHours as Rule
from ashi.core.scheduling.week import days_axis, weekly_spans

REST_OF_NIGHT_MIN = 240


class House:
    """The centre's resources and weekly hours, read once for many days."""

    def __init__(self, centre: Centre) -> None:
        self.centre, self.zone = centre, ZoneInfo(centre.zone)
        self.resources = list(
            Resource.objects.filter(centre=centre, active=True).order_by("position", "id")
        )
        self.rules: dict[int, list[Rule]] = defaultdict(list)
        for row in WeeklyHours.objects.filter(resource__centre=centre):
            end = row.closes_min
            self.rules[row.resource_id].append(
                Rule(frozenset({row.weekday}), row.opens_min, end, row.valid_from, row.valid_to)
            )
        self.inside: dict[int, tuple[int, ...]] = {
            one.pk: (one.pk, *(part.pk for part in self.resources if part.whole_id == one.pk))
            for one in self.resources
        }

    def able(self, need: Need) -> list[int]:
        """Return who may fill a role."""
        return [
            one.pk
            for one in self.resources
            if one.kind in need.kinds and (not need.skills or need.skills & set(one.skills))
        ]


class Day:
    """One local day of the house; ``free`` has a bit for each true minute from midnight."""

    def __init__(
        self,
        house: House,
        day: date,
        taken: Mapping[int, Iterable[Span]],
        extra: Iterable[Span] = (),
    ) -> None:
        self.house, self.day = house, day
        self.axis: Axis = days_axis(day, day, house.zone, REST_OF_NIGHT_MIN)
        self.taken = dict(taken)
        self.free: dict[int, int] = {
            one.pk: mask_of(
                self.axis,
                [*weekly_spans(house.rules[one.pk], day, day, house.zone), *extra],
            )
            & ~mask_of(self.axis, taken.get(one.pk, ()))
            for one in house.resources
        }

    def is_free_for_patient(self, resource_id: int, offer: Offer, start: int) -> bool:
        """Tell whether the patient is free for the phases they are present in."""
        if resource_id not in self.free:
            self.free[resource_id] = full(self.axis.length) & ~mask_of(
                self.axis, self.taken.get(resource_id, ())
            )
        wanted = pattern(offer, None)
        return self.free[resource_id] >> (start - self.axis.origin) & wanted == wanted

    def seat(
        self, dice: random.Random, offer: Offer, start: int, patient: int | None
    ) -> dict[str, int] | None:
        """Take the time of a visit, or return None when it does not fit at ``start``."""
        if patient is not None and not self.is_free_for_patient(patient, offer, start):
            return None
        roles = self._fill(dice, offer, start, {}, dict(self.free))
        if roles is not None and patient is not None:
            self.free[patient] &= ~(pattern(offer, None) << (start - self.axis.origin))
        return roles

    def _fill(
        self,
        dice: random.Random,
        offer: Offer,
        start: int,
        chosen: dict[str, int],
        free: dict[int, int],
    ) -> dict[str, int] | None:
        if len(chosen) == len(offer.needs):
            self.free = free
            return chosen
        need = offer.needs[len(chosen)]
        wanted = pattern(offer, need.key) << (start - self.axis.origin)
        able = self.house.able(need)
        for one in dice.sample(able, len(able)):
            parts = self.house.inside[one]
            if all(free[part] & wanted == wanted for part in parts):
                left = {**free, **{part: free[part] & ~wanted for part in parts}}
                done = self._fill(dice, offer, start, {**chosen, need.key: one}, left)
                if done is not None:
                    return done
        return None


def pattern(offer: Offer, role: str | None) -> int:
    """Return the minutes in which a role (None: the patient) is present; bit 0 is the start."""
    mask = 0
    for phase in offer.phases:
        if phase.patient if role is None else role in phase.roles:
            mask |= full(phase.minutes) << phase.start_min
    return mask
