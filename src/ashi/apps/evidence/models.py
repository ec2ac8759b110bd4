"""What a centre adds to, or takes out of, the trials that come with Ashi.

The packaged evidence base is data and stays as it is. A change is a row; it changes nothing until
a reviewer accepts it, and the answer that it replaced is kept with it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ashi.apps.centres.models import Centre
from ashi.core.knowledge.evidence_base.entries import Provenance


class Origin(models.TextChoices):
    """How a change came in."""

    FORM = "form"
    TABLE = "table"
    RECORD = "record"  # of a library: RIS, PubMed


class Change(models.Model):
    """A trial to be added, or one to be taken out (``out`` names it), with who read what.

    ``numbers`` are the columns of ``effects.MEANS``, null while nobody entered them; ``how`` says
    which of them were derived. ``entered_name`` is who it was on that day, or empty for a command.
    """

    class Kind(models.TextChoices):
        """What it does."""

        ADD = "add"
        OUT = "out"

    class Verdict(models.TextChoices):
        """What a reviewer said."""

        WAITS = ""
        ACCEPTED = "accepted"
        REFUSED = "refused"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    question = models.CharField(max_length=60, blank=True)
    out = models.CharField(max_length=60, blank=True)
    study = models.CharField(max_length=80)
    year = models.CharField(max_length=4, blank=True)
    citation = models.CharField(max_length=600)
    doi = models.CharField(max_length=120, blank=True)
    pmid = models.CharField(max_length=9, blank=True)
    registration = models.CharField(max_length=40, blank=True)
    provenance = models.CharField(max_length=8, choices=[(one, one) for one in Provenance])
    part_read = models.CharField(max_length=200, blank=True)
    numbers = models.JSONField(null=True)
    how = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=6, choices=Origin.choices)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_name = models.CharField(max_length=254, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    verdict_reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_name = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="change_decided_whole",
                condition=Q(verdict="", decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(verdict=""),
            ),
            models.CheckConstraint(
                name="change_refused_why", condition=~Q(verdict="refused", verdict_reason="")
            ),
            models.CheckConstraint(
                name="change_out_names_what_and_why",
                condition=Q(kind="add", out="") | Q(kind="out") & ~Q(out="") & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="change_accepted_has_numbers",
                condition=~Q(kind="add", verdict="accepted", numbers=None),
            ),
            models.UniqueConstraint(
                name="one_way_out_at_a_time",
                fields=["centre", "out"],
                condition=Q(kind="out") & ~Q(verdict="refused"),
            ),
        ]
        indexes = [models.Index(fields=["centre", "verdict"], name="change_by_verdict")]

    @property
    def key(self) -> str:
        """What the trial is called among the entries of the evidence base."""
        return f"added-{self.pk}"

    @property
    def waits(self) -> bool:
        """Whether a reviewer is asked."""
        return not self.verdict

    @property
    def to_be_read(self) -> bool:
        """Whether its numbers are still to be read in the paper, and entered."""
        unread = self.numbers is None or self.provenance == Provenance.RECALLED
        return self.waits and self.kind == self.Kind.ADD and unread


class AnswerChange(models.Model):
    """What one question said until a change was accepted, and what it says since.

    ``before`` and ``after`` are ``living.PooledAnswer`` as JSON, null where no trial was left.
    """

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="answers")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "question"], name="answer_changed_once")
        ]
        indexes = [models.Index(fields=["centre", "question", "-at"], name="answer_history")]


class Rereading(models.Model):
    """A claim that must be held against its evidence again, and by whom it was.

    ``en`` and ``el`` are its sentence on the day on which it was marked.
    """

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="rereadings")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    claim = models.CharField(max_length=60)
    en = models.TextField()
    el = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    read_name = models.CharField(max_length=254, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "claim"], name="claim_marked_once"),
            models.CheckConstraint(
                name="reread_by_somebody",
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["centre", "claim"], name="rereading_by_claim")]
