"""Where a trial is printed, as a reader may be shown it.

Decides        which text is plain; what a DOI, a PMID and a registration look like; when two
               papers are one
Does not       look anything up; mend a text that holds code
Takes          texts as they were typed, or as a record of a library has them
Gives          text without marks, or the code of why not; a ``Paper``
Units          none
Sources        DOI after the pattern of Crossref's own advice (10.NNNN/suffix), recalled
Reviewed       no clinical content
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

LONGEST: Mapping[str, int] = {
    "study": 80,
    "year": 4,
    "citation": 600,
    "doi": 120,
    "pmid": 9,
    "registration": 40,
    "part_read": 200,
}
SHAPES: Mapping[str, re.Pattern[str]] = {
    "year": re.compile(r"(19|20)\d\d"),
    "doi": re.compile(r"10\.\d{4,9}/\S+"),
    "pmid": re.compile(r"[1-9]\d{0,8}", re.ASCII),
    "registration": re.compile(r"[A-Za-z]{2,8}[-/A-Za-z0-9]{3,32}"),
}
IDENTIFIERS = ("doi", "pmid", "registration")
LETTERING = re.compile(r"</?(?:i|b|em|strong|sub|sup)>", re.IGNORECASE)
CODE = re.compile(r"<\s*/?\s*[a-z!?]|(?:java|vb)script\s*:|data\s*:\s*text/", re.IGNORECASE)
RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
UNWRITABLE = frozenset({"Cc", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Paper:
    """One trial as it is cited; ``study`` is its short name, such as "Kerr 2003".

    Year, DOI, PMID and registration may be empty.
    """

    study: str
    year: str
    citation: str
    doi: str = ""
    pmid: str = ""
    registration: str = ""


def plain(name: str, text: str) -> tuple[str, str]:
    """Return a text on one line without lettering, and the code of what is wrong with it.

    Italics, bold, sub- and superscript are taken off, as libraries write them; any other tag,
    and what a browser would run, is refused and never mended. The code is empty if all is well.
    """
    bare = " ".join(LETTERING.sub("", unescape(text)).split())
    if name == "doi":
        bare = RESOLVER.sub("", bare)
    if any(unicodedata.category(sign) in UNWRITABLE for sign in bare):
        return "", "unwritable"
    if CODE.search(bare):
        return "", "markup"
    if len(bare) > LONGEST[name]:
        return "", "too_long"
    shape = SHAPES.get(name)
    return bare, f"no_{name}" if bare and shape and not shape.fullmatch(bare) else ""


def folded(text: str) -> str:
    """Return letters and digits alone, without accents or capitals."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in parts if sign.isalnum())


def same_paper(one: Paper, other: Paper) -> str:
    """Return by what two papers are one ("doi", "pmid", "registration", "study"); or nothing."""
    for name in IDENTIFIERS:
        mine, theirs = (folded(getattr(paper, name)) for paper in (one, other))
        if mine and mine == theirs:
            return name
    return "study" if folded(one.study) == folded(other.study) else ""
