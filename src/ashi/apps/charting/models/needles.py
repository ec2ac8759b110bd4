"""Every needle of a record, the box it came from, what is set again, what was left in."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ashi.apps.centres.models import Centre, Resource
from ashi.apps.charting.models.note import Note


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
    drawn_view = models.CharField(max_length=20, blank=True)
    drawn_x = models.SmallIntegerField(null=True)
    drawn_y = models.SmallIntegerField(null=True)
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
