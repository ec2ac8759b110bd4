"""Courses that a centre keeps under a name, to begin plans from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ashi.apps.centres.models import Centre


class CourseTemplate(models.Model):
    """A centre's own course for a condition; ``dose`` holds the columns of a plan's version.

    Plans that began from it stay as they are when it ends.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    condition = models.CharField(max_length=40)
    phase = models.CharField(max_length=12)
    dose = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("name"),
                condition=Q(ended_at__isnull=True),
                name="course_template_named_once",
            ),
        ]
