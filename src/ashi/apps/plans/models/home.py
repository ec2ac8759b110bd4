"""What is done at home for a plan, and what a surgeon allows of it: added, never changed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ashi.apps.plans.models.courses import Plan

WHO = settings.AUTH_USER_MODEL


class SurgeonSaid(models.Model):
    """What the surgeon said of the limits of ``core.planning.operated`` on a day; the last holds.

    ``allowed`` and ``forbidden`` are ids of limits; ``until`` has the week from which a forbidden
    one goes, by its id. A limit in neither was not said.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="surgeon_said")
    part = models.CharField(max_length=20)
    allowed = ArrayField(models.CharField(max_length=20), default=list)
    forbidden = ArrayField(models.CharField(max_length=20), default=list)
    until = models.JSONField(default=dict)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Outside(models.Model):
    """That an exercise is given although something spoke against it: what, and why all the same.

    ``reasons`` are keys of ``core.planning.operated``.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="outside")
    exercise = models.CharField(max_length=8)
    reasons = ArrayField(models.CharField(max_length=40))
    why = models.CharField(max_length=300)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="outside_has_a_why", condition=~Q(why="")),
        ]


class HomeProgramme(models.Model):
    """That a home programme, in all its versions, belongs to a plan; one may serve two plans."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="home")
    series = models.UUIDField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "series"], name="home_programme_once_a_plan"),
        ]
