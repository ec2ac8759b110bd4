"""Somebody to take the needles out: who may, who rests, and when one more may rest.

Trained is whoever may fill a person's role in a phase in which needles come out. Needles rest in
a ``rest`` phase that such a phase follows. The rule itself is ``core.scheduling.removers``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from ashi.apps.bookings.fitness import Fitness
from ashi.apps.bookings.models import Session, SessionRole, Visit
from ashi.apps.bookings.offers import (
    Need,
    Offer,
    PlannedPhase,
    needling_roles,
    planned,
    resting_phases,
)
from ashi.apps.centres.models import PEOPLE, Centre, PhaseKind, Resource
from ashi.core.scheduling.axis import Axis, Span, minute_of
from ashi.core.scheduling.bits import mask_of, spans_of
from ashi.core.scheduling.removers import one_more
from ashi.core.scheduling.resources import ResourceId

Spans = Mapping[ResourceId, Iterable[Span]]


def removers_of(offer: Offer) -> tuple[Need, ...]:
    """Return the roles of people who are there when needles come out; empty where none rest."""
    if not resting_phases(offer.phases):
        return ()
    out = out_roles(offer.phases)
    return tuple(need for need in offer.needs if need.key in out and need.is_person)


def out_roles(phases: Iterable[PlannedPhase]) -> frozenset[str]:
    """Return the roles that are there when needles come out."""
    return frozenset(
        role for phase in phases if phase.kind == PhaseKind.OUT for role in phase.roles
    )


def rests_of(starts_at: datetime, plan: Sequence[Mapping[str, Any]]) -> list[Span]:
    """Return when needles rest in a session as it was promised."""
    kinds = [phase["kind"] for phase in plan]
    begins = minute_of(starts_at)
    return [
        Span(begins + phase["start_min"], begins + phase["start_min"] + phase["minutes"])
        for at, phase in enumerate(plan)
        if phase["kind"] == PhaseKind.REST and PhaseKind.OUT in kinds[at + 1 :]
    ]


def resting(
    centre: Centre, first: datetime, last: datetime, not_session: int | None = None
) -> list[tuple[int, Span]]:
    """Return (session, span) of every rest promised between two moments; one query."""
    return resting_within(centre, [(first, last)], not_session)


def resting_within(
    centre: Centre,
    stretches: Sequence[tuple[datetime, datetime]],
    not_session: int | None = None,
) -> list[tuple[int, Span]]:
    """Return (session, span) of every rest promised in any of some stretches; one query."""
    live = Visit.objects.filter(
        Q(status=Visit.Status.BOOKED) | Q(status=Visit.Status.HELD, hold_expires_at__gt=Now()),
        session=OuterRef("pk"),
    )
    touching = reduce(or_, (Q(starts_at__lt=last, ends_at__gt=first) for first, last in stretches))
    rows = Session.objects.filter(touching, Exists(live), centre=centre, cancelled_at=None).exclude(
        pk=not_session or 0
    )
    return [
        (pk, span)
        for pk, starts_at, plan in rows.values_list("pk", "starts_at", "plan")
        for span in rests_of(starts_at, plan)
    ]


def needled(
    centre: Centre,
    stretches: Sequence[tuple[datetime, datetime]],
    not_session: int | None = None,
) -> list[tuple[int, int, Span]]:
    """Return (session, person, span) of every rest with that person's needles; two queries."""
    rests: dict[int, list[Span]] = {}
    for session_id, span in resting_within(centre, stretches, not_session):
        rests.setdefault(session_id, []).append(span)
    filled = SessionRole.objects.filter(session__in=rests, resource__kind__in=PEOPLE)
    rows = filled.values_list("session", "session__plan", "key", "resource")
    return [
        (session_id, person, span)
        for session_id, plan, key, person in rows
        if key in needling_roles(planned(plan))
        for span in rests[session_id]
    ]


def own_rest(
    axis: Axis, rests: Iterable[tuple[int, int, Span]], most: int | None
) -> dict[ResourceId, int]:
    """Return for each person the minutes in which one more may rest with their needles in."""
    if most is None:
        return {}
    by_person: dict[int, list[Span]] = {}
    for _session, person, span in rests:
        by_person.setdefault(person, []).append(span)
    always = [[Span(axis.origin, axis.origin + axis.length)]]
    return {
        ResourceId(str(person)): one_more(axis, spans, always, most)
        for person, spans in by_person.items()
    }


def may_rest(
    offer: Offer,
    fitness: Fitness,
    rows: Iterable[Resource],
    house: tuple[Spans, Spans],
    others: Sequence[Span],
    most: int | None,
) -> int | None:
    """Return the minutes in which one more visit of this offer may rest; None: it has no rest.

    Parameters
    ----------
    house : when each resource is open, and when it is away; who is busy is still in the house
    others : when other patients rest
    """
    if not removers_of(offer):
        return None
    trained = trained_in_house(offer, fitness, rows, house)
    return one_more(fitness.axis, others, trained, most)


def trained_in_house(
    offer: Offer, fitness: Fitness, rows: Iterable[Resource], house: tuple[Spans, Spans]
) -> list[list[Span]]:
    """Return for each who may take needles out of this offer when they are in the house."""
    needs = removers_of(offer)
    return [
        in_house(fitness.axis, row.pk, house, fitness.lapses(row))
        for row in rows
        if any(fitness.fits(row, need) for need in needs)
    ]


def in_house(
    axis: Axis, pk: int, house: tuple[Spans, Spans], lapsed: Collection[Span] = ()
) -> list[Span]:
    """Return when somebody is in the house, busy or not."""
    key = ResourceId(str(pk))
    opened, away = house
    there = mask_of(axis, opened.get(key, ()))
    return spans_of(axis, there & ~mask_of(axis, [*away.get(key, ()), *lapsed]))


def one_at_a_time(centre: Centre, day: int) -> None:
    """Let those who book needles on one day at a centre that limits them queue, till the end.

    Taken after the locks of resources, so that nobody who has it waits for those.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [centre.pk, day])
