"""The outbox: what is to be told to whom, written with the act that causes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Message(models.Model):
    """One message to one address; the worker sends it once, with retries.

    ``dedupe_key`` makes the same event to the same recipient one row, whoever asks twice. What is
    of use only until ``send_before`` is not sent after it; ``by_day`` waits for the end of the
    centre's quiet hours, also at a second try. ``told_at``: somebody said by phone what could
    not be sent.
    """

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        GAVE_UP = "gave-up"
        CANCELLED = "cancelled"

    class Channel(models.TextChoices):
        """By which way."""

        EMAIL = "email"
        SMS = "sms"

    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.CharField(max_length=40)
    to = models.CharField(max_length=254)
    language = models.CharField(max_length=8, default="en")
    context = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, unique=True)
    patient_id = models.BigIntegerField(null=True)
    visit_id = models.BigIntegerField(null=True)
    centre_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    send_after = models.DateTimeField(default=timezone.now)
    send_before = models.DateTimeField(null=True)
    by_day = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_a_time",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_told_was_given_up",
                condition=Q(told_at__isnull=True) | Q(state="gave-up"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after"], condition=Q(state="queued"), name="message_to_send"
            ),
            models.Index(fields=["visit_id"], name="message_of_visit"),
            models.Index(fields=["centre_id", "-created_at", "-id"], name="message_newest"),
            models.Index(
                fields=["centre_id"], condition=Q(state="gave-up"), name="message_given_up"
            ),
        ]

    @property
    def is_unreached(self) -> bool:
        """Tell whether it was given up and nobody has told it by phone."""
        return self.state == self.State.GAVE_UP and self.told_at is None

    @property
    def may_go_again(self) -> bool:
        """Tell whether it was given up before it went: of what went, its links are not kept."""
        return self.is_unreached and self.sent_at is None
