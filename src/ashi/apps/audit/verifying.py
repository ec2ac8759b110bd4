"""Compare the trail with its seals: what was changed, removed, inserted or cut off, and where."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max, Min
from django.utils import timezone

from ashi.apps.audit.actions import digest_of
from ashi.apps.audit.models import Event, Head, Pending, Seal
from ashi.apps.audit.sealing import START, link
from ashi.apps.audit.signing import heads_on_file, sign

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed; ``where`` is an event's id or a sequence number."""

    what: str
    where: str


@dataclass(frozen=True)
class Report:
    """What was compared, what is wrong, and what waits for its seal."""

    sealed: int
    faults: list[Fault]
    pending: int
    oldest_pending: timedelta


def verify() -> Report:
    """Walk the whole chain. Reads each event once."""
    chains: dict[int, bytes] = {0: START}
    faults = [*_walk(chains)]
    last = max(chains)
    faults += _heads(chains, last)
    faults += [
        Fault("inserted", str(pk))
        for pk in Event.objects.exclude(pk__in=Seal.objects.values("event_id"))
        .exclude(pk__in=Pending.objects.values("event_id"))
        .values_list("pk", flat=True)
    ]
    oldest = Pending.objects.aggregate(oldest=Min("since"))["oldest"]
    return Report(
        sealed=last,
        faults=faults,
        pending=Pending.objects.count(),
        oldest_pending=timezone.now() - oldest if oldest else timedelta(),
    )


def _walk(chains: dict[int, bytes]) -> Iterator[Fault]:
    """Recompute the chain from the events themselves, filling ``chains`` by sequence."""
    chain, expected = START, 1
    last = Seal.objects.aggregate(last=Max("sequence"))["last"] or 0
    while expected <= last:
        seals = list(
            Seal.objects.filter(sequence__gte=expected, sequence__lt=expected + CHUNK).order_by(
                "sequence"
            )
        )
        events = Event.objects.in_bulk([seal.event_id for seal in seals])
        for seal in seals:
            if seal.sequence != expected:
                yield Fault("seal removed", str(expected))
            yield from _one(seal, events.get(seal.event_id))
            chain = link(chain, bytes(seal.event_digest))
            if chain != bytes(seal.chain):
                yield Fault("chain broken", str(seal.sequence))
                chain = bytes(seal.chain)  # so that one break is told once
            chains[seal.sequence], expected = chain, seal.sequence + 1
        if not seals:
            yield Fault("seal removed", str(expected))
            expected += CHUNK


def _one(seal: Seal, event: Event | None) -> Iterator[Fault]:
    if event is None:
        yield Fault("removed", str(seal.event_id))
        return
    kept, sealed = bytes(event.digest), bytes(seal.event_digest)
    if digest_of(event) != kept or kept != sealed:
        yield Fault("changed", str(event.pk))


def _heads(chains: dict[int, bytes], last: int) -> Iterator[Fault]:
    """Compare the signed heads, of the table and of the file, with the chain."""
    stored = [
        (head.sequence, bytes(head.chain), bytes(head.signature))
        for head in Head.objects.order_by("sequence")
    ]
    for sequence, chain, signature in sorted({*stored, *heads_on_file()}):
        if not hmac.compare_digest(signature, sign(sequence, chain)):
            yield Fault("head not signed by this key", str(sequence))
        elif sequence > last:
            yield Fault("cut off", str(sequence))
        elif chains.get(sequence) != chain:
            yield Fault("rewritten before", str(sequence))
