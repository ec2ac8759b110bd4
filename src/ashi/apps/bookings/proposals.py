"""What to do about each conflict: one proposal each, reckoned one after another.

The order in which a way out is looked for, and the first that is found is proposed:

1. the same time, and only what cannot stay is another: another person, room or machine;
2. the same time with the same people, all else as it comes;
3. the nearest time with the same practitioner, from that day to two weeks after;
4. the nearest time with anybody, from that day to two weeks after.

What one proposal takes is taken for those after it, and what a visit has now stays taken until it
is moved: so each can be applied by itself, in any order, and no two of them collide.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from ashi.apps.bookings.calendars import Opening, key_of
from ashi.apps.bookings.causes import Conflict
from ashi.apps.bookings.house import LONGEST_MIN, House, as_opening
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import Offer, offer_as_filled, offer_of
from ashi.apps.centres.models import Centre, ResourceKind
from ashi.apps.patients.models import FactValue
from ashi.core.scheduling.axis import minute_of
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.openings import Search, nearest
from ashi.core.scheduling.openings import openings as search
from ashi.core.scheduling.week import grid

AHEAD_DAYS = 14  # chosen: later than that the desk and the patient choose together
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way out: which rule found it, when, and who fills the roles."""

    rule: int
    opening: Opening
    as_now: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A conflict with its proposal, or why there is none: "class" or "full"."""

    conflict: Conflict
    visit: Visit
    proposal: Proposal | None
    why_none: str = ""

    @property
    def mark(self) -> str:
        """Return a short text that is the same as long as conflict and proposal are."""
        way = self.proposal
        shown = (
            self.visit.pk,
            self.visit.version,
            self.conflict.session.version,
            [(one.code, one.resource and one.resource.pk) for one in self.conflict.causes],
            way and (way.rule, way.as_now, way.opening.start, sorted(way.opening.roles.items())),
        )
        return sha256(str(shown).encode()).hexdigest()[:24]


def proposals_for(centre: Centre, conflicts: Iterable[Conflict], now: datetime) -> list[Settled]:
    """Return each visit in conflict with its proposal; none is left out."""
    many = list(conflicts)
    if not many:
        return []
    diary = _Diary(centre, many, now)
    return [_settled(diary, conflict, visit) for conflict in many for visit in conflict.visits]


def _settled(diary: "_Diary", conflict: Conflict, visit: Visit) -> Settled:
    if conflict.session.places > 1:
        return Settled(conflict, visit, None, "class")
    proposal = diary.way_out(conflict, visit)
    return Settled(conflict, visit, proposal, "" if proposal else "full")


@dataclass(frozen=True, slots=True)
class Try:
    """One rule by which a way out is looked for: among which starts, and who is to keep a role.

    ``starts`` are bits on the calendar's axis.
    """

    rule: int
    starts: int
    pins: Mapping[str, int]


def first_way(
    offer: Offer, calendar: Calendar, tries: Iterable[Try], booked: datetime
) -> tuple[int, Opening] | None:
    """Return the rule that first finds an opening, with its nearest to when it is booked."""
    for one in tries:
        pins = {key: key_of(pk) for key, pk in one.pins.items()}
        asked = Search(offer.shape(), one.starts, pins)
        found = nearest(search(asked, calendar), minute_of(booked), 1)
        if found:
            return one.rule, as_opening(found[0])
    return None


class _Diary:
    """A centre's house around the conflicts, read once; what is proposed is taken in it."""

    def __init__(self, centre: Centre, conflicts: list[Conflict], now: datetime) -> None:
        self.centre, self.now = centre, now
        zone = ZoneInfo(centre.zone)
        days = [one.session.starts_at.astimezone(zone).date() for one in conflicts]
        self.days = min(days), max(days) + AHEAD_DAYS * DAY
        patients = {
            visit.patient.resource_id for one in conflicts for visit in one.visits if visit.patient
        }
        self.house = House(centre, [self.days], patients)

    def way_out(self, conflict: Conflict, visit: Visit) -> Proposal | None:
        """Return the first way out in the stated order, and take what it needs."""
        session = conflict.session
        roles = {one.key: one.resource_id for one in session.roles.all()}
        offer = self._offer(conflict, visit, roles)
        if offer.minutes > LONGEST_MIN:
            return None
        calendar = self.house.calendar(offer, visit.patient, self.days, {visit.session_id})
        keys = {need.key for need in offer.needs}
        kept = {key: pk for key, pk in roles.items() if key in keys and pk not in conflict.hit}
        people, theirs = self._practitioners(kept), self._practitioners(roles, keys)
        at = minute_of(session.starts_at) - self.house.axis.origin
        same, later = 1 << at, self._starts(session.starts_at)
        tries = [
            Try(1, same, kept),
            Try(2, same, people),
            Try(3, later, theirs),
            Try(4, later, {}),
        ]
        found = first_way(offer, calendar, tries, session.starts_at)
        if found is None:
            return None
        self.house.take(offer, found[1], visit.patient)
        return Proposal(*found, conflict.is_edited)

    def _practitioners(
        self, roles: Mapping[str, int], keys: Collection[str] | None = None
    ) -> dict[str, int]:
        return {
            key: pk
            for key, pk in roles.items()
            if (keys is None or key in keys)
            and self.house.kinds.get(pk) == ResourceKind.PRACTITIONER
        }

    def _offer(self, conflict: Conflict, visit: Visit, roles: Mapping[str, int]) -> Offer:
        session = conflict.session
        if not conflict.is_edited:
            kinds = {key: self.house.kinds[pk] for key, pk in roles.items()}
            return offer_as_filled(session, kinds)
        alone = visit.patient and visit.patient.not_left_alone == FactValue.YES
        return offer_of(session.service, not_alone=bool(alone and not visit.companion))

    def _starts(self, booked: datetime) -> int:
        first, last = self.house.day_of(booked), self.house.day_of(booked) + AHEAD_DAYS * DAY
        earliest = -(-int(self.now.timestamp()) // 60)
        grain = self.centre.grain_min
        return grid(self.house.axis, first, last, self.house.zone, grain, earliest)
