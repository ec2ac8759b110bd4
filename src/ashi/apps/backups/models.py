"""What became of each backup that Ashi made by itself."""

from django.db import models
from django.db.models import Q


class Cause(models.TextChoices):
    """What was in the way of a backup, or is wrong with its file; each has a cure in words."""

    NONE = ""
    FULL = "full"
    DENIED = "denied"
    KEY = "key"
    DIFFERENT = "different"
    DATABASE = "database"
    PROGRAM = "program"
    GONE = "gone"
    CHANGED = "changed"
    UNSUMMED = "unsummed"
    CUT_OFF = "cut-off"
    OTHER = "other"


class BackupRun(models.Model):
    """One try at a backup of the whole installation; it belongs to no single centre.

    ``checked`` says whether it was restored into another database and compared there before it
    was sealed. A run without ``ended_at`` was cut off, or is at work.
    """

    class Checked(models.TextChoices):
        """Whether it was tried out."""

        NOT = ""
        RESTORED = "restored"
        NOT_ALLOWED = "not-allowed"

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    good = models.BooleanField(default=False)
    file = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    checked = models.CharField(max_length=12, choices=Checked.choices, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="backup_good_has_ended",
                condition=Q(good=False) | Q(ended_at__isnull=False, fault=""),
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(good=True), name="backup_good_newest"),
        ]


class BackupOrder(models.Model):
    """A backup, or a look at the newest file, that somebody asked for; the worker carries it out.

    One of a kind is open at a time. ``step`` is what the worker is at; ``busy`` says that another
    backup was being made at that moment, which is as good.
    """

    class What(models.TextChoices):
        """What is asked for."""

        MAKE = "make"
        CHECK = "check"

    class Step(models.TextChoices):
        """How far the worker is."""

        WAITS = "waits"
        WRITES = "writes"
        TRIES = "tries"
        SEALS = "seals"
        READS = "reads"

    class Outcome(models.TextChoices):
        """How it ended."""

        OPEN = ""
        DONE = "done"
        BUSY = "busy"
        FAILED = "failed"

    what = models.CharField(max_length=5, choices=What.choices)
    asked_at = models.DateTimeField()
    step = models.CharField(max_length=6, choices=Step.choices, default=Step.WAITS)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    run = models.ForeignKey(BackupRun, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="backup_order_one_open",
                fields=["what"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="backup_order_ended_has_outcome",
                condition=Q(ended_at__isnull=True, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
