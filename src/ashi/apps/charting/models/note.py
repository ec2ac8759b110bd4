"""The record of a visit: what was said and found, what nobody wanted, what was added later.

A signed note and all that hangs on it are never changed: triggers in the database refuse it,
whoever asks. What is to be said later is an Amendment, which is only added.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models.texts import NoteTemplate


class Adverse(models.TextChoices):
    """Whether something unwanted happened; not asked is not "no"."""

    UNKNOWN = "unknown"
    NONE = "none"
    YES = "yes"


class Ready(models.TextChoices):
    """Whether a patient is ready for exercise after the treatment; not said is not "no"."""

    UNKNOWN = "unknown"
    YES = "yes"
    NOT_YET = "not-yet"


class Note(models.Model):
    """What one person wrote of one visit; ``version`` grows with every save before signing.

    ``adverse`` tells of this visit, ``adverse_since`` of the time since the one before it.
    ``screening`` is what was known, asked and not asked when it was signed. ``copied`` names the
    sections that came from a template or an earlier visit and were not looked at since.
    ``ready`` for exercise was said by one person at one moment.
    """

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="chart")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    adverse = models.CharField(max_length=8, choices=Adverse.choices, default=Adverse.UNKNOWN)
    adverse_text = models.TextField(blank=True)
    adverse_since = models.CharField(max_length=8, choices=Adverse.choices, default=Adverse.UNKNOWN)
    ready = models.CharField(max_length=8, choices=Ready.choices, default=Ready.UNKNOWN)
    ready_at = models.DateTimeField(null=True)
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    screening = models.JSONField(default=dict)
    copied = ArrayField(models.CharField(max_length=20), default=list)
    template = models.ForeignKey(
        NoteTemplate, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True)
    late = models.BooleanField(default=False)
    needs_cosign = models.BooleanField(default=False)
    cosigned_at = models.DateTimeField(null=True)
    cosigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="note_signed_by_somebody",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="note_cosigned_after_signing",
                condition=Q(cosigned_at__isnull=True)
                | Q(signed_at__isnull=False, cosigned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="note_adverse_known",
                condition=Q(adverse__in=Adverse.values, adverse_since__in=Adverse.values),
            ),
            models.CheckConstraint(
                name="note_ready_said_by_somebody",
                condition=Q(ready=Ready.UNKNOWN, ready_at__isnull=True, ready_by__isnull=True)
                | Q(
                    ready__in=[Ready.YES, Ready.NOT_YET],
                    ready_at__isnull=False,
                    ready_by__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["signed_at"],
                condition=Q(needs_cosign=True, cosigned_at__isnull=True),
                name="note_to_cosign",
            )
        ]


class AdverseEvent(models.Model):
    """Something unwanted that happened at a visit, or after the one before it (``after``).

    ``code`` is one of ``core.safety.adverse``, and so are the other words.
    """

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=8)
    after = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    severity = models.CharField(max_length=10)
    serious = models.BooleanField(default=False)
    onset = models.CharField(max_length=10)
    lasted = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=10)
    happened = models.CharField(max_length=1000, blank=True)
    action = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=10)
    reported_to = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Diagnosis(models.Model):
    """What a visit was for, in a code of a system that is kept with it, and its title then."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="diagnoses")
    system = models.CharField(max_length=8)
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "system", "code"], name="diagnosis_once_a_note"
            ),
        ]


class Amendment(models.Model):
    """What was added to a signed note, why, by whom and when."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="amendments")
    text = models.TextField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
