"""What was done without needles, and what was measured."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ashi.apps.charting.models.note import Note


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
    """One thing measured or found: what, where, on which side.

    ``value`` in the unit of the measure, ``result`` a code of the finding's scale, or both.
    ``after_value`` and ``after_result`` are what it was when it was measured again after the
    treatment, and who did. ``copied`` names the columns that came from an earlier visit and were
    not looked at since.
    """

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="measurements")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    place = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=8, blank=True)
    side = models.CharField(max_length=8, blank=True)
    value = models.FloatField(null=True)
    result = models.CharField(max_length=20, blank=True)
    after_value = models.FloatField(null=True)
    after_result = models.CharField(max_length=20, blank=True)
    after_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    copied = ArrayField(models.CharField(max_length=20), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="measurement_says_something",
                condition=Q(value__isnull=False) | ~Q(result=""),
            ),
        ]
