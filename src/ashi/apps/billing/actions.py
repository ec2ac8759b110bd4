"""Take money for a visit; a mistake is reversed by a further row."""

from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.billing.errors import PaymentAmountError, PaymentUnknownError
from ashi.apps.billing.models import Payment
from ashi.apps.bookings.models import Visit

MOST = Decimal(10_000)  # chosen: beyond any visit, so a slip of the finger


def _locked_visit(by: Actor, visit_id: int) -> Visit:
    visit = (
        Visit.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=visit_id, session__centre=by.centre_id)
        .first()
    )
    if visit is None:
        raise PaymentUnknownError(visit=visit_id)
    return visit


@transaction.atomic
def take_payment(
    *,
    by: Actor,
    payment_id: UUID,
    visit_id: int,
    amount: Decimal,
    method: str,
    payer: str = "",
    is_co_payment: bool = False,
    note: str = "",
) -> Payment:
    """Keep one payment; the same ``payment_id`` again returns the first.

    Raises
    ------
    NotAllowedError, PaymentUnknownError, PaymentAmountError
        Who may not; no such visit here; an amount not above 0 or beyond any visit.
    """
    require(by, Permission.MONEY_WRITE, centre_id=by.centre_id)
    visit = _locked_visit(by, visit_id)
    kept = Payment.objects.filter(pk=payment_id).first()
    if kept is not None:
        return kept
    if not Decimal(0) < amount <= MOST:
        raise PaymentAmountError(amount=str(amount), most=str(MOST))
    payment = Payment.objects.create(
        id=payment_id,
        visit=visit,
        amount=amount,
        method=Payment.Method(method),
        payer=payer or visit.payer,
        is_co_payment=is_co_payment,
        note=note,
        by_id=by.user_id,
    )
    _tell(by, "payment.take", payment)
    return payment


@transaction.atomic
def reverse_payment(*, by: Actor, payment_id: UUID, note: str = "") -> Payment:
    """Take a payment back by a row of the opposite sign.

    Raises
    ------
    PaymentUnknownError
        No such payment here, or it was reversed already.
    """
    require(by, Permission.MONEY_WRITE, centre_id=by.centre_id)
    found = (
        Payment.objects.select_for_update(of=("self",))
        .filter(pk=payment_id, visit__session__centre=by.centre_id, reverses__isnull=True)
        .first()
    )
    if found is None or Payment.objects.filter(reverses=found).exists():
        raise PaymentUnknownError(payment=str(payment_id))
    payment = Payment.objects.create(
        id=uuid4(),
        visit_id=found.visit_id,
        amount=-found.amount,
        method=found.method,
        payer=found.payer,
        is_co_payment=found.is_co_payment,
        note=note,
        reverses=found,
        by_id=by.user_id,
    )
    _tell(by, "payment.reverse", payment)
    return payment


def _tell(by: Actor, action: str, payment: Payment) -> None:
    record(
        by=by,
        action=action,
        subject=("payment", payment.pk),
        patient_id=payment.visit.patient_id,
        detail={"visit": payment.visit_id, "method": payment.method},
    )
