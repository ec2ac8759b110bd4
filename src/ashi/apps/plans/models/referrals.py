"""Referrals, and on what each visit draws."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.documents.models import Document
from ashi.apps.patients.models import Patient

WHO = settings.AUTH_USER_MODEL


class Referral(models.Model):
    """A doctor's referral: so many visits between two days; ``yearly`` bounds those of a year."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="referrals")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    doctor = models.CharField(max_length=120)
    diagnosis = models.CharField(max_length=200)
    visits = models.PositiveSmallIntegerField()
    yearly = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "patient", "number"], name="referral_once"),
            models.CheckConstraint(
                name="referral_days_in_order", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="referral_has_visits", condition=Q(visits__gte=1)),
        ]


class Draw(models.Model):
    """On what a visit draws: exactly one referral, or none and then who allowed it and why."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="draw")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, related_name="draws"
    )
    allowed_by = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draw_of_one_or_allowed",
                condition=Q(referral__isnull=False, allowed_by="", why="")
                | (Q(referral__isnull=True) & ~Q(allowed_by="") & ~Q(why="")),
            ),
        ]
