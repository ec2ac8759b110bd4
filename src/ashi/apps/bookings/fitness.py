"""Who may fill a role: kind, skill, name, permit and a patient's wishes, as one tag a role.

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


class Papers:
    """Until which minute each person may do each act."""

    def __init__(self, permits: Iterable[Permit], zone: ZoneInfo) -> None:
        self.until: dict[int, dict[str, int | None]] = defaultdict(dict)
        for permit in permits:
            days = (permit.registration_expires, permit.insurance_expires)
            ends = [midnight(day + timedelta(days=1), zone) for day in days if day]
            self.until[permit.resource_id][permit.act] = min(ends, default=None)

    def reach(self, pk: int, need: Need, minute: int) -> bool:
        """Tell whether somebody has every paper that a role asks for until ``minute``."""
        held = self.until.get(pk, {})
        return all(act in held and _holds(held[act], minute) for act in need.acts)

    def ends(self, pk: int, acts: Iterable[str]) -> list[int]:
        """Return the minutes from which somebody may no longer do one of these acts."""
        held = self.until.get(pk, {})
        return [end for act in acts if (end := held[act]) is not None]


def _holds(end: int | None, minute: int) -> bool:
    return end is None or end >= minute


def papers_for(needs: Iterable[Need], people: Collection[int], zone: ZoneInfo) -> Papers:
    """Read the papers that some roles ask for; no query where they ask for none."""
    acts = {act for need in needs for act in need.acts}
    held = Permit.objects.filter(resource_id__in=people, act__in=acts)
    return Papers(held if acts else (), zone)


def is_able(row: Resource, need: Need) -> bool:
    """Tell whether a resource is of a kind, can what is asked, and is among those named."""
    skilled = not need.skills or not need.skills.isdisjoint(row.skills)
    named = not need.only or row.pk in need.only
    return row.kind in need.kinds and skilled and named


class Fitness:
    """Judges resources for the roles of one offer on one axis."""

    def __init__(
        self,
        needs: Collection[Need],
        wishes: Collection[str],
        axis: Axis,
        papers: Papers,
    ) -> None:
        self.needs, self.axis, self.papers = needs, axis, papers
        self.about_people = {wish for wish in wishes if wish.startswith(PERSON_WISHES)}
        self.about_places = set(wishes) - self.about_people

    def fits(self, row: Resource, need: Need) -> bool:
        """Tell whether a resource may fill a role on the axis' first minute."""
        return (
            is_able(row, need)
            and self.papers.reach(row.pk, need, self.axis.origin + 1)
            and self._meets_wishes(row, need)
        )

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
        acts = {act for need in self.needs if self.fits(row, need) for act in need.acts}
        ends = self.papers.ends(row.pk, acts)
        return [Span(min(ends), self.axis.origin + self.axis.length)] if ends else []
