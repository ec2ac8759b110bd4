"""Which resting needles could be in conflict: a look at each day, all that rest on it counted.

The rule counts those who were there first. Here everybody counts, booked or held, so whoever is
left out may rest whatever becomes of the others.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from ashi.apps.bookings.calendars import key_of
from ashi.apps.bookings.fitness import is_able
from ashi.apps.bookings.hours import Hours
from ashi.apps.bookings.models import SessionRole
from ashi.apps.bookings.offers import Need, need_of, needling_roles, planned
from ashi.apps.bookings.removers import in_house, out_roles, rests_of
from ashi.apps.centres.models import Centre, ServiceRole
from ashi.core.scheduling.axis import DAY_MIN, Axis, Span, local_time, midnight
from ashi.core.scheduling.removers import broken, stretches

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # minute 0
Plan = tuple[int, Any]  # the service's id, the phases as they were promised


class Promised(NamedTuple):
    """A session that is booked or held: the minute it begins at, the number of its plan."""

    pk: int
    begins: int
    plan: int


@dataclass(frozen=True, slots=True)
class Kind:
    """What a plan says of rests: who may take the needles out, and whose needles they are.

    ``needs`` is None where a role of it is none of its service's any more; ``rests`` count from
    the beginning of the session.
    """

    needs: tuple[Need, ...] | None
    needling: frozenset[str]
    rests: tuple[Span, ...]


class Rest(NamedTuple):
    """One rest of a session on one day."""

    pk: int
    plan: int
    span: Span


def crowded(
    centre: Centre, there: Hours, plans: Sequence[Plan], promised: Sequence[Promised]
) -> set[int]:
    """Return the sessions that may rest against the rule, and all that rest at the same time."""
    kinds = _kinds(plans)
    days, suspect = _by_day(there, kinds, promised)
    for day, rests in days.items():
        suspect |= _unattended(there, day, rests, kinds, centre.most_resting)
    if centre.most_needled:
        persons = _persons(kinds, {one.pk: one.plan for one in promised})
        for rests in days.values():
            suspect |= _in_full_hands(rests, persons, centre.most_needled)
    return suspect | {pk for rests in days.values() for pk in _beside(rests, suspect)}


def _by_day(
    there: Hours, kinds: Sequence[Kind], promised: Sequence[Promised]
) -> tuple[dict[date, list[Rest]], set[int]]:
    """Return all rests by local day, and the sessions that rest over a midnight."""
    days: dict[date, list[Rest]] = defaultdict(list)
    over: set[int] = set()
    resting = [one for one in promised if kinds[one.plan].rests]
    if not resting:
        return days, over
    first = local_time(min(one.begins for one in resting), there.zone).date()
    last = local_time(max(one.begins for one in resting), there.zone).date()
    known = [first + timedelta(days=step) for step in range((last - first).days + 4)]
    midnights = [midnight(day, there.zone) for day in known]
    for one in resting:
        for rest in kinds[one.plan].rests:
            span = Span(one.begins + rest.start, one.begins + rest.end)
            at = bisect_right(midnights, span.start) - 1
            days[known[at]].append(Rest(one.pk, one.plan, span))
            if span.end > midnights[at + 1]:
                days[known[at + 1]].append(Rest(one.pk, one.plan, span))
                over.add(one.pk)
    return days, over


def _kinds(plans: Sequence[Plan]) -> list[Kind]:
    roles: dict[int, dict[str, Need]] = defaultdict(dict)
    for role in ServiceRole.objects.filter(service__in={pk for pk, _ in plans}):
        roles[role.service_id][role.key] = need_of(role)
    found = []
    for pk, plan in plans:
        phases, known = planned(plan), roles[pk]
        out = out_roles(phases)
        needs = tuple(known[key] for key in out & known.keys() if known[key].is_person)
        rests = tuple(rests_of(EPOCH, plan))
        found.append(Kind(needs if out <= known.keys() else None, needling_roles(phases), rests))
    return found


def _unattended(
    there: Hours, day: date, rests: Sequence[Rest], kinds: Sequence[Kind], most: int | None
) -> set[int]:
    """Return whose rest some need of theirs leaves with too few, were it the only one."""
    found = {one.pk for one in rests if kinds[one.plan].needs is None}
    needs = {need for one in rests for need in kinds[one.plan].needs or ()}
    for need in needs:
        spans = [one.span for one in rests]
        bad = [one.span for one in broken(spans, _trained(there, day, need, spans, most), most)]
        found |= {
            one.pk
            for one in rests
            if need in (kinds[one.plan].needs or ()) and _meets_any(one.span, bad)
        }
    return found


def _trained(
    there: Hours, day: date, need: Need, spans: Sequence[Span], most: int | None
) -> list[list[Span]]:
    """Return when those who may fill a need are in the house; enough of them for all rests."""
    begins = midnight(day, there.zone)
    axis = Axis(begins, max(one.end for one in spans) - begins + DAY_MIN)
    hull = min(one.start for one in spans), max(one.end for one in spans)
    peak = max(one.resting for one in stretches(spans, []))
    wanted = -(-peak // most) if most else 1
    found = []
    for row in there.active:
        if is_able(row, need) and there.papers.reach(row.pk, need, begins + 1):
            house = there.house([row], day)
            if any(_meets(away, hull) for away in house[1][key_of(row.pk)]):
                found.append(in_house(axis, row.pk, house))
                continue
            opened = house[0][key_of(row.pk)]
            found.append(opened)
            wanted -= any(one.start <= hull[0] and hull[1] <= one.end for one in opened)
            if not wanted:
                break
    return found


def _persons(kinds: Sequence[Kind], plan_of: Mapping[int, int]) -> dict[int, list[int]]:
    """Return by session whose needles rest in it."""
    keys = {key for kind in kinds for key in kind.needling}
    rows = SessionRole.objects.filter(session__in=plan_of, key__in=keys)
    found: dict[int, list[int]] = defaultdict(list)
    for session_id, key, resource_id in rows.values_list("session", "key", "resource"):
        if key in kinds[plan_of[session_id]].needling:
            found[session_id].append(resource_id)
    return found


def _in_full_hands(
    rests: Sequence[Rest], persons: Mapping[int, Sequence[int]], most: int
) -> set[int]:
    """Return whose rest is one of more than ``most`` with the same person's needles."""
    by_person: dict[int, list[Rest]] = defaultdict(list)
    for one in rests:
        for person in persons.get(one.pk, ()):
            by_person[person].append(one)
    found = set()
    for mine in by_person.values():
        if all(one.span.end <= two.span.start for one, two in pairwise(sorted(mine, key=_begins))):
            continue
        full = [one.span for one in stretches([r.span for r in mine], []) if one.resting > most]
        found |= {one.pk for one in mine if _meets_any(one.span, full)}
    return found


def _beside(rests: Sequence[Rest], suspect: set[int]) -> Iterator[int]:
    spans = [one.span for one in rests if one.pk in suspect]
    return (one.pk for one in rests if _meets_any(one.span, spans))


def _meets_any(one: Span, others: Iterable[Span]) -> bool:
    return any(_meets(one, (other.start, other.end)) for other in others)


def _meets(one: Span, hull: tuple[int, int]) -> bool:
    return one.start < hull[1] and hull[0] < one.end


def _begins(one: Rest) -> int:
    return one.span.start
