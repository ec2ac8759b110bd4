"""Tongue and pulse, for those who look at them; who does is each practitioner's own switch."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ashi.apps.charting.models.note import Note


class ChartingHabit(models.Model):
    """What one practitioner wants on the chart beyond what everybody has."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="charting_habit"
    )
    tradition = models.BooleanField(default=False)


class TonguePulse(models.Model):
    """Tongue and pulse at a visit; codes of ``core.knowledge.tradition.signs``.

    ``pulse`` is what is felt on the whole; the six places are those of each wrist.
    """

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="tongue_pulse")
    tongue_body = models.CharField(max_length=20, blank=True)
    tongue_shape = ArrayField(models.CharField(max_length=20), default=list)
    coat_colour = models.CharField(max_length=20, blank=True)
    coat = ArrayField(models.CharField(max_length=20), default=list)
    words = models.CharField(max_length=300, blank=True)
    pulse = ArrayField(models.CharField(max_length=20), default=list)
    left_cun = ArrayField(models.CharField(max_length=20), default=list)
    left_guan = ArrayField(models.CharField(max_length=20), default=list)
    left_chi = ArrayField(models.CharField(max_length=20), default=list)
    right_cun = ArrayField(models.CharField(max_length=20), default=list)
    right_guan = ArrayField(models.CharField(max_length=20), default=list)
    right_chi = ArrayField(models.CharField(max_length=20), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
