"""Count how often something came in a while, over all processes of the server."""

from django.core.cache import cache


def counted(key: str, seconds: int) -> int:
    """Count once more and return the number; it begins anew ``seconds`` after the first."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended between the two lines
        cache.set(key, 1, seconds)
        return 1
