"""The promise: sessions that occupy resources, and visits that are places in them."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateTimeRangeField,
    RangeOperators,
)
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ashi.apps.bookings.leaving import LeftConflict
from ashi.apps.bookings.live_rows import OccupancyQuerySet
from ashi.apps.bookings.series import ChangedVisit, Series, SeriesChange, SeriesVisit
from ashi.apps.bookings.wishes import FreedTime, Wish
from ashi.apps.centres.models import Centre, Resource, Service
from ashi.apps.centres.models.spans import BOUNDED
from ashi.apps.patients.models import Patient

__all__ = [  # models of other files, for Django and whoever uses them
    "ChangedVisit",
    "FreedTime",
    "LeftConflict",
    "Series",
    "SeriesChange",
    "SeriesVisit",
    "Wish",
]


class Session(models.Model):
    """One stretch of the diary for one service; it occupies people, rooms and machines.

    ``plan`` is the service's phases as they were promised: a list of objects with
    ``key kind name name_el minutes roles patient start_min`` (minutes from the start).
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="sessions")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    plan = models.JSONField()
    places = models.PositiveSmallIntegerField(default=1)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="session_in_order", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["centre", "starts_at"], name="session_of_day")]


class SessionRole(models.Model):
    """Which resource fills a role of a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="roles")
    key = models.CharField(max_length=24)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "key"], name="session_role_once"),
        ]


class Visit(models.Model):
    """One patient's place in a session: held, booked, cancelled or not come.

    A held place may have no patient yet (online); it expires by the clock. Hours of notice, fees
    and deposit stay as they were said when it was booked.
    """

    class Status(models.TextChoices):
        """Where the promise stands; what happened is in encounters."""

        HELD = "held"
        BOOKED = "booked"
        CANCELLED = "cancelled"
        NO_SHOW = "no-show"
        EXPIRED = "expired"

    class Channel(models.TextChoices):
        """How the visit was booked."""

        DESK = "desk"
        ONLINE = "online"
        WALK_IN = "walk-in"
        IMPORT = "import"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="visits")
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    status = models.CharField(max_length=10, choices=Status.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.DESK)
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    payer = models.CharField(max_length=24, default="private")
    companion = models.CharField(max_length=120, blank=True)
    form_missing = models.BooleanField(default=False)
    terms_version = models.PositiveSmallIntegerField(null=True, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    notice_h = models.PositiveSmallIntegerField(null=True, blank=True)  # None: nothing was agreed
    late_cents = models.PositiveIntegerField(default=0, db_default=0)
    no_show_cents = models.PositiveIntegerField(default=0, db_default=0)
    deposit_cents = models.PositiveIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(null=True, blank=True)  # a request, to be approved while held
    forms_due_at = models.DateTimeField(null=True, blank=True)  # not confirmed before they came
    forms_told_at = models.DateTimeField(null=True, blank=True)  # that they had not come by then
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    external_ref = models.CharField(max_length=80, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancel_reason = models.CharField(max_length=24, blank=True)
    cancelled_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_hold_has_an_end",
                condition=~Q(status="held") | Q(hold_expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_booked_has_a_patient",
                condition=Q(status__in=["held", "expired"]) | Q(patient__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_cancelled_when",
                condition=~Q(status="cancelled") | Q(cancelled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_asked_by_somebody", condition=Q(asked_at=None) | ~Q(patient=None)
            ),
            models.UniqueConstraint(
                fields=["session", "patient"],
                condition=Q(status__in=["held", "booked"]),
                name="visit_patient_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="visit_external_ref_once",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "-id"], name="visit_of_patient"),
            models.Index(
                fields=["hold_expires_at"], condition=Q(status="held"), name="visit_holds"
            ),
            models.Index(
                fields=["forms_due_at"],
                condition=Q(status="booked", forms_due_at__isnull=False),
                name="visit_forms_due",
            ),
        ]

    @property
    def awaits_approval(self) -> bool:
        """Tell whether somebody asked for it and nobody has answered yet."""
        return self.status == self.Status.HELD and self.asked_at is not None


AWAITS = Q(status=Visit.Status.HELD, asked_at__isnull=False)
LIVE = (Visit.Status.HELD, Visit.Status.BOOKED)
GIVEN_UP = (Visit.Status.CANCELLED, Visit.Status.NO_SHOW)


class Occupancy(models.Model):
    """That a resource is taken for one unbroken run of phases. The database lets no two overlap.

    ``guarded`` is false only for the part of an override that overlaps; ``expires_at`` is set
    for a hold. Rows are retired (``live = false``), never deleted.
    """

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="occupancies")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="occupancies")
    visit = models.ForeignKey(
        Visit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="occupancies",
    )
    during = DateTimeRangeField()
    phases = ArrayField(models.CharField(max_length=24), default=list)
    live = models.BooleanField(default=True)
    guarded = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="occupancy_no_overlap",
                expressions=[
                    ("resource", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(live=True, guarded=True),
                violation_error_code="taken",
            ),
            models.CheckConstraint(name="occupancy_bounded", condition=BOUNDED),
        ]
        indexes = [
            models.Index(fields=["session"], name="occupancy_of_session"),
            GistIndex(
                fields=["resource", "during"],
                condition=Q(live=True, guarded=False),
                name="occupancy_unguarded",
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(live=True, expires_at__isnull=False),
                name="occupancy_of_holds",
            ),
        ]


class Override(models.Model):
    """A double booking that somebody chose, with the reason; the rest stays guarded."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="overrides")
    occupancy = models.ForeignKey(Occupancy, on_delete=models.PROTECT, related_name="overrides")
    against = models.ForeignKey(
        Occupancy, on_delete=models.PROTECT, null=True, related_name="overridden_by"
    )
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="override_has_a_reason", condition=~Q(reason="")),
        ]
