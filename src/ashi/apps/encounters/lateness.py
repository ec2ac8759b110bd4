"""Who was told that it gets later, and days whose rest was moved by one act."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre, Resource


class LateNote(models.Model):
    """That somebody was told their visit begins later: about when, by which way, by whom."""

    class Way(models.TextChoices):
        """How they were told."""

        EMAIL = "email"
        PHONE = "phone"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="late_notes")
    about = models.DateTimeField()
    way = models.CharField(max_length=8, choices=Way.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "about", "way"], name="late_note_once"),
        ]


class LateRun(models.Model):
    """The rest of somebody's day, moved by one act. The browser makes the id: a repeat is one.

    ``going`` are sessions that went on meanwhile and kept what they take as things went.
    """

    id = models.UUIDField(primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    going = ArrayField(models.BigIntegerField(), default=list, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["centre", "-at"], name="late_run_of_centre")]


class LateMove(models.Model):
    """One visit that a late run moved; ``version`` is the visit's after it, ``back`` undone.

    ``was_roles`` says by role who filled it before, where another person or room took over.
    """

    run = models.ForeignKey(LateRun, on_delete=models.PROTECT, related_name="moves")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="late_moves")
    was = models.DateTimeField()
    to = models.DateTimeField()
    version = models.PositiveIntegerField()
    back = models.BooleanField(default=False)
    was_roles = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "visit"], name="late_move_once"),
            models.CheckConstraint(
                name="late_move_moves", condition=~Q(was=F("to")) | Q(was_roles__isnull=False)
            ),
        ]
