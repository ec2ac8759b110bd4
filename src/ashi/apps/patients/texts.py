"""Lines of text as they may be stored."""

import unicodedata

from ashi.apps.patients.errors import TooLongError, UnwritableError

_BREAKS = "\n\r\t"


def checked_text(field: str, text: str, longest: int) -> str:
    """Return ``text`` without white space around it.

    Raises
    ------
    TooLongError, UnwritableError
    """
    stripped = text.strip()
    if any(
        unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _BREAKS
        for sign in stripped[: longest + 1]
    ):
        raise UnwritableError(field=field)
    if len(stripped) > longest:
        raise TooLongError(field=field, longest=longest, got=len(stripped))
    return stripped
