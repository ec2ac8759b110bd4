"""A needling line cut into words, each with its place in the line.

Decides        where a word ends
Does not       know what words mean
Takes          any text of one or more lines
Gives          statements, each a list of tokens with their offsets
Units          offsets count characters from 0
Sources        none
Reviewed       no clinical content
"""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<end>[;\n；])
    | "(?P<plain>[^"\n]*)" | “(?P<curly>[^”\n]*)” | «(?P<greek>[^»\n]*)»
    | (?P<word>[0-9]+,[0-9]+[^\s;；,，、()\[\]"“”«»]* | [^\s;；,，、()\[\]"“”«»]+)""",
    re.VERBOSE,
)
_SIDE_AT_END = re.compile(r"(?P<point>[^\W\d_][\w.-]*[0-9])(?P<side>[lrbLRB])")


class Token(NamedTuple):
    """A word, or a quoted note, with where it stands."""

    text: str
    start: int
    end: int
    quoted: bool = False


def statements(line: str) -> list[list[Token]]:
    """Return the statements of a line; what is empty between two semicolons is left out."""
    found: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(line):
        if match["end"]:
            found.append([])
        elif match["word"] is None:
            note = match["plain"] or match["curly"] or match["greek"] or ""
            found[-1].append(Token(" ".join(note.split()), match.start(), match.end(), quoted=True))
        else:
            found[-1].extend(_pieces(match["word"], match.start()))
    return [tokens for tokens in found if tokens]


def _pieces(word: str, start: int) -> list[Token]:
    """Cut off a side, as in ``BL23L``, and a full stop or colon at the end of a word."""
    word = word.rstrip(".:") or word
    match = _SIDE_AT_END.fullmatch(word)
    if match is None:
        return [Token(word, start, start + len(word))]
    cut = start + len(match["point"])
    return [Token(match["point"], start, cut), Token(match["side"], cut, start + len(word))]
