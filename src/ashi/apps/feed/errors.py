"""Refusals of calendar links."""

from ashi.core.kernel.errors import AshiError


class FeedUnknownError(AshiError):
    """There is no such diary, or no such link, for whoever asks."""

    code = "feed.unknown"


class FeedsTooManyError(AshiError):
    """As many links of this diary are open as may be: ``most``."""

    code = "feed.too_many"
