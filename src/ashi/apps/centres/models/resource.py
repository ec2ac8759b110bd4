"""Resources: whoever or whatever can be in one place at a time, and when it is there."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from ashi.apps.centres.models.centre import Centre
from ashi.apps.centres.models.spans import BOUNDED


class ResourceKind(models.TextChoices):
    """What a resource is; the values are those of the schedule documents."""

    PRACTITIONER = "practitioner"
    ASSISTANT = "assistant"
    STUDENT = "student"
    ROOM = "room"
    COUCH = "couch"
    EQUIPMENT = "equipment"
    PATIENT = "patient"
    COMPANION = "companion"


PEOPLE = frozenset({ResourceKind.PRACTITIONER, ResourceKind.ASSISTANT, ResourceKind.STUDENT})
ROOMS = frozenset({ResourceKind.ROOM, ResourceKind.COUCH})
OF_THE_CENTRE = PEOPLE | ROOMS | {ResourceKind.EQUIPMENT}


class Resource(models.Model):
    """Whoever or whatever can be in one place at a time: person, room, couch, machine, patient.

    Patients' resources have no centre. A whole (room) has parts (couches): ``whole`` points up.
    """

    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="resources"
    )
    kind = models.CharField(max_length=16, choices=ResourceKind.choices)
    name = models.CharField(max_length=120)
    name_el = models.CharField(max_length=120, blank=True)
    short_name = models.CharField(max_length=24, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
    )
    whole = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    features = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    title = models.CharField(max_length=120, blank=True)
    title_el = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    bookable_online = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="resource_has_a_centre_unless_patient",
                condition=Q(kind="patient", centre__isnull=True)
                | (~Q(kind="patient") & Q(centre__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["centre", "kind", "position"], name="resource_of_centre")]

    def __str__(self) -> str:
        """Return the name shown on the board."""
        return self.name


class WeeklyHours(models.Model):
    """A weekly opening in local wall time; ``closes_min`` above 1440 runs into the next day."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens_min = models.PositiveSmallIntegerField()
    closes_min = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hours_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="hours_in_order",
                condition=Q(opens_min__lt=1440)
                & Q(closes_min__gt=F("opens_min"))
                & Q(closes_min__lte=F("opens_min") + 1440),
            ),
            models.CheckConstraint(
                name="hours_validity_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]


class Absence(models.Model):
    """A span in which a resource is not there (holiday, illness, break, repair).

    ``origin`` names the occurrence of a calendar file that it was taken from, or is empty.
    """

    class Reason(models.TextChoices):
        """Why; nothing about anyone's health is kept here."""

        LEAVE = "leave"
        ILL = "ill"
        BREAK = "break"
        COURSE = "course"
        REPAIR = "repair"
        OTHER = "other"

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="absences")
    during = DateTimeRangeField()
    reason = models.CharField(max_length=12, choices=Reason.choices, default=Reason.OTHER)
    note = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_bounded", condition=BOUNDED),
            models.UniqueConstraint(
                fields=["resource", "origin"],
                condition=~Q(origin=""),
                name="absence_origin_once",
            ),
        ]
        indexes = [models.Index(fields=["resource"], name="absence_of_resource")]


class ExtraOpening(models.Model):
    """A span in which a resource is open beyond its weekly hours."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="extras")
    during = DateTimeRangeField()

    class Meta:
        constraints = [models.CheckConstraint(name="extra_bounded", condition=BOUNDED)]


class Permit(models.Model):
    """That a person may do an act, with registration and insurance and when they expire."""

    class Act(models.TextChoices):
        """Acts that law or insurance ties to a person."""

        NEEDLING = "needling"
        ELECTROACUPUNCTURE = "electroacupuncture"
        CUPPING = "cupping"
        REMOVAL = "removal"
        MANUAL_THERAPY = "manual-therapy"
        EXERCISE = "exercise"

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="permits")
    act = models.CharField(max_length=24, choices=Act.choices)
    registration = models.CharField(max_length=60, blank=True)
    registration_expires = models.DateField(null=True, blank=True)
    insurance_expires = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "act"], name="permit_once"),
        ]
