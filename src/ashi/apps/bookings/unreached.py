"""Whom no message reached, while it still matters."""

from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from ashi.apps.bookings.models import Visit
from ashi.apps.messages.models import Message


def unreached_of(centre_id: int, now: datetime) -> list[tuple[Message, datetime | None]]:
    """Return the messages to a centre's patients that were given up, and when the visit is.

    Left out is what somebody has told by phone, and what concerns a visit that has begun. The
    soonest visit comes first, what concerns none last.
    """
    starts = Visit.objects.filter(pk=OuterRef("visit_id")).values("session__starts_at")[:1]
    rows = Message.objects.filter(
        centre_id=centre_id,
        state=Message.State.GAVE_UP,
        told_at__isnull=True,
        patient_id__isnull=False,
    ).annotate(start=Subquery(starts))
    ahead = rows.filter(visit_id__isnull=True) | rows.filter(start__gt=now)
    return [
        (row, row.start) for row in ahead.order_by(F("start").asc(nulls_last=True), "created_at")
    ]
