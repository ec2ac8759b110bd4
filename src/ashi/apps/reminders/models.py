"""Which reminder of which visit was seen to, and who wants none."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.patients.models import Contact, Patient


class Reminder(models.Model):
    """That one reminder of one visit at one start was seen to: the database keeps it to one.

    ``letters`` counts the messages queued: none where nobody could be written to or wanted it,
    or where the patient was told of the start later than the reminder's moment.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="reminders")
    starts_at = models.DateTimeField()
    before_min = models.PositiveSmallIntegerField()
    letters = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "starts_at", "before_min"], name="reminder_once"
            ),
            models.CheckConstraint(name="reminder_comes_before", condition=Q(before_min__gt=0)),
        ]
        indexes = [models.Index(fields=["starts_at"], name="reminder_of_start")]


class NoReminders(models.Model):
    """Somebody who wants no reminders of visits; what is new about a visit is still told.

    ``patient`` is whose visits they want no reminders of; None is everybody they speak for, also
    whoever is added later.
    """

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="no_visit_reminders"
    )
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="no_reminders_once", fields=["contact", "patient"], nulls_distinct=False
            ),
        ]
