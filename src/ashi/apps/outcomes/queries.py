"""What is open, missing and answered; a correction stands in place of what it corrects."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from ashi.apps.outcomes.models import Asking, Response

# How long a set that was not answered stands on the desk's list after its window closed.
STILL_LISTED = timedelta(days=14)


def unanswered(centre_id: int, now: datetime) -> QuerySet[Asking]:
    """Return the sets of a centre that are open or were missed lately, the oldest window first."""
    return (
        Asking.objects.filter(
            centre=centre_id,
            answered_at__isnull=True,
            withdrawn_at__isnull=True,
            opens_at__lte=now,
            closes_at__gt=now - STILL_LISTED,
        )
        .select_related("patient", "visit__session")
        .annotate(begun=Exists(Response.objects.filter(asking=OuterRef("pk"))))
        .order_by("closes_at", "pk")
    )


def standing(patient_id: int) -> QuerySet[Response]:
    """Return the sent answers of a patient that nobody corrected, in the order of their days."""
    return (
        Response.objects.filter(
            patient=patient_id, submitted_at__isnull=False, corrected_by__isnull=True
        )
        .select_related("asking", "by", "corrects")
        .order_by("answered_on", "submitted_at", "pk")
    )


def missed(patient_id: int, now: datetime) -> QuerySet[Asking]:
    """Return the sets whose window closed without an answer."""
    return Asking.objects.filter(
        patient=patient_id,
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
        closes_at__lte=now,
    ).order_by("opens_at", "pk")


def open_now(patient_ids: Iterable[int], now: datetime) -> QuerySet[Asking]:
    """Return the sets that patients can answer in time now, those that close first in front."""
    return (
        Asking.objects.filter(Q(opens_at__lte=now, closes_at__gt=now), patient__in=patient_ids)
        .filter(answered_at__isnull=True, withdrawn_at__isnull=True)
        .select_related("centre")
        .order_by("closes_at", "pk")
    )
