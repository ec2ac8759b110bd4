"""What hangs on a patient and was not written here: letters, results, photographs, old notes.

A document is never changed and never deleted: a trigger in the database refuses it, whoever asks.
It can be put away, once, with a reason. The file itself lies outside the database, under the name
of its own SHA-256 (``storing``).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ashi.apps.bookings.models import Visit
from ashi.apps.patients.models import Patient
from ashi.apps.screening.models import Consent


class Kind(models.TextChoices):
    """What a document is to a clinician."""

    LETTER = "letter"
    RESULT = "result"
    NOTE = "note"
    PHOTOGRAPH = "photograph"
    CONSENT = "consent"
    OTHER = "other"


class Source(models.TextChoices):
    """How it came in."""

    UPLOADED = "uploaded"
    IMPORTED = "imported"


class Document(models.Model):
    """One file of one patient, as it is served; ``search_key`` is made by ``names.search_key``.

    ``sha256`` is of the file as it is stored, ``received`` of the file as it came: a photograph is
    written anew without what its camera says of the place.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="documents")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="documents")
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    dated = models.DateField()
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    search_key = models.TextField(blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    put_away_at = models.DateTimeField(null=True)
    put_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    put_away_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "received", "dated"],
                condition=Q(put_away_at__isnull=True),
                name="document_once",
            ),
            models.CheckConstraint(
                name="document_put_away_by_whom_and_why",
                condition=Q(put_away_at__isnull=True, put_away_by__isnull=True, put_away_why="")
                | Q(put_away_at__isnull=False, put_away_by__isnull=False) & ~Q(put_away_why=""),
            ),
            models.CheckConstraint(
                name="document_from_somebody",
                condition=Q(source=Source.IMPORTED) | Q(by__isnull=False),
            ),
            models.CheckConstraint(name="document_has_a_title", condition=~Q(title="")),
        ]
        indexes = [models.Index(fields=["patient", "-dated", "-id"], name="document_newest")]


class SignedPaper(models.Model):
    """The photograph or scan of the paper on which somebody consented; kept like its document."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consent", "document"], name="signed_paper_once"),
        ]
