"""Conflicts that somebody chose to leave as they are, as long as nothing about them changes."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from ashi.apps.centres.models import Centre


class LeftConflict(models.Model):
    """That a session was left as it is although something speaks against it, by whom and why.

    ``mark`` is that of the conflict as it was seen: with any other the session is in conflict
    again. ``causes`` are the codes of what spoke against it, ``version`` the session's then.
    """

    session = models.ForeignKey(
        "bookings.Session", on_delete=models.PROTECT, related_name="left_conflicts"
    )
    mark = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    causes = models.JSONField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="left_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at__isnull=True), name="left_once_a_session"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="left_by_time")]

    @property
    def stands(self) -> bool:
        """Tell whether nobody has taken it back and the visit is where it was."""
        same = self.session.version == self.version and self.session.cancelled_at is None
        return self.ended_at is None and same


def left_marks(session_ids: Collection[int]) -> dict[int, LeftConflict]:
    """Return what is left as it is, by session; one query."""
    rows = LeftConflict.objects.filter(session__in=session_ids, ended_at=None).select_related("by")
    return {one.session_id: one for one in rows}


def left_between(centre: Centre, first: datetime, last: datetime) -> QuerySet[LeftConflict]:
    """Return what was left as it is at a centre in [first, last), newest first."""
    return (
        LeftConflict.objects.filter(session__centre=centre, at__gte=first, at__lt=last)
        .select_related("session__service", "by")
        .prefetch_related("session__visits__patient")
        .order_by("-at", "-pk")
    )


def resources_in(rows: Iterable[LeftConflict]) -> set[int]:
    """Return the resources that the causes are about."""
    return {one["resource"] for row in rows for one in row.causes if one["resource"]}
