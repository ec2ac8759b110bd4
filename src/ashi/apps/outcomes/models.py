"""What patients are asked of how they are, what they answered, and what it comes to.

An answer that was sent is never changed: a trigger in the database refuses it, whoever asks.
What was wrong is corrected by another answer that names the first and says why.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.patients.models import Patient
from ashi.apps.screening.models import Complaint


class Questionnaire(models.Model):
    """A centre's own FHIR Questionnaire for a measure, whole as it was loaded.

    A newer file is a new row with the next version; the one before it ends, and is kept.
    ``scored`` names the questions that count, in the measure's order; empty: all with a number.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="questionnaires")
    measure = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    document = models.JSONField()
    scored = ArrayField(models.CharField(max_length=255), default=list)
    digest = models.CharField(max_length=64)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    loaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "measure", "language"],
                condition=Q(ended_at__isnull=True),
                name="questionnaire_one_in_use",
            ),
            models.UniqueConstraint(
                fields=["centre", "measure", "language", "version"],
                name="questionnaire_version_once",
            ),
        ]


class ThresholdChoice(models.Model):
    """Which published thresholds a centre compares by, each by its source and population."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=12)
    mdc = models.CharField(max_length=400, blank=True)
    mcid = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "measure"], name="threshold_choice_once"),
        ]


class Activity(models.Model):
    """Something the patient wants to do again, in their own words."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="activities")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=120)
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "position"], name="activity_place_once"),
        ]


class Asking(models.Model):
    """A set of questions that is asked of a patient, from when to when an answer is in time."""

    class Moment(models.TextChoices):
        """As ``core.outcomes.asking``; ``extra`` was asked by somebody, not by a schedule."""

        START = "start"
        VISIT = "visit"
        REVIEW = "review"
        END = "end"
        MONTHS_3 = "months_3"
        MONTHS_12 = "months_12"
        EXTRA = "extra"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="askings")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="askings")
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, related_name="askings"
    )
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="askings")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    measures = ArrayField(models.CharField(max_length=12))
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="asking_window_in_order", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.UniqueConstraint(
                fields=["complaint", "moment", "visit"],
                condition=~Q(moment="extra"),
                nulls_distinct=False,
                name="asking_once_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "opens_at"], name="asking_of_patient"),
            models.Index(
                fields=["centre", "closes_at"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="asking_open",
            ),
        ]


class CourseTimes(models.Model):
    """What the plan for a complaint asks, and when: in place of what its area asks.

    ``start``, ``each``, ``review`` are measures; ``reviews`` are visits, counted from the first
    on or after ``starts_on``. Once the plan ended, what is asked at the end and later follows.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="times")
    starts_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    start = ArrayField(models.CharField(max_length=12), default=list)
    each = ArrayField(models.CharField(max_length=12), default=list)
    review = ArrayField(models.CharField(max_length=12), default=list)
    reviews = ArrayField(models.PositiveSmallIntegerField(), default=list)
    review_every = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()


class AskingLink(models.Model):
    """A secret address that opens one asking until it expires; only its digest is here."""

    class Way(models.TextChoices):
        """Where it is opened."""

        PHONE = "phone"
        TABLET = "tablet"

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.PHONE)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Response(models.Model):
    """The answers to one measure of an asking, item by item, and the score by its own rule.

    ``answers`` holds what was given, by the question's name in its form; a draft until
    ``submitted_at``. ``score`` is empty where the measure's rule forbids one, and ``reason``
    says why. ``stated`` is true of a score that came in reckoned, without its answers.
    """

    class Source(models.TextChoices):
        """Who wrote it down, and where."""

        PHONE = "phone"
        TABLET = "tablet"
        PAPER = "paper"
        IMPORT = "import"

    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="responses")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="responses")
    measure = models.CharField(max_length=12)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, null=True, related_name="+"
    )
    form = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    answers = models.JSONField(default=dict)
    source = models.CharField(max_length=6, choices=Source.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    late = models.BooleanField(default=False)
    after_end = models.BooleanField(default=False)
    answered = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    score = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    reason = models.CharField(max_length=20, blank=True)
    parts = models.JSONField(default=dict)
    flags = ArrayField(models.CharField(max_length=40), default=list)
    stated = models.BooleanField(default=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asking", "measure"],
                condition=Q(corrects__isnull=True),
                name="response_once_an_asking",
            ),
            models.CheckConstraint(
                name="response_correction_says_why",
                condition=Q(corrects__isnull=True) | ~Q(why=""),
            ),
            models.CheckConstraint(
                name="response_sent_is_of_a_day",
                condition=Q(submitted_at__isnull=True) | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="response_without_score_says_why",
                condition=Q(submitted_at__isnull=True) | Q(score__isnull=False) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["patient", "measure"], name="response_of_patient")]


class NoReminders(models.Model):
    """That a patient wants no letters about questions; they are still called where it must be."""

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()


class Onset(models.Model):
    """For how many weeks a complaint had been there when care began, as the patient told."""

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="onset")
    weeks = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Covariate(models.Model):
    """A number that a study recorded of somebody at its start, for comparing groups fairly."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="covariates")
    study = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    value = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "study", "name"], name="covariate_once_a_study"
            ),
        ]
