"""What another system called a person or a visit that came from it."""

from django.db import models
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.patients.models import Patient


class ImportedRef(models.Model):
    """One number of one source; several may stand for one patient, whom it had twice."""

    source = models.CharField(max_length=40)
    ref = models.CharField(max_length=120)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="imported_refs"
    )
    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, related_name="imported_refs"
    )
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "ref"],
                condition=models.Q(patient__isnull=False),
                name="imported_patient_once",
            ),
            models.UniqueConstraint(
                fields=["source", "ref"],
                condition=models.Q(visit__isnull=False),
                name="imported_visit_once",
            ),
            models.CheckConstraint(
                name="imported_ref_stands_for_one",
                condition=models.Q(patient__isnull=True, visit__isnull=False)
                | models.Q(patient__isnull=False, visit__isnull=True),
            ),
        ]
