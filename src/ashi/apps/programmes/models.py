"""The home programme of a patient in all its versions, and what came back.

A change makes a new version: who gave what stays readable. What a patient answers is only added;
of several answers to one exercise on one day the latest counts.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ashi.apps.centres.models import Centre
from ashi.apps.patients.models import Patient


class Programme(models.Model):
    """One version. ``series`` stays the same through all versions and is what a link names."""

    series = models.UUIDField(default=uuid4)
    version = models.PositiveSmallIntegerField(default=1)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="programmes")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="programme_version_once"),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(replaced_at__isnull=True),
                name="programme_one_live",
            ),
            models.CheckConstraint(
                name="programme_ends_after_it_begins",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
            ),
        ]


class Item(models.Model):
    """One exercise of a version with its dose; ``exercise`` is an id of the library."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=8)
    sets = models.PositiveSmallIntegerField(default=0)
    reps = models.PositiveSmallIntegerField(default=0)
    hold_s = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    times_per_day = models.PositiveSmallIntegerField(default=1)
    days_per_week = models.PositiveSmallIntegerField(default=7)

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "exercise"], name="item_exercise_once"),
            models.CheckConstraint(
                name="item_some_days",
                condition=Q(days_per_week__gte=1, days_per_week__lte=7, times_per_day__gte=1),
            ),
        ]


class Report(models.Model):
    """What a patient answered; ``id`` is made where it was tapped, so a repeat is known."""

    class Answer(models.TextChoices):
        """One tap."""

        DONE = "done"
        PARTLY = "partly"
        PAIN = "pain"

    id = models.UUIDField(primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    exercise = models.CharField(max_length=8)
    day = models.DateField()
    answer = models.CharField(max_length=6, choices=Answer.choices)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-day"], name="report_latest")]
