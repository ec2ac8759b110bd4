"""Patients, and the contacts by which they (or who acts for them) are reached."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Reverse
from django.utils import timezone

from ashi.apps.centres.models import Resource

KEY_LENGTH = 160


class FactValue(models.TextChoices):
    """A recorded fact: not asked is not "no"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Sex(models.TextChoices):
    """As FHIR's administrative gender; empty where it was not asked."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


def _key() -> "models.CharField[str, str]":
    """Make a key: compared by code point on every server, so a prefix is a range of its index."""
    return models.CharField(max_length=KEY_LENGTH, blank=True, default="", db_collation="C")


class Patient(models.Model):
    """One person treated here. Belongs to the organisation, not to one centre.

    The keys are made by ``keys.key_columns`` from the two names, and kept in step by the
    actions; whoever loads rows in bulk sets them by the same function.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="patient")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=12, choices=Sex.choices, blank=True)
    language = models.CharField(max_length=8, default="en")
    sort_key = _key()
    name_key = _key()
    family_key = _key()
    sound_key = _key()
    family_sound_key = _key()
    search_key = models.TextField(blank=True)
    desk_note = models.CharField(max_length=500, blank=True)
    wishes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    not_left_alone = models.CharField(
        max_length=8, choices=FactValue.choices, default=FactValue.UNKNOWN
    )
    external_ref = models.CharField(max_length=80, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    deceased = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="patient_has_a_name", condition=~Q(given_name="")),
            models.CheckConstraint(
                name="patient_merged_is_archived",
                condition=Q(merged_into__isnull=True) | Q(archived_at__isnull=False),
            ),
            models.CheckConstraint(
                name="patient_archived_when_and_who",
                condition=Q(archived_by__isnull=True) | Q(archived_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="patient_external_ref_once",
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="patient_search_trgm"),
            models.Index(fields=["sort_key", "id"], name="patient_sort"),
            models.Index(fields=["name_key", "id"], name="patient_name"),
            models.Index(fields=["family_key", "id"], name="patient_family"),
            models.Index(fields=["sound_key", "id"], name="patient_sound"),
            models.Index(fields=["family_sound_key", "id"], name="patient_family_sound"),
            models.Index(fields=["birth_date"], name="patient_birth"),
        ]

    def __str__(self) -> str:
        """Return the name as written."""
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return given and family name as written."""
        return f"{self.given_name} {self.family_name}".strip()


class Contact(models.Model):
    """One person who can be reached: the patient, a parent, a spouse, a carer."""

    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True, db_collation="C")
    phone_as_typed = models.CharField(max_length=40, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_can_be_reached", condition=~Q(email="") | ~Q(phone="")
            ),
            models.CheckConstraint(
                name="contact_phone_is_international",
                condition=Q(phone="") | Q(phone__regex=r"^\+[0-9]{4,15}$"),
            ),
            models.CheckConstraint(
                name="contact_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="contact_email"),
            models.Index(fields=["phone"], name="contact_phone"),
            models.Index(Reverse("phone"), name="contact_phone_end"),
        ]


class ContactLink(models.Model):
    """That a contact speaks for a patient, as what, and with which rights."""

    class Relation(models.TextChoices):
        """Who the contact is to the patient."""

        SELF = "self"
        PARENT = "parent"
        SPOUSE = "spouse"
        CHILD = "child"
        CARER = "carer"
        OTHER = "other"

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="contact_links")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="links")
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.SELF)
    may_book = models.BooleanField(default=True)
    may_see_record = models.BooleanField(default=False)
    gets_messages = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "contact"], name="contact_link_once"),
        ]

    @property
    def is_self(self) -> bool:
        """Tell whether the contact is the patient."""
        return self.relation == self.Relation.SELF


class Merge(models.Model):
    """That two records were found to be of one person, and all it takes to part them again.

    ``moved`` holds the keys of what was moved, by app, model and column; ``before`` the columns of
    both rows as they were, ``written`` those of the kept one that the merge wrote.
    """

    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_once"
            ),
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("merged"))),
        ]
