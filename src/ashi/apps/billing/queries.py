"""What was paid."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Exists, OuterRef, Sum

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.billing.models import Payment


def paid_by_visit(by: Actor, visit_ids: Collection[int]) -> dict[int, Decimal] | None:
    """Return the sum paid for each visit that has payments; None for those who see no money."""
    if not may(by, Permission.MONEY_READ):
        return None
    sums = Payment.objects.filter(visit__in=visit_ids).values("visit").annotate(total=Sum("amount"))
    return {row["visit"]: row["total"] for row in sums}


def sums_by_method(by: Actor, visit_ids: Collection[int]) -> dict[str, Decimal]:
    """Return the money taken for these visits by method; empty for those who see no money."""
    if not may(by, Permission.MONEY_READ):
        return {}
    sums = (
        Payment.objects.filter(visit__in=visit_ids).values("method").annotate(total=Sum("amount"))
    )
    return {row["method"]: row["total"] for row in sums.order_by("method")}


def payments_of(by: Actor, visit_id: int) -> list[Payment]:
    """Return a visit's payments, oldest first, each told whether it was taken back.

    Whoever takes money for a visit sees what was taken for it.
    """
    if not (may(by, Permission.MONEY_READ) or may(by, Permission.MONEY_WRITE)):
        return []
    reversed_by = Exists(Payment.objects.filter(reverses=OuterRef("pk")))
    return list(
        Payment.objects.filter(visit=visit_id).annotate(is_reversed=reversed_by).order_by("at")
    )
