"""Links by which a calendar program follows one diary."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ashi.apps.centres.models import Centre, Resource
from ashi.apps.patients.models import Patient


class FeedLink(models.Model):
    """A secret address of one diary: a person's or a room's, or a patient's own visits.

    Only the hash of the address is kept. ``read_on`` is the day on which it was read last.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, related_name="feed_links"
    )
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="feed_links"
    )
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    read_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feed_of_one_diary",
                condition=Q(resource__isnull=True, patient__isnull=False)
                | Q(resource__isnull=False, patient__isnull=True),
            ),
            models.CheckConstraint(
                name="feed_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]
