"""Which point a writing means.

Decides        whether a writing is a point, and which look like it
Does not       hold what is known of points
Takes          codes in any case, with blanks or hyphens
Gives          the code, or the codes that look like the writing
Sources        WHO codes; usual other letters of the channels
"""

import re
from difflib import get_close_matches

from ashi.core.safety.places import point_codes

CODE = re.compile(r"(EX[ -]?(?:HN|CA|B|UE|LE)|[A-Z]{1,2})[ .-]*0*([0-9]{1,2})")
OTHER_LETTERS = {
    "UB": "BL",
    "LV": "LR",
    "SJ": "TE",
    "TH": "TE",
    "DU": "GV",
    "REN": "CV",
    "RN": "CV",
}


def find_point(writing: str) -> str | tuple[str, ...]:
    """Return the code that a writing means, or up to three codes that look like it."""
    given = writing.strip().upper()
    match = CODE.fullmatch(given)
    if match:
        letters = match[1].replace(" ", "-")
        letters = letters if not letters.startswith("EX") else f"EX-{letters.lstrip('EX-')}"
        code = f"{OTHER_LETTERS.get(letters, letters)}{match[2]}"
        if code in point_codes():
            return code
    return tuple(get_close_matches(given, sorted(point_codes()), 3, 0.5))
