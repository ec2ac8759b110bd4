"""Reads of the trail: one page by keyset, all rows for a file, and where the chain stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from ashi.apps.audit.models import Event, Head, Pending
from ashi.apps.audit.signing import sign

A_PAGE = 50
A_CHUNK = 2000
REFUSED = "access.refused"
GLASS = "glass.open"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which events are asked for; None and "" leave a thing open.

    ``first`` counts, ``until`` does not. ``refused`` and ``glass`` narrow to refusals, or to
    records opened by breaking the glass.
    """

    actor_id: int | None = None
    patient_id: int | None = None
    action: str = ""
    purpose: str = ""
    first: datetime | None = None
    until: datetime | None = None
    refused: bool = False
    glass: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the trail: the last event of a page."""

    at: datetime
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Events, newest first, and from where the next page goes on (None: this was the last)."""

    events: list[Event]
    after: Mark | None


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the trail is sealed. ``head`` is the start of the chain's hash, in hex."""

    sealed: int
    sealed_at: datetime | None
    head: str
    signed: bool
    waiting: int
    oldest_wait: timedelta


def events_of(centre_id: int | None, wanted: Wanted) -> QuerySet[Event]:
    """Return the events of a centre and of the whole organisation, newest first."""
    rows = Event.objects.filter(Q(centre_id=centre_id) | Q(centre_id=None))
    exact = {
        "actor_id": wanted.actor_id,
        "patient_id": wanted.patient_id,
        "action": wanted.action or None,
        "purpose": wanted.purpose or None,
        "at__gte": wanted.first,
        "at__lt": wanted.until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    kinds = [code for code, on in ((REFUSED, wanted.refused), (GLASS, wanted.glass)) if on]
    if kinds:
        rows = rows.filter(action__in=kinds)
    return rows.order_by("-at", "-id")


def page_of(
    centre_id: int | None, wanted: Wanted, after: Mark | None = None, size: int = A_PAGE
) -> Page:
    """Return the page after a mark: one query, and never a count of what is there."""
    rows = events_of(centre_id, wanted)
    if after is not None:
        rows = rows.filter(
            Q(at__lt=after.at) | Q(at=after.at, id__lt=after.event_id), at__lte=after.at
        )
    found = list(rows[: size + 1])
    shown = found[:size]
    more = len(found) > size
    return Page(shown, Mark(shown[-1].at, shown[-1].pk) if more else None)


def chunks_of(centre_id: int | None, wanted: Wanted) -> Iterator[list[Event]]:
    """Yield all events asked for, newest first, by keyset, a few thousand at a time."""
    page = page_of(centre_id, wanted, None, A_CHUNK)
    while page.events:
        yield page.events
        if page.after is None:
            return
        page = page_of(centre_id, wanted, page.after, A_CHUNK)


def chain_state() -> ChainState:
    """Return the last head, whether this centre's key signed it, and what waits for its seal."""
    head = Head.objects.order_by("-sequence").first()
    oldest = Pending.objects.aggregate(oldest=Min("since"))["oldest"]
    return ChainState(
        sealed=head.sequence if head else 0,
        sealed_at=head.at if head else None,
        head=bytes(head.chain).hex()[:16] if head else "",
        signed=head is not None
        and compare_digest(bytes(head.signature), sign(head.sequence, bytes(head.chain))),
        waiting=Pending.objects.count(),
        oldest_wait=timezone.now() - oldest if oldest else timedelta(),
    )
