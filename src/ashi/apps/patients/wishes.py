"""Standing wishes of a patient; the search for times takes them as requirements.

A wish and the feature of a resource that meets it share one code, so that nothing is
translated between them: ``woman``, ``man``, ``ground-floor``, ``lang:el``.
"""

import re
from collections.abc import Iterable

from ashi.apps.patients.errors import UnknownWishError

PLAIN = ("woman", "man", "ground-floor")
SPOKEN = ("el", "en", "ru", "tr", "ar", "uk", "ro", "bg", "de", "fr")
_SPOKEN_FORM = re.compile(r"lang:[a-z]{2,3}")


def checked_wishes(wishes: Iterable[str]) -> list[str]:
    """Return the wishes once each, in a stable order.

    Raises
    ------
    UnknownWishError
        ``wish`` is not a code that a resource's feature can meet.
    """
    asked = sorted(set(wishes))
    for wish in asked:
        if wish not in PLAIN and not _SPOKEN_FORM.fullmatch(wish):
            raise UnknownWishError(wish=wish)
    return asked
