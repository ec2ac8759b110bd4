"""Shared tablets, the PINs by which people change on them, and records opened for a reason."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ashi.apps.centres.models import Centre


class Tablet(models.Model):
    """A device that the owner enrolled. Its token is in its cookie; here is only the digest."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="tablets")
    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32, unique=True)
    enrolled_at = models.DateTimeField(default=timezone.now)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tablet_revoked_when_and_who",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["centre", "name"],
                condition=Q(revoked_at__isnull=True),
                name="tablet_name_once",
            ),
        ]

    def __str__(self) -> str:
        """Return the name the owner gave it."""
        return self.name

    @property
    def today(self) -> date:
        """Return the day it is where the tablet stands."""
        return timezone.localdate(timezone=ZoneInfo(self.centre.zone))


class Pin(models.Model):
    """What somebody types to take over a tablet; hashed as passwords are."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pin"
    )
    digest = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=timezone.now)
    misses = models.PositiveSmallIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)


class FullSignIn(models.Model):
    """That somebody signed in fully on a tablet on a day; from then on the PIN will do there."""

    tablet = models.ForeignKey(Tablet, on_delete=models.CASCADE, related_name="full_sign_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tablet", "day", "user"], name="full_sign_in_once")
        ]


class OpenedRecord(models.Model):
    """A record closed to somebody's role, opened by them for a while, with the reason they gave."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    patient_id = models.BigIntegerField()  # no key: patients stand above this app
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="opened_record_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="opened_record_in_order", condition=Q(until__gt=F("opened_at"))
            ),
            models.CheckConstraint(
                name="opened_record_closed_when_and_who",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "patient_id", "-until"], name="opened_record_of"),
            models.Index(fields=["centre", "-opened_at"], name="opened_record_at"),
        ]
