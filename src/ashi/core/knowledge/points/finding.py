"""The point that a person means, however they write it.

Decides        which point a writing stands for; refuses what stands for none, or for several
Does not       guess: of two readings neither is taken
Takes          any text
Gives          a point's code
Units          none
Sources        data/points/README.md
Reviewed       draft

Code and name may stand together (``ST36 Zusanli``, ``Zusanli (ST 36)``); they must agree.
"""

import re
from difflib import get_close_matches
from functools import cache

from ashi.core.knowledge.errors import AmbiguousPointError, UnknownPointError
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.code_writings import code_of, read_code
from ashi.core.knowledge.points.letters import in_latin, plain, unmarked
from ashi.core.knowledge.points.name_writings import codes_of_letters, known_letters, read_name
from ashi.core.knowledge.points.names import PointCode, all_names

LONGEST = 80
MOST_WORDS = 8
MOST_NEAR = 3
LIKENESS = 0.6

_PARTS = re.compile(r"[()\[\]（）【】,;=|/]+")
_ALPHABETS = re.compile(
    r"(?<=[\u3400-\u9fff])(?=[^\u3400-\u9fff])|(?<=[^\u3400-\u9fff])(?=[\u3400-\u9fff])"
)
_SAYS_POINT = re.compile(r"\b(?:acupuncture point|acupoint|point|pt)\b\.?")
_QUOTES = " \"'«»“”„().,;:"


def find_point(text: str) -> PointCode:
    """Return the one point that ``text`` means.

    Raises
    ------
    UnknownPointError
        No point is written so; ``near`` holds up to three that look like it.
    AmbiguousPointError
        Several points are written so; ``candidates`` holds all of them.
    """
    found = possible_points(text)
    if not found:
        raise UnknownPointError(text, near_points(text))
    if len(found) > 1:
        raise AmbiguousPointError(text, in_order(found))
    return next(iter(found))


@cache
def _places() -> dict[PointCode, int]:
    return {code: at for at, code in enumerate(all_names())}


def in_order(codes: frozenset[PointCode]) -> tuple[PointCode, ...]:
    """Return codes channel by channel, in their order."""
    return tuple(sorted(codes, key=_places().__getitem__))


def possible_points(text: str) -> frozenset[PointCode]:
    """Return every point that ``text`` can mean; more than one means that it is ambiguous."""
    together = (_together(reading) for reading in _readings(text))
    return points_written(text) or frozenset().union(*together)


def points_written(text: str) -> frozenset[PointCode]:
    """Return every point that ``text`` can mean as one code or one name, nothing beside it."""
    return frozenset().union(*map(_whole, _readings(text)))


def _readings(text: str) -> tuple[str, ...]:
    """Return the readings of a text, without quotation marks and words that only say "point".

    A text too long for any name has none.
    """
    if len(text) > LONGEST:
        return ()
    bare = plain(text).strip(_QUOTES)
    return in_latin(_SAYS_POINT.sub(" ", bare).strip() or bare)


def _whole(text: str) -> frozenset[PointCode]:
    """Read a text as one code or one name."""
    return read_code(text).codes | read_name(text)


def _together(text: str) -> frozenset[PointCode]:
    """Read a text as code and name side by side; where they disagree, all are meant."""
    words = _ALPHABETS.sub(" ", _PARTS.sub(" ", text)).split()
    parts = _parts(words) if len(words) <= MOST_WORDS else ()
    agreed = frozenset.intersection(*parts) if parts else frozenset()
    return agreed or frozenset().union(*parts)


def _parts(words: list[str]) -> tuple[frozenset[PointCode], ...]:
    """Return what each part means, where all words fall into codes and names; else nothing."""
    for cut in range(len(words), 0, -1):
        first = _whole(" ".join(words[:cut]))
        rest = _parts(words[cut:]) if first else ()
        if first and (rest or cut == len(words)):
            return (first, *rest)
    return ()


def near_points(text: str) -> tuple[PointCode, ...]:
    """Return up to three points whose code or name looks like ``text``, likest first."""
    near: dict[PointCode, None] = {}
    for reading in _readings(text):
        bare = re.sub(r"[\s._-]", "", unmarked(reading))
        near.update(dict.fromkeys(_last_of_channel(reading)))
        for like in get_close_matches(bare, _likenesses(), MOST_NEAR, LIKENESS):
            near.update(dict.fromkeys(in_order(_likenesses()[like])))
    return tuple(near)[:MOST_NEAR]


def _last_of_channel(text: str) -> tuple[PointCode, ...]:
    """Return what a code with a wrong number may have meant: the last point of its channel."""
    meant = read_code(text)
    lasts = (all_channels()[code] for code in sorted(meant.channels))
    return in_order(meant.perhaps) or tuple(code_of(one.code, one.points) for one in lasts)


@cache
def _likenesses() -> dict[str, frozenset[PointCode]]:
    """Return codes and names in bare letters, as they are compared."""
    codes = {code.replace("-", "").lower(): frozenset({code}) for code in all_names()}
    return codes | {letters: codes_of_letters(letters) for letters in known_letters()}
