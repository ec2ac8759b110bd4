"""A password made of the words that anybody would try who knows where it is used."""

import re
from unicodedata import combining, normalize

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ashi.apps.centres.models import Centre

# Of the product, the trade and the places; docs/security/sign-in.md lists them, too.
WORDS = (
    "acupuncture",
    "acupuncturist",
    "admin",
    "ashi",
    "center",
    "centre",
    "clinic",
    "cyprus",
    "lefkosia",
    "limassol",
    "needle",
    "nicosia",
    "password",
    "physio",
    "physiotherapist",
    "physiotherapy",
    "practitioner",
    "reception",
    "therapist",
    "therapy",
    "welcome",
    "βελονισμοσ",
    "θεραπεια",
    "κεντρο",
    "κυπροσ",
    "κωδικοσ",
    "λεμεσοσ",
    "λευκωσια",
    "φυσικοθεραπεια",
)
LEAST_OWN = 6  # letters that are not one of those words
SHORTEST = 4  # a shorter part of a centre's name is no word to forbid


class OwnWordsValidator:
    """Refuse what is little more than such words, digits and signs."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ``ValidationError`` where less than six letters remain."""
        left = _plain(password)
        for word in sorted({*WORDS, *_names()}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", left)) < LEAST_OWN:
            raise ValidationError(
                _(
                    "Your password is little more than words that anybody here would try: "
                    "of the house, of the trade, of this place."
                ),
                code="own_words",
            )

    def get_help_text(self) -> str:
        """Say it before somebody types."""
        return _(
            "Do not build your password from the name of the centre, of its work or of its town."
        )


def _names() -> set[str]:
    rows = Centre.objects.values_list("name", "name_el", "slug")
    words = {word for row in rows for name in row for word in re.split(r"\W+", _plain(name))}
    return {word for word in words if len(word) >= SHORTEST}


def _plain(text: str) -> str:
    """Return small letters without accents, with the one sigma."""
    letters = normalize("NFD", text.casefold())
    return "".join(sign for sign in letters if not combining(sign)).replace("ς", "σ")
