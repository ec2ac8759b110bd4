"""Refusals of the outbox."""

from ashi.core.kernel.errors import AshiError


class MessageUnknownError(AshiError):
    """No such message of the actor's centre."""

    code = "messages.unknown"
