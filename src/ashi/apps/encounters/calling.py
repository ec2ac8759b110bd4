"""Whom to phone because of an absence or a closure, who does, and what came of each try."""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Absence, Centre, Closure, Resource


class CallList(models.Model):
    """Whom to phone because somebody or something is not there; no ``resource``: all is closed."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, related_name="+")
    during = DateTimeRangeField()
    reason = models.CharField(max_length=12)
    absence = models.OneToOneField(Absence, on_delete=models.SET_NULL, null=True, related_name="+")
    closure = models.OneToOneField(Closure, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )


class ListedCall(models.Model):
    """One visit on a call list: who phones now, and what came of the last try.

    ``starts_at`` is when the visit was to begin when it was listed. Open until the patient knows.
    """

    class Outcome(models.TextChoices):
        """What came of a try; the first three end the call."""

        TOLD = "told"
        MOVED = "moved"
        CANCELLED = "cancelled"
        NO_ANSWER = "no-answer"
        LEFT_WORD = "left-word"

    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="calls")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="listed_calls")
    starts_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call_list", "visit"], name="listed_call_once"),
            models.CheckConstraint(
                name="listed_call_claimed_who_and_when",
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
        ]


class CallTry(models.Model):
    """That somebody phoned a patient, and what came of it. The page makes the id."""

    id = models.UUIDField(primary_key=True)
    calls = models.ManyToManyField(ListedCall, related_name="tries")
    outcome = models.CharField(max_length=10, choices=ListedCall.Outcome.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
