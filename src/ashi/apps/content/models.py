"""Versions of pages in the centre's own words."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ashi.apps.centres.models import Centre
from ashi.core.knowledge.pages.places import KINDS


class Act(models.TextChoices):
    """What a version is: own words, packaged words that were reviewed, or own words taken back."""

    OWN = "own"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"


class PageVersion(models.Model):
    """One version of a page: a draft until it is published, then kept as it is.

    ``texts`` hold by place what the centre has in its own words, ``packaged`` what stood packaged
    in every place when they were written, ``digest`` what names the whole packaged page. A version
    of packaged words that were reviewed, or come back, has nobody who wrote it.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in KINDS])
    name = models.CharField(max_length=60)
    act = models.CharField(max_length=10, choices=Act.choices, default=Act.OWN)
    texts = models.JSONField(default=dict)
    packaged = models.JSONField(default=dict)
    digest = models.CharField(max_length=12)
    revision = models.PositiveIntegerField(default=1)
    from_number = models.PositiveIntegerField(null=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_name = models.CharField(max_length=254, blank=True)
    sent_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_name = models.CharField(max_length=254, blank=True)
    alone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_draft_of_a_page",
                fields=["centre", "kind", "name"],
                condition=Q(published_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="page_numbers", fields=["centre", "kind", "name", "number"]
            ),
            models.CheckConstraint(
                name="page_published_whole",
                condition=Q(published_at=None, number=None, published_by=None)
                | Q(published_at__isnull=False, number__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="page_has_an_author",
                condition=Q(act=Act.OWN, written_by__isnull=False, written_at__isnull=False)
                | Q(~Q(act=Act.OWN), written_by=None, written_at=None, texts={}),
            ),
            models.CheckConstraint(
                name="page_two_people_or_alone_by_name",
                condition=Q(written_by=None)
                | Q(published_by=None, alone=False)
                | Q(Q(published_by=F("written_by")), alone=True)
                | Q(~Q(published_by=F("written_by")), alone=False),
            ),
        ]
