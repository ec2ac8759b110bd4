"""Single cells as other systems fill them: names, phones, yes and no."""

import re
from collections.abc import Sequence

from ashi.apps.imports.mapping import Columns
from ashi.apps.imports.sheets import Line
from ashi.apps.patients.errors import PhoneError
from ashi.apps.patients.phones import parse_phone
from ashi.core.kernel.names import fold, sound

_YES = {"true", "yes", "y", "1", "ναι", "x"}
_NO = {"", "false", "no", "n", "0", "οχι"}
_LABEL = re.compile(r"^[^\W\d]+\s*:\s*")
_TRUNK = re.compile(r"\(0\)")
SEXES = {
    "female": "female",
    "f": "female",
    "γυναικα": "female",
    "male": "male",
    "m": "male",
    "ανδρας": "male",
}
COUNTRIES = {
    **dict.fromkeys(("cyprus", "κυπρος"), "CY"),
    **dict.fromkeys(("greece", "ελλαδα"), "GR"),
    **dict.fromkeys(("united kingdom", "uk", "great britain", "england", "scotland"), "GB"),
    **dict.fromkeys(("germany", "deutschland"), "DE"),
    **dict.fromkeys(("russia", "russian federation"), "RU"),
    "ukraine": "UA",
    "israel": "IL",
    "lebanon": "LB",
    "turkey": "TR",
    "france": "FR",
    "italy": "IT",
    "romania": "RO",
    "bulgaria": "BG",
    "poland": "PL",
    "united states": "US",
}
LANGUAGES = {"greek": "el", "el": "el", "ελληνικα": "el", "english": "en", "en": "en"}


def cell(line: Line, columns: Columns, name: str) -> str:
    """Return the text that stands for a field; empty where the file has none."""
    heading = columns.of.get(name)
    return line.cells.get(heading, "") if heading else ""


def flag(line: Line, columns: Columns, name: str) -> bool:
    """Tell whether a field says yes, or when: ``true``, ``Yes``, a date."""
    return fold(cell(line, columns, name)) not in _NO


def answer(text: str) -> str:
    """Return yes, no, or unknown where nothing was answered."""
    folded = fold(text)
    if not folded:
        return "unknown"
    return "yes" if folded in _YES else "no"


def name_of(line: Line, columns: Columns, staff: str = "") -> tuple[str, str]:
    """Return given and family name; one field only is divided, a staff name put there dropped."""
    given = " ".join(cell(line, columns, "given_name").split())
    family = " ".join(cell(line, columns, "family_name").split())
    if family and staff and fold(family) == fold(staff):
        family = ""
        whole = given
    elif given or family:
        return given, family
    else:
        whole = " ".join(cell(line, columns, "full_name").split())
    first, _, rest = whole.partition(" ")
    return first, family or rest


def country_of(text: str, usual: str) -> str:
    """Return the two letters of the country in which someone dials."""
    if len(text) == 2 and text.isalpha() and text.isascii():
        return text.upper()
    return COUNTRIES.get(fold(text), usual)


def phones_of(texts: Sequence[str], country: str) -> tuple[list[str], list[str]]:
    """Return the numbers in international form, and the texts that are none."""
    numbers: list[str] = []
    unread: list[str] = []
    for text in texts:
        for part in re.split(r"[,;/]", text):
            plain = _TRUNK.sub("", _LABEL.sub("", part.strip())).lstrip("'’ ").strip()
            if not plain:
                continue
            number = _phone(plain, country)
            if number is None:
                unread.append(plain)
            elif number not in numbers:
                numbers.append(number)
    return numbers, unread


def _phone(text: str, country: str) -> str | None:
    """Read a number; one that is too long at home may lack its plus."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    for tried in (text, f"+{digits}"):
        try:
            return parse_phone(tried, country).e164
        except PhoneError:
            continue
    return None


def staff_key(name: str) -> str:
    """Return one form of a staff member's name: by its sound, in Greek or Latin letters."""
    return " ".join(sorted(sound(name).split()))
