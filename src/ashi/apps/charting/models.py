"""The record of a visit: what was said, found and done; every needle; what was added later.

A signed note and its needles are never changed: a trigger in the database refuses it, whoever
asks. What is to be said later is an Amendment, which is only added.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre, Resource


class Adverse(models.TextChoices):
    """Whether something unwanted happened; not asked is not "no"."""

    UNKNOWN = "unknown"
    NONE = "none"
    YES = "yes"


class Note(models.Model):
    """What one person wrote of one visit; ``version`` grows with every save before signing.

    ``adverse`` tells of this visit, ``adverse_since`` of the time since the one before it.
    ``screening`` is what was known, asked and not asked when it was signed.
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
    screening = models.JSONField(default=dict)
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
        ]
        indexes = [
            models.Index(
                fields=["signed_at"],
                condition=Q(needs_cosign=True, cosigned_at__isnull=True),
                name="note_to_cosign",
            )
        ]


class NeedleBox(models.Model):
    """A box of needles that is open in a room, or in the centre; one of a kind in a place.

    Needles that are charted take their gauge, length and lot from it.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="needle_boxes")
    room = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, related_name="needle_boxes"
    )
    brand = models.CharField(max_length=80, blank=True)
    gauge_mm = models.FloatField()
    length_mm = models.FloatField()
    lot = models.CharField(max_length=40)
    expires_on = models.DateField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "room", "gauge_mm", "length_mm"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="needle_box_one_open",
            ),
        ]


class NeedleProtocol(models.Model):
    """Needles that a centre sets again and again: a needling line under a name.

    A changed protocol is a new row; the one before it ends, and is kept.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="protocols")
    name = models.CharField(max_length=80)
    area = models.CharField(max_length=40, blank=True)
    line = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"],
                condition=Q(ended_at__isnull=True),
                name="protocol_one_of_a_name",
            ),
        ]


class Needling(models.Model):
    """One place in which a needle, or several alike, went in; columns as ``needling.Insertion``.

    ``copied`` names the columns that came from an earlier visit and were not looked at since.
    ``stays_days`` is said of what is left in on purpose; ``broken`` of what did not come out whole.
    """

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="needles")
    position = models.PositiveSmallIntegerField()
    set_number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8)
    point = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=8, blank=True)
    side = models.CharField(max_length=8, blank=True)
    needles = models.PositiveSmallIntegerField(default=1)
    depth_mm = models.FloatField(null=True)
    depth_cun = models.FloatField(null=True)
    angle = models.CharField(max_length=20, blank=True)
    sought = models.CharField(max_length=20, blank=True)
    responses = ArrayField(models.CharField(max_length=20), default=list)
    strength = models.CharField(max_length=20, blank=True)
    manipulation = models.CharField(max_length=30, blank=True)
    pair = models.PositiveSmallIntegerField(null=True)
    pole = models.CharField(max_length=1, blank=True)
    waveform = models.CharField(max_length=20, blank=True)
    hertz = ArrayField(models.FloatField(), default=list)
    pulse_ms = models.FloatField(null=True)
    intensity_ma = models.FloatField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    stays_days = models.PositiveSmallIntegerField(null=True)
    broken = models.BooleanField(default=False)
    box = models.ForeignKey(NeedleBox, on_delete=models.PROTECT, null=True, related_name="+")
    gauge_mm = models.FloatField(null=True)
    length_mm = models.FloatField(null=True)
    lot = models.CharField(max_length=40, blank=True)
    view = models.CharField(max_length=20, blank=True)
    x = models.SmallIntegerField(null=True)
    y = models.SmallIntegerField(null=True)
    text = models.CharField(max_length=300, blank=True)
    copied = ArrayField(models.CharField(max_length=20), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_at = models.DateTimeField(null=True)
    out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="needle_out_after_in",
                condition=Q(out_at__isnull=True) | Q(in_at__isnull=False, out_at__gte=F("in_at")),
            ),
            models.CheckConstraint(name="needle_counted", condition=Q(needles__gte=1)),
            models.CheckConstraint(
                name="needle_broken_is_not_out",
                condition=Q(broken=False) | Q(in_at__isnull=False, out_at__isnull=True),
            ),
        ]


class Treatment(models.Model):
    """One treatment or exercise that was done; columns as ``core.knowledge.physio`` reads them.

    ``copied`` names the columns that came from an earlier visit, or from the exercise's first
    dose, and were not looked at since.
    """

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="treatments")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    place = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=8, blank=True)
    side = models.CharField(max_length=8, blank=True)
    grade = models.PositiveSmallIntegerField(null=True)
    sets = models.PositiveSmallIntegerField(null=True)
    reps = models.PositiveSmallIntegerField(null=True)
    hold_s = models.PositiveSmallIntegerField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    load_kg = models.FloatField(null=True)
    copied = ArrayField(models.CharField(max_length=20), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "pk"]


class Measurement(models.Model):
    """One thing measured in the room: what, on which side, the value in the measure's unit."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="measurements")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    place = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=8, blank=True)
    value = models.FloatField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "pk"]


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


class Amendment(models.Model):
    """What was added to a signed note, why, by whom and when."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="amendments")
    text = models.TextField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Removal(models.Model):
    """That what was left in on purpose is out: taken out here, or by the patient, who said so."""

    class Way(models.TextChoices):
        """Who took it out."""

        HERE = "here"
        PATIENT = "patient"
        LOST = "lost"

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="removal")
    way = models.CharField(max_length=8, choices=Way.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
