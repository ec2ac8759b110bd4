"""A course of care for one complaint: its versions, goals, reviews; referrals and their visits.

Versions, scores, decisions and reviews are only added: triggers in the database refuse to change
or delete them, whoever asks. What changes a plan is a further version.
"""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.patients.models import Patient
from ashi.apps.screening.models import Complaint

WHO = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """One course for one complaint, until it ends; ``condition`` and ``phase`` of the templates.

    ``key`` is made by the page: the same form sent twice makes one plan.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plans")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, related_name="plans"
    )
    key = models.UUIDField(unique=True, default=uuid4)
    condition = models.CharField(max_length=40)
    phase = models.CharField(max_length=10)
    started_on = models.DateField()
    operated_on = models.DateField(null=True)
    operated_part = models.CharField(max_length=20, blank=True)
    surgeon_limits = models.TextField(blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_ended_after_it_began",
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_by__isnull=False, ended_on__gte=F("started_on")),
            ),
            models.CheckConstraint(
                name="plan_operated_before_it_began",
                condition=Q(operated_on__isnull=True) | Q(operated_on__lte=F("started_on")),
            ),
        ]
        indexes = [models.Index(fields=["patient", "-id"], name="plan_of_patient")]


class PlanVersion(models.Model):
    """What is planned from a day on: the dose of each modality, when it is looked at, why.

    ``measures`` are ``CODE:when``, as in templates.
    ``what`` is said in words; ``visits`` are all of the course, of which so many have needles
    and so many have physiotherapy. ``protocol`` is a trial of the library of points.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=60, blank=True)
    visits = models.PositiveSmallIntegerField()
    acupuncture = models.PositiveSmallIntegerField()
    physiotherapy = models.PositiveSmallIntegerField()
    min_days = models.PositiveSmallIntegerField()
    max_days = models.PositiveSmallIntegerField()
    reviews = ArrayField(models.PositiveSmallIntegerField())
    review_every = models.PositiveSmallIntegerField(null=True)
    review_days = models.PositiveSmallIntegerField(null=True)
    stop_at = models.PositiveSmallIntegerField()
    protocol = models.CharField(max_length=40, blank=True)
    treatments = ArrayField(models.CharField(max_length=20), default=list)
    measures = ArrayField(models.CharField(max_length=20), default=list)
    needs_second = models.BooleanField(default=False)
    what = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(
                name="plan_version_doses_within_visits",
                condition=Q(
                    visits__gte=1,
                    acupuncture__lte=F("visits"),
                    physiotherapy__lte=F("visits"),
                    visits__lte=F("acupuncture") + F("physiotherapy"),
                ),
            ),
            models.CheckConstraint(
                name="plan_version_days_in_order",
                condition=Q(min_days__gte=1, max_days__gte=F("min_days")),
            ),
            models.CheckConstraint(
                name="plan_version_changed_for_a_reason", condition=Q(number=1) | ~Q(why="")
            ),
        ]


class VersionSign(models.Model):
    """That somebody else agreed to a version with more visits than the centre's protocol has."""

    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="second")
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Goal(models.Model):
    """What the patient wants to be able to do, in their words."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    words = models.CharField(max_length=200)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "words"], name="goal_once_a_plan")]


class GoalScore(models.Model):
    """How well the patient can do it: 0 not at all, 10 as before (PSFS)."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField()
    on = models.DateField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(name="goal_score_0_to_10", condition=Q(score__lte=10))
        ]


class SharedDecision(models.Model):
    """What the patient was told could be done, doing nothing included, and what they prefer."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    told = ArrayField(models.CharField(max_length=16))
    prefers = models.CharField(max_length=500)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Review(models.Model):
    """What a clinician decided after so many visits, with the facts as they were shown then."""

    class Choice(models.TextChoices):
        """What is to come of the course."""

        CONTINUE = "continue"
        CHANGE = "change"
        TAPER = "taper"
        STOP = "stop"
        REFER = "refer"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    visits = models.PositiveSmallIntegerField()
    visits_in_year = models.PositiveSmallIntegerField()
    pgic = models.PositiveSmallIntegerField(null=True)
    worse = models.CharField(max_length=7)
    facts = models.JSONField()
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reason = models.CharField(max_length=500)
    needs_second = models.BooleanField(default=False)
    on = models.DateField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "visits"], name="review_once_a_visit"),
            models.CheckConstraint(name="review_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="review_pgic_1_to_7",
                condition=Q(pgic__isnull=True) | Q(pgic__gte=1, pgic__lte=7),
            ),
            models.CheckConstraint(
                name="review_worse_three_valued", condition=Q(worse__in=["yes", "no", "unknown"])
            ),
        ]


class SecondSign(models.Model):
    """That somebody else agreed to a review which asks for two."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="second")
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PlanVisit(models.Model):
    """That a visit belongs to a plan; said where several plans were open on its day."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="planned")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="said_visits")
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
