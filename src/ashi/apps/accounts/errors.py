"""Refusals about who may do what."""

from ashi.core.kernel.errors import AshiError


class NotAllowedError(AshiError):
    """The actor's role lacks ``permission``, or the thing belongs to another centre."""

    code = "accounts.not_allowed"
