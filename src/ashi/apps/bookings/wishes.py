"""Who waits for a time, and the times that come free."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ashi.apps.centres.models import Centre, Resource, Service
from ashi.apps.patients.models import Patient


class Wish(models.Model):
    """Somebody who wants a time: the waiting list."""

    class State(models.TextChoices):
        """Where the wish stands."""

        OPEN = "open"
        MET = "met"
        WITHDRAWN = "withdrawn"

    class Urgency(models.IntegerChoices):
        """How soon it must be, by the desk's word."""

        USUAL = 0
        SOON = 1
        URGENT = 2

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="wishes")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="wished_times")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    from_min = models.PositiveSmallIntegerField(null=True, blank=True)
    to_min = models.PositiveSmallIntegerField(null=True, blank=True)
    not_before = models.DateField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(
        choices=Urgency.choices, default=Urgency.USUAL, db_default=Urgency.USUAL
    )
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    visit = models.ForeignKey(
        "bookings.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )


class FreedTime(models.Model):
    """A time that a cancelled or moved visit gave back; open until nobody is left to ask."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="freed_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="freed_in_order", condition=Q(ends_at__gt=F("starts_at")))
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(closed_at__isnull=True), name="freed_open")
        ]
