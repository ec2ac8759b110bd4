"""What is written again and again: phrases under a shortcut, and templates for a complaint."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ashi.apps.centres.models import Centre


class OwnText(models.Model):
    """A text of one person, or, without ``owner``, of the centre.

    A changed text is a new row; the one before it ends, and is kept.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Phrase(OwnText):
    """Some words, and the shortcut by which they are typed; ``$1`` to ``$9`` are left open."""

    shortcut = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        ordering = ["shortcut", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "owner", "shortcut"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="phrase_one_of_a_shortcut",
            ),
        ]


class NoteTemplate(OwnText):
    """How a visit for a complaint usually reads: sections, what is examined, what is done.

    ``examine`` names findings, ``done`` is a line of treatments; both as they are typed.
    """

    name = models.CharField(max_length=80)
    area = models.CharField(max_length=40, blank=True)
    subjective = models.TextField(blank=True)
    objective = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    examine = models.TextField(blank=True)
    done = models.TextField(blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "owner", "name"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="template_one_of_a_name",
            ),
        ]
