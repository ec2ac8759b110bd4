"""Lock, look again, take: how a session comes to occupy its resources.

Order of locks, always: resources by id (wholes' parts included, old and new together), then
visits by id. Whoever has the locks retires holds that have run out before anything else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models.functions import Now

from ashi.apps.bookings.models import LIVE, Occupancy, Override, Session, Visit
from ashi.apps.bookings.offers import Offer
from ashi.apps.bookings.telling import tell_lapsed
from ashi.apps.centres.models import Resource
from ashi.core.scheduling.services import Run


@dataclass(frozen=True, slots=True)
class Taking:
    """One unbroken run of phases in which a resource is taken."""

    resource_id: int
    start: datetime
    end: datetime
    phases: tuple[str, ...]

    @property
    def during(self) -> DateTimeTZRange:
        """Return the stored form, end excluded."""
        return DateTimeTZRange(self.start, self.end)


def with_parts(resource_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return for each resource itself and all its parts, however deep."""
    inside: dict[int, tuple[int, ...]] = {pk: (pk,) for pk in resource_ids}
    waiting = {pk: {pk} for pk in resource_ids}
    while waiting:
        below = defaultdict(set)
        rows = Resource.objects.filter(
            whole_id__in={pk for many in waiting.values() for pk in many}
        ).values_list("pk", "whole_id")
        for part, whole in rows:
            for top, many in waiting.items():
                if whole in many and part not in inside[top]:
                    inside[top] += (part,)
                    below[top].add(part)
        waiting = dict(below)
    return inside


def lock_resources(resource_ids: Iterable[int]) -> None:
    """Lock resource rows in id order: two bookings queue here and never deadlock further on."""
    wanted = sorted(set(resource_ids))
    list(
        Resource.objects.select_for_update(no_key=True)
        .filter(pk__in=wanted)
        .order_by("pk")
        .values_list("pk")
    )


def lock_visits(visit_ids: Iterable[int]) -> list[Visit]:
    """Lock visit rows in id order, after the resources."""
    return list(
        Visit.objects.select_for_update(of=("self",))
        .filter(pk__in=sorted(set(visit_ids)))
        .select_related("session", "session__centre", "session__service", "patient")
        .order_by("pk")
    )


def retire_expired_holds(resource_ids: Collection[int]) -> None:
    """Free what holds that have run out still occupy of these (locked) resources."""
    stale = Occupancy.objects.filter(
        live=True, expires_at__lte=Now(), resource_id__in=resource_ids
    ).values_list("session_id", flat=True)
    sessions = sorted(set(stale))
    if sessions:
        expire_sessions(sessions)


def expire_sessions(session_ids: Collection[int]) -> int:
    """Mark held visits of these sessions that have run out expired, and free what they took.

    A session left without any visit is over; its resources are free again.
    """
    held = (
        Visit.objects.select_for_update()
        .filter(
            session_id__in=session_ids,
            status=Visit.Status.HELD,
            hold_expires_at__lte=Now(),
        )
        .order_by("pk")
    )
    ended = [visit.pk for visit in held]
    Visit.objects.filter(pk__in=ended).update(status=Visit.Status.EXPIRED)
    tell_lapsed([visit.pk for visit in held if visit.asked_at])
    Occupancy.objects.filter(visit_id__in=ended, live=True).update(live=False)
    empty = Session.objects.filter(pk__in=session_ids).exclude(visits__status__in=LIVE)
    over = list(empty.values_list("pk", flat=True))
    Occupancy.objects.filter(session_id__in=over, live=True).update(live=False)
    Session.objects.filter(pk__in=over, cancelled_at__isnull=True).update(cancelled_at=Now())
    return len(ended)


def _runs(offer: Offer, keys: Collection[str]) -> list[tuple[Run, tuple[str, ...]]]:
    """Return the unbroken runs in which any of these roles is present, with their phases."""
    runs: list[tuple[Run, tuple[str, ...]]] = []
    for phase in offer.phases:
        if set(phase.roles).isdisjoint(keys):
            continue
        if runs and sum(runs[-1][0]) == phase.start_min:
            run, names = runs[-1]
            runs[-1] = (
                Run(run.offset, run.minutes + phase.minutes),
                (*names, phase.key),
            )
        else:
            runs.append((Run(phase.start_min, phase.minutes), (phase.key,)))
    return runs


def takings(
    offer: Offer,
    start: datetime,
    roles: Mapping[str, int],
    inside: Mapping[int, tuple[int, ...]],
) -> list[Taking]:
    """Return what people, rooms and machines are taken: one run each, a whole with its parts."""
    roles_of = defaultdict(set)
    for key, resource_id in roles.items():
        for part in inside.get(resource_id, (resource_id,)):
            roles_of[part].add(key)
    return [
        Taking(resource_id, *_instants(start, run), phases)
        for resource_id, keys in sorted(roles_of.items())
        for run, phases in _runs(offer, keys)
    ]


def patient_takings(offer: Offer, start: datetime, resource_id: int) -> list[Taking]:
    """Return the runs in which the patient is present."""
    marked = replace(
        offer,
        phases=tuple(
            replace(phase, roles=("patient",) if phase.patient else ()) for phase in offer.phases
        ),
    )
    return [
        Taking(resource_id, *_instants(start, run), phases)
        for run, phases in _runs(marked, {"patient"})
    ]


def _instants(start: datetime, run: Run) -> tuple[datetime, datetime]:
    begin = start + timedelta(minutes=run.offset)
    return begin, begin + timedelta(minutes=run.minutes)


def live_overlapping(wanted: Collection[Taking]) -> list[Occupancy]:
    """Return live occupancies of the resources wanted, within the hull of all their times."""
    hull = DateTimeTZRange(min(one.start for one in wanted), max(one.end for one in wanted))
    return list(Occupancy.objects.live_within({one.resource_id for one in wanted}, hull))


def _conflicts(wanted: Collection[Taking]) -> dict[int, list[Occupancy]]:
    """Return live occupancies that overlap what is wanted, guarded or not, by resource."""
    if not wanted:
        return {}
    by_resource = defaultdict(list)
    for row in sorted(live_overlapping(wanted), key=lambda one: one.during.lower):
        by_resource[row.resource_id].append(row)
    return by_resource


def occupy(
    session: Session,
    wanted: Collection[Taking],
    *,
    visit: Visit | None = None,
    expires_at: datetime | None = None,
    override: tuple[int, str] | None = None,
) -> None:
    """Write what is taken; the exclusion constraint has the last word.

    Parameters
    ----------
    override
        (user id, reason). Then only the overlapping minutes are left unguarded, each with a
        row that says against what, by whom and why; everything else stays guarded.
    """
    conflicts = _conflicts(wanted) if override else {}
    rows: list[Occupancy] = []
    against: list[tuple[Occupancy, Occupancy]] = []
    for one in wanted:
        pieces = _pieces(one, conflicts.get(one.resource_id, []))
        for during, other in pieces:
            row = Occupancy(
                resource_id=one.resource_id,
                session=session,
                visit=visit,
                during=during,
                phases=list(one.phases),
                guarded=other is None,
                expires_at=expires_at,
            )
            rows.append(row)
            if other is not None:
                against.append((row, other))
    Occupancy.objects.bulk_create(rows)
    if override:
        user_id, reason = override
        Override.objects.bulk_create(
            Override(
                session=session,
                occupancy=row,
                against=other,
                reason=reason,
                by_id=user_id,
            )
            for row, other in against
        )


def allow_rest(session: Session, override: tuple[int, str] | None) -> None:
    """Keep who let a visit rest although too few may take its needles out; against nobody."""
    row = session.occupancies.filter(live=True, visit=None).order_by("pk").first()
    if override is not None and row is not None:
        Override.objects.create(
            session=session, occupancy=row, reason=override[1], by_id=override[0]
        )


def _pieces(
    one: Taking, others: Collection[Occupancy]
) -> list[tuple[DateTimeTZRange, Occupancy | None]]:
    """Cut a run into guarded parts and parts that overlap something else."""
    pieces: list[tuple[DateTimeTZRange, Occupancy | None]] = []
    cursor = one.start
    for other in others:
        begin, end = max(other.during.lower, cursor), min(other.during.upper, one.end)
        if begin >= end:
            continue
        if cursor < begin:
            pieces.append((DateTimeTZRange(cursor, begin), None))
        pieces.append((DateTimeTZRange(begin, end), other))
        cursor = end
    if cursor < one.end:
        pieces.append((DateTimeTZRange(cursor, one.end), None))
    return pieces


def free(session: Session, visit: Visit | None = None) -> None:
    """Retire what a session took (or only one visit's patient), and restore broken guards."""
    rows = session.occupancies.filter(live=True)
    if visit is not None:
        rows = rows.filter(visit=visit)
    freed = list(rows.values_list("pk", flat=True))
    Occupancy.objects.filter(pk__in=freed).update(live=False)
    Override.objects.filter(occupancy_id__in=freed, ended_at__isnull=True).update(ended_at=Now())
    restore_guards(freed)


def restore_guards(freed: Collection[int]) -> None:
    """Guard again what was unguarded only because of the freed rows.

    A row that still overlaps something else stays unguarded; its override now names that one.
    """
    broken = Override.objects.filter(
        against_id__in=freed, ended_at__isnull=True, occupancy__live=True
    ).select_related("occupancy")
    for override in broken:
        row = override.occupancy
        other = (
            Occupancy.objects.live_within([row.resource_id], row.during).exclude(pk=row.pk).first()
        )
        if other is None:
            Occupancy.objects.filter(pk=row.pk).update(guarded=True)
            Override.objects.filter(pk=override.pk).update(ended_at=Now())
        else:
            Override.objects.filter(pk=override.pk).update(against=other)
