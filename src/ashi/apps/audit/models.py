"""The trail of events. Rows have no foreign keys, so the trail outlives what it tells of."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One act or read: ids and codes, never names. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=24)
    source = models.CharField(max_length=12)
    device_id = models.BigIntegerField(null=True)
    centre_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=48)
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=40)
    patient_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=24)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["patient_id", "-at"], name="audit_event_patient"),
            models.Index(fields=["actor_id", "-at"], name="audit_event_actor"),
            models.Index(fields=["-at"], name="audit_event_at"),
            models.Index(fields=["action", "-at"], name="audit_event_action"),
            models.Index(fields=["purpose", "-at"], name="audit_event_purpose"),
        ]


class Pending(models.Model):
    """An event that waits for its seal; written with the event, taken away by the sealer."""

    event_id = models.UUIDField(primary_key=True)
    since = models.DateTimeField(db_default=Now())


class Seal(models.Model):
    """One link of the chain: its hash covers the event's digest and the link before."""

    sequence = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    event_digest = models.BinaryField(max_length=32)
    chain = models.BinaryField(max_length=32)


class Head(models.Model):
    """The chain's end at one moment, signed with a key that is not in the database."""

    sequence = models.BigIntegerField(primary_key=True)
    chain = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_default=Now())
