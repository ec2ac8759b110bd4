"""Refusals about money."""

from ashi.core.kernel.errors import AshiError


class PaymentAmountError(AshiError):
    """The amount is not above zero, or beyond ``most``."""

    code = "billing.payment_amount"


class PaymentUnknownError(AshiError):
    """There is no such payment or visit here, or it was reversed already."""

    code = "billing.payment_unknown"


class WaiverReasonError(AshiError):
    """A fee was to be waived without a reason."""

    code = "billing.waiver_reason"
