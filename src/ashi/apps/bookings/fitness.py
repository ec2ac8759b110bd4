"""Who may fill a role: kind, skill, permit and a patient's standing wishes, as one tag a role.

A permit that runs out closes its holder from that day on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from ashi.apps.bookings.offers import Need, tag_of
from ashi.apps.centres.models import Permit, Resource, ResourceKind
from ashi.core.scheduling.axis import Axis, Span, midnight

PERSON_WISHES = ("woman", "man", "lang:")


class Fitness:
    """Judges resources for the roles of one offer on one axis.

    One query, for the permits, unless they are given.
    """

    def __init__(
        self,
        needs: Collection[Need],
        rows: Iterable[Resource],
        wishes: Collection[str],
        axis: Axis,
        zone: ZoneInfo,
        permits: Iterable[Permit] | None = None,
    ) -> None:
        self.needs, self.axis, self.zone = needs, axis, zone
        self.about_people = {wish for wish in wishes if wish.startswith(PERSON_WISHES)}
        self.about_places = set(wishes) - self.about_people
        self.until = self._permits([row.pk for row in rows], permits)

    def _permits(
        self, people: Collection[int], permits: Iterable[Permit] | None
    ) -> dict[int, dict[str, int | None]]:
        """Return, by person and act, the minute from which it lapses (None: never)."""
        until: dict[int, dict[str, int | None]] = defaultdict(dict)
        acts = {act for need in self.needs for act in need.acts}
        if acts:
            held = Permit.objects.filter(resource_id__in=people, act__in=acts)
            for permit in held if permits is None else permits:
                days = (permit.registration_expires, permit.insurance_expires)
                ends = [midnight(day + timedelta(days=1), self.zone) for day in days if day]
                until[permit.resource_id][permit.act] = min(ends, default=None)
        return until

    def fits(self, row: Resource, need: Need) -> bool:
        """Tell whether a resource may fill a role on the axis' first minute."""
        held = self.until.get(row.pk, {})
        return (
            row.kind in need.kinds
            and (not need.skills or not need.skills.isdisjoint(row.skills))
            and all(act in held and self._holds(held[act]) for act in need.acts)
            and self._meets_wishes(row, need)
        )

    def _holds(self, ends: int | None) -> bool:
        return ends is None or ends > self.axis.origin

    def _meets_wishes(self, row: Resource, need: Need) -> bool:
        if row.kind == ResourceKind.PRACTITIONER and need.is_person:
            return self.about_people <= set(row.features)
        if row.kind in (ResourceKind.ROOM, ResourceKind.COUCH):
            return self.about_places <= set(row.features)
        return True

    def tags(self, row: Resource) -> frozenset[str]:
        """Return one tag for each role the resource may fill."""
        return frozenset(tag_of(need.key) for need in self.needs if self.fits(row, need))

    def lapses(self, row: Resource) -> list[Span]:
        """Return the rest of the axis after a permit the resource needs has run out."""
        held = self.until.get(row.pk, {})
        acts = {act for need in self.needs if self.fits(row, need) for act in need.acts}
        ends = [minute for act in acts if (minute := held[act]) is not None]
        return [Span(min(ends), self.axis.origin + self.axis.length)] if ends else []
