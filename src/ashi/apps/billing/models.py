"""What was paid for a visit, and what is owed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ashi.apps.bookings.models import Visit


class Payment(models.Model):
    """Money received for a visit; a mistake is reversed by a further row, never changed."""

    class Method(models.TextChoices):
        """How it was paid."""

        CASH = "cash"
        CARD = "card"
        TRANSFER = "transfer"
        INSURER = "insurer"
        VOUCHER = "voucher"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    method = models.CharField(max_length=10, choices=Method.choices)
    payer = models.CharField(max_length=24, default="private")
    is_co_payment = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="payment_amount_sign",
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0),
            ),
        ]
        indexes = [models.Index(fields=["visit"], name="payment_of_visit")]
