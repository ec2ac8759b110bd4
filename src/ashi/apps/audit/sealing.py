"""The one sealer: chains committed events in order and signs the end of the chain.

Booking never waits for it: an event is written with a row that says "pending", and the sealer,
alone by an advisory lock, links whatever is committed. What commits late is simply linked later.
"""

import hashlib
import time

from django.db import connection, transaction

from ashi.apps.audit.models import Event, Head, Pending, Seal
from ashi.apps.audit.signing import append_head, sign

LOCK = 0x6173_6869  # "ashi"; any number that nothing else locks
BATCH = 5000
EVERY_S = 1.0
START = bytes(32)


def link(before: bytes, digest: bytes) -> bytes:
    """Return the chain's hash after one more event."""
    return hashlib.sha256(before + digest).digest()


def seal_once() -> int:
    """Seal what is pending; return how many. Nothing if another sealer is at it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
        waiting = list(
            Pending.objects.order_by("since", "event_id").values_list("event_id", flat=True)[:BATCH]
        )
        if not waiting:
            return 0
        last = Seal.objects.order_by("-sequence").first()
        sequence, chain = (last.sequence, bytes(last.chain)) if last else (0, START)
        digests = dict(Event.objects.filter(pk__in=waiting).values_list("pk", "digest"))
        seals = []
        for event_id in waiting:
            digest = bytes(digests[event_id])
            sequence, chain = sequence + 1, link(chain, digest)
            seals.append(
                Seal(sequence=sequence, event_id=event_id, event_digest=digest, chain=chain)
            )
        Seal.objects.bulk_create(seals)
        signature = sign(sequence, chain)
        Head.objects.create(sequence=sequence, chain=chain, signature=signature)
        Pending.objects.filter(pk__in=waiting).delete()
    append_head(sequence, chain, signature)
    return len(seals)


def run_forever() -> None:
    """Seal every second until the process ends; a full batch is followed at once by the next."""
    while True:
        if seal_once() < BATCH:
            time.sleep(EVERY_S)
