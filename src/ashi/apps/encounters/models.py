"""What happened: steps that no constraint may refuse, bells, needles not accounted for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre, Resource
from ashi.apps.encounters.calling import CallList, CallTry, ListedCall
from ashi.apps.encounters.lateness import LateMove, LateNote, LateRun
from ashi.apps.patients.models import FactValue

# For Django, which looks for models here:
__all__ = ["CallList", "CallTry", "LateMove", "LateNote", "LateRun", "ListedCall"]


class StepKind(models.TextChoices):
    """What can happen in a visit, in its usual order."""

    ARRIVE = "arrive"
    START = "start"
    NEEDLES_IN = "needles-in"
    CHECK = "check"
    MORE_TIME = "more-time"
    NEEDLES_OUT = "needles-out"
    EXERCISE = "exercise"
    LEAVE = "leave"
    UNDO = "undo"


class StepSource(models.TextChoices):
    """Where a step comes from: pressed as it happened, or entered later and from what."""

    LIVE = "live"
    OFFLINE = "offline"
    PAPER = "paper"


class Step(models.Model):
    """One thing that happened; append-only. The client makes the id: a repeat is the same row.

    ``claimed_at`` is what a device without connection gave as the time, where that could not be.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    needles = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    visit_version = models.PositiveIntegerField(default=1)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(
        max_length=8, choices=StepSource.choices, default=StepSource.LIVE, db_default="live"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="step_source_is_known", condition=Q(source__in=StepSource.values)
            ),
            models.CheckConstraint(
                name="step_claim_is_a_devices",
                condition=Q(claimed_at__isnull=True) | Q(source="offline"),
            ),
            models.CheckConstraint(
                name="step_needles_are_counted",
                condition=~Q(kind__in=["needles-in", "needles-out"]) | Q(needles__isnull=False),
            ),
            models.CheckConstraint(
                name="step_undo_names_a_step", condition=~Q(kind="undo") | Q(undoes__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["visit", "occurred_at"], name="step_of_visit")]


class Bell(models.Model):
    """Needles due out: rung until somebody takes it. One row per visit and due time set."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="bells")
    due_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    called = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(closed_at__isnull=True), name="bell_one_open_a_visit"
            ),
            models.CheckConstraint(
                name="bell_taken_who_and_when",
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True), name="bell_open"),
        ]


class NeedleIncident(models.Model):
    """Needles in and out do not agree; open until somebody says what became of each."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="needle_incidents")
    counted_in = models.PositiveSmallIntegerField()
    counted_out = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    emergency = models.BooleanField(default=False)
    last_seen = models.CharField(max_length=300, blank=True)
    found_where = models.CharField(max_length=300, blank=True)
    patient_called = models.CharField(
        max_length=8, choices=FactValue.choices, default=FactValue.UNKNOWN
    )
    accounted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incident_closed_who_and_why",
                condition=Q(closed_at__isnull=True)
                | (Q(closed_by__isnull=False) & ~Q(resolution="")),
            ),
            models.CheckConstraint(
                name="incident_counts_differ", condition=~Q(counted_in=F("counted_out"))
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(closed_at__isnull=True),
                name="incident_one_open_a_visit",
            ),
        ]


class SecondCount(models.Model):
    """Needles counted out once, where the centre has somebody else count them again.

    ``counted_in`` and ``counted_out`` are the sums after the first count. Open until somebody else
    counts (``counted``), says why nobody does (``why``), or the sums change under it.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="second_counts")
    counted_in = models.PositiveSmallIntegerField()
    counted_out = models.PositiveSmallIntegerField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    emergency = models.BooleanField(default=False)
    counted = models.PositiveSmallIntegerField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    why = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(closed_at__isnull=True),
                name="second_count_one_open_a_visit",
            ),
            models.CheckConstraint(
                name="second_count_who_and_when",
                condition=Q(counted__isnull=True) | Q(by__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="second_count_by_another",
                condition=Q(counted__isnull=True) | Q(first_by__isnull=True) | ~Q(by=F("first_by")),
            ),
        ]


class RoomStep(models.Model):
    """A room that is to be prepared, or is ready again; append-only."""

    class Kind(models.TextChoices):
        """The two states a room moves between."""

        TO_PREPARE = "to-prepare"
        READY = "ready"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="room_steps")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["resource", "-occurred_at"], name="room_step_latest")]


class BoardPresence(models.Model):
    """A screen that shows the staff's pages: whose, since when, and whether it can be heard."""

    id = models.UUIDField(primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=60, blank=True)
    armed = models.BooleanField(default=False)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["centre", "-last_seen"], name="presence_of_centre")]


class CallBack(models.Model):
    """A patient who must be phoned now, because of something answered at home.

    What it was stays in the record; the desk sees only whom to call.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    told = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(closed_at__isnull=True),
                name="call_back_one_open_a_visit",
            ),
        ]
