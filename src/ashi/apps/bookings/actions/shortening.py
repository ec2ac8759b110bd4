"""Begin a visit late and end it sooner: its phases shortened, or left out, by their rules."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import (
    PhaseRuleError,
    SlotTakenError,
    VisitChangedError,
    VisitNotOpenError,
)
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.occupying import free, lock_resources, lock_visits, retire_expired_holds
from ashi.apps.bookings.placing import attempt
from ashi.apps.bookings.rules import check_may_book
from ashi.apps.bookings.shifting import (
    Course,
    live_of,
    promised_course,
    take_what_is_free,
    who_stands_in_the_way,
)
from ashi.apps.centres.models import ServicePhase
from ashi.core.scheduling.shortening import Elastic

Plan = Sequence[Mapping[str, Any]]


def elastic_of(session: Session) -> list[Elastic]:
    """Return a session's phases as promised, each with the rule its service now has for it.

    A phase that has been written anew since is known by its kind, where there is one of it.
    """
    rows = list(session.service.phases.all())
    by_key = {row.key: row for row in rows}
    kinds = [row.kind for row in rows]
    by_kind = {row.kind: row for row in rows if kinds.count(row.kind) == 1}
    return [
        _elastic(phase["minutes"], by_key.get(phase["key"]) or by_kind.get(phase["kind"]))
        for phase in session.plan
    ]


def _elastic(minutes: int, rule: ServicePhase | None) -> Elastic:
    if rule is None:
        return Elastic(minutes)
    return Elastic(minutes, rule.least_min, rule.may_be_left_out)


def shorten_visit(
    *, by: Actor, visit_id: int, version: int, starts_at: datetime, minutes: Sequence[int]
) -> Visit:
    """Let a visit begin at ``starts_at`` and each of its phases last so many minutes.

    Where it still meets what is booked after it, that stays as it is.

    Raises
    ------
    PhaseRuleError
        A phase would be shorter than its rule, longer than it was, or left out though needed.
    VisitChangedError, VisitNotOpenError, NotAllowedError
    """

    def change(session: Session) -> Plan:
        rules = elastic_of(session)
        if len(rules) != len(minutes):
            raise VisitChangedError(version=version)
        for rule, length in zip(rules, minutes, strict=True):
            if not _is_allowed(rule, length):
                raise PhaseRuleError(minutes=length)
        return shortened(session.plan, minutes)

    return attempt(lambda: _lay(by, visit_id, version, (starts_at, change), strict=False))


def lengthen_visit(
    *, by: Actor, visit_id: int, version: int, starts_at: datetime, plan: Plan
) -> Visit:
    """Put a shortened visit back to the start and the plan that it had.

    Raises
    ------
    SlotTakenError
        Somebody has part of the old time meanwhile.
    VisitChangedError, VisitNotOpenError, NotAllowedError
    """
    return attempt(lambda: _lay(by, visit_id, version, (starts_at, lambda _one: plan), strict=True))


def _is_allowed(rule: Elastic, length: int) -> bool:
    if length == 0:
        return rule.may_go
    least = rule.minutes if rule.least is None else min(rule.least, rule.minutes)
    return least <= length <= rule.minutes


def shortened(plan: Plan, minutes: Sequence[int]) -> list[dict[str, Any]]:
    """Return a plan with phases of other lengths; what has none is left out."""
    kept: list[dict[str, Any]] = []
    start = 0
    for phase, length in zip(plan, minutes, strict=True):
        if not length:
            continue
        check = phase.get("check_after_min")
        kept.append(
            {
                **phase,
                "minutes": length,
                "start_min": start,
                "check_after_min": check if check and check < length else None,
            }
        )
        start += length
    return kept


def _lay(
    by: Actor, visit_id: int, version: int, how: tuple[datetime, Any], *, strict: bool
) -> Visit:
    """Lay a visit out anew under the locks."""
    starts_at, change = how
    session = Session.objects.select_related("centre", "service").get(visits=visit_id)
    check_may_book(by, session.centre)
    locked = {row.resource_id for row in live_of(session)}
    locked |= set(session.roles.values_list("resource_id", flat=True))
    lock_resources(locked)
    retire_expired_holds(locked)
    [visit] = lock_visits([visit_id])
    if visit.version != version:
        raise VisitChangedError(version=visit.version)
    if visit.status != Visit.Status.BOOKED or visit.session.places > 1:
        raise VisitNotOpenError(status=visit.status)
    session = visit.session
    was, before = session.starts_at, sum(phase["minutes"] for phase in session.plan)
    session.plan = list(change(session))
    length = sum(phase["minutes"] for phase in session.plan)
    session.starts_at, session.ends_at = starts_at, starts_at + timedelta(minutes=length)
    session.version += 1
    resource = visit.patient.resource_id if visit.patient else None
    course = promised_course(session, visit.pk if resource else None, resource)
    if strict and _is_taken(course):
        raise SlotTakenError(start=starts_at.isoformat())
    free(session)
    session.save()
    take_what_is_free(course)
    visit.version += 1
    visit.save(update_fields=["version"])
    record(
        by=by,
        action="visit.lengthen" if strict else "visit.shorten",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail={
            "from": was.isoformat(),
            "to": starts_at.isoformat(),
            "minutes": [before, length],
        },
    )
    return visit


def _is_taken(course: Course) -> bool:
    pk = course.session.pk
    return bool(who_stands_in_the_way({pk: (*course.things, *course.patient)}, {pk}))
