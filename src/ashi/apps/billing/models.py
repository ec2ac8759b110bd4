"""What was paid for a visit, what is owed, and what was said where a patient agreed to owe it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.core.billing.dues import Kind


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


class LedgerEntry(models.Model):
    """One line of a visit's account of fee and deposit: written once, never changed.

    What was wrong is taken back by a further line (``takes_back``) of the opposite sign; the
    sums are ``core.billing.dues``. Money paid for a fee is a ``Payment`` of the visit.
    """

    class Cause(models.TextChoices):
        """Of a fee."""

        LATE = "late"
        NO_SHOW = "no-show"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="ledger")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=[(str(one), str(one)) for one in Kind])
    cause = models.CharField(max_length=8, choices=Cause.choices, blank=True)
    cents = models.IntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=10, choices=Payment.Method.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )
    visit_version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["visit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="ledger_in_order"),
            models.UniqueConstraint(
                fields=["visit", "visit_version"],
                condition=Q(kind="fee", takes_back__isnull=True),
                name="ledger_one_fee_for_one_end",
            ),
            models.CheckConstraint(
                name="ledger_sign",
                condition=Q(takes_back__isnull=True, cents__gt=0)
                | Q(takes_back__isnull=False, cents__lt=0),
            ),
            models.CheckConstraint(
                name="ledger_waiver_says_why",
                condition=~Q(kind="waived", takes_back__isnull=True) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="ledger_money_says_how",
                condition=~Q(kind__in=["received", "returned"]) | ~Q(method=""),
            ),
        ]


class FeeAgreement(models.Model):
    """What a patient read and ticked who cancelled late by the link: kept as it was read.

    ``words`` are the rule, the sum and the tick; ``centre_terms`` those of the centre then.
    """

    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="agreement"
    )
    words = models.TextField()
    language = models.CharField(max_length=8)
    centre_terms = models.TextField(blank=True)
    terms_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="fee_agreement_has_words", condition=~Q(words="")),
        ]
