"""Reads: what was booked over something else on purpose, by whom and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from ashi.apps.accounts.models import User
from ashi.apps.bookings.models import Occupancy, Override, Session
from ashi.apps.centres.models import Centre

MOST = 500  # chosen: more than a month of a busy centre; a longer list is asked for in parts


@dataclass(frozen=True, slots=True)
class Overridden:
    """One act: ``rows`` are what was taken twice; ``over`` says when all of it had ended."""

    session: Session
    by: User
    at: datetime
    reason: str
    rows: tuple[Occupancy, ...]
    over: datetime | None


def overrides_between(centre: Centre, first: datetime, last: datetime) -> list[Overridden]:
    """Return up to ``MOST`` overrides of a centre that were made in [first, last), newest first.

    Several things taken twice by one act are one entry.
    """
    found = (
        Override.objects.filter(session__centre=centre, at__gte=first, at__lt=last)
        .select_related("session__service", "by", "occupancy__resource")
        .prefetch_related("session__visits__patient")
        .order_by("-at", "-pk")
    )
    acts: dict[tuple[int, int, str, datetime], list[Override]] = defaultdict(list)
    for one in found[: MOST * 4]:
        minute = one.at.replace(second=0, microsecond=0)
        acts[one.session_id, one.by_id, one.reason, minute].append(one)
    return [_act(many) for many in list(acts.values())[:MOST]]


def _act(many: list[Override]) -> Overridden:
    one = many[0]
    ends = [each.ended_at for each in many]
    over = None if None in ends else max(end for end in ends if end is not None)
    rows = sorted((each.occupancy for each in many), key=lambda row: (row.during.lower, row.pk))
    return Overridden(one.session, one.by, one.at, one.reason, tuple(rows), over)
