"""What became of each backup that Ashi made by itself."""

from django.db import models
from django.db.models import Q


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
