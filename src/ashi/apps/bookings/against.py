"""What stands against a start, for a person who reads it: a few reasons, each said once.

A role that several could fill, and nobody does, is one reason and not one for each of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ashi.apps.bookings.calendars import moment, range_of
from ashi.apps.bookings.fitness import is_able
from ashi.apps.bookings.house import House
from ashi.apps.bookings.offers import Need, Offer
from ashi.apps.centres.models import Absence, Closure, Resource
from ashi.core.scheduling.explanation import Explanation, Obstacle, Why

CODES = {
    Why.PATIENT_TAKEN: "patient",
    Why.NOBODY: "nobody",
    Why.NEEDED_TWICE: "twice",
    Why.OUT_OF_REACH: "reach",
    Why.NO_REMOVER: "remover",
    Why.TOO_MANY_ROOMS: "resting",
}


@dataclass(frozen=True, slots=True)
class Against:
    """One reason.

    ``code`` is past, closure, patient, absence, hours, permit, taken, unfit, people, rooms,
    class, nobody, twice, reach, remover or resting. ``resource`` is whom it is about, ``closure``
    what closes the house.
    """

    code: str
    resource: Resource | None = None
    closure: Closure | None = None


class Reasons:
    """Says why, from what closes a house and who is away; read once, on the first question."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.by_id = {row.pk: row for row in house.rows}
        self.closures: list[Closure] | None = None
        self.absences: dict[int, list[Absence]] = defaultdict(list)

    def _read(self) -> list[Closure]:
        if self.closures is None:
            hull = range_of(self.house.axis)
            for one in Absence.objects.filter(resource__in=self.by_id, during__overlap=hull):
                self.absences[one.resource_id].append(one)
            confirmed = {"centre": self.house.centre, "state": Closure.State.CONFIRMED}
            self.closures = list(Closure.objects.filter(**confirmed, during__overlap=hull))
        return self.closures

    def of(self, told: Explanation, offer: Offer) -> tuple[Against, ...]:
        """Return the reasons in words' order: the house, the patient, then who is needed."""
        self._read()
        needs = {need.key: need for need in offer.needs}
        by_role: dict[str | None, list[Obstacle]] = defaultdict(list)
        for one in told.obstacles:
            by_role[one.role].append(one)
        found = [
            reason
            for role, many in by_role.items()
            for reason in self._of_role(needs.get(role or ""), many)
        ]
        closed = [one for one in found if one.code == "closure"]
        return tuple(dict.fromkeys(closed or found))

    def _of_role(self, need: Need | None, many: Sequence[Obstacle]) -> Iterator[Against]:
        reasons = list(dict.fromkeys(self._of(need, one) for one in many))
        tried = {one.resource for one in many}
        closed = [one for one in reasons if one.code == "closure"]
        if closed:
            yield closed[0]
        elif need is not None and len(tried) > 1:
            yield Against("people" if need.is_person else "rooms")
        else:
            yield from reasons

    def _of(self, need: Need | None, one: Obstacle) -> Against:
        who = self.by_id.get(int(one.part or one.resource or 0))
        if one.why in CODES:
            return Against(CODES[one.why], who)
        if one.why in (Why.WRONG_KIND, Why.LACKS_SKILL):
            return Against("permit" if self._lacks_permit(need, who) else "unfit", who)
        if one.why is Why.CLOSED:
            return Against("hours", who)
        return self._of_taken(need, who, one.minute or 0)

    def _of_taken(self, need: Need | None, who: Resource | None, minute: int) -> Against:
        """Return what takes a resource in a minute: a closure, an absence, a permit, a visit."""
        at = moment(minute)
        for closure in self._read():
            if closure.during.lower < at + timedelta(minutes=1) and at < closure.during.upper:
                return Against("closure", None, closure)
        one = who
        while one is not None:
            if any(
                away.during.lower < at + timedelta(minutes=1) and at < away.during.upper
                for away in self.absences[one.pk]
            ):
                return Against("absence", one)
            one = self.by_id.get(one.whole_id or 0)
        return Against("permit" if self._lapsed(need, who, minute) else "taken", who)

    def _lapsed(self, need: Need | None, who: Resource | None, minute: int) -> bool:
        """Tell whether a permit that the role asks for has run out by a minute."""
        if need is None or who is None:
            return False
        held = self.house.papers.until.get(who.pk, {})
        ends = (held[act] for act in need.acts if act in held)
        return any(end is not None and minute >= end for end in ends)

    def _lacks_permit(self, need: Need | None, who: Resource | None) -> bool:
        if need is None or who is None or not is_able(who, need):
            return False
        end = self.house.axis.origin + self.house.axis.length
        return not self.house.papers.reach(who.pk, need, end + 1)
