"""Visits booked by one act, which belong together, and what changed many of them at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ashi.apps.centres.models import Centre


class Series(models.Model):
    """Visits that were booked together. The browser makes the id: a repeated press is one.

    ``every_weeks`` is empty where no rule made the times: the visits of a course.
    """

    id = models.UUIDField(primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="series")
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="series_every_week_or_more",
                condition=Q(every_weeks__isnull=True) | Q(every_weeks__gte=1),
            ),
        ]


class SeriesVisit(models.Model):
    """A visit's place in a series: when it is due by it.

    A visit that begins at another time than it is due was moved by itself: an exception.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="visits")
    visit = models.OneToOneField("bookings.Visit", on_delete=models.PROTECT, related_name="repeats")
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["series", "due_at"], name="series_visits_due")]


class SeriesChange(models.Model):
    """Many visits of a series moved, cancelled or added by one act. The browser makes the id.

    ``letters`` is to how many it was told.
    """

    class Act(models.TextChoices):
        """What became of the visits."""

        MOVE = "move"
        CANCEL = "cancel"
        EXTEND = "extend"

    id = models.UUIDField(primary_key=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="changes")
    act = models.CharField(max_length=8, choices=Act.choices)
    letters = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="series_change_undone_when",
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["series", "-at"], name="series_changes_newest")]


class ChangedVisit(models.Model):
    """One visit that a change touched: where and when due it was and is, and who filled what.

    A visit whose ``to`` is ``was`` stayed, and only when it is due by its series changed.
    ``version`` is the visit's after the change.
    """

    change = models.ForeignKey(SeriesChange, on_delete=models.CASCADE, related_name="visits")
    visit = models.ForeignKey(
        "bookings.Visit", on_delete=models.PROTECT, related_name="series_changes"
    )
    was = models.DateTimeField()
    to = models.DateTimeField()
    was_due = models.DateTimeField()
    due = models.DateTimeField()
    roles = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    back = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "visit"], name="changed_visit_once"),
        ]
