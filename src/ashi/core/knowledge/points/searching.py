"""Points looked for by anything that is known of them, best first.

Decides        which points match, and in which order
Does not       correct a search, or guess at a point to needle
Takes          a few words: a code or its beginning, a name in pinyin or Chinese, a channel, a
               region, a muscle, a family, a level of the spine
Gives          points, each with why it was found
Units          none
Sources        data/points
Reviewed       draft

Every word must match something of a point. Whole words come before beginnings, and these before
parts of a name; then a point found by its code comes before one found by its name, its level, its
family, its channel, its region, its muscle. Points that match alike keep their order.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.details import all_details
from ashi.core.knowledge.points.finding import in_order, near_points, possible_points
from ashi.core.knowledge.points.free_places import all_muscles
from ashi.core.knowledge.points.groups import all_families
from ashi.core.knowledge.points.letters import in_latin, plain, syllables, unmarked
from ashi.core.knowledge.points.names import PointCode, PointName, all_names
from ashi.core.knowledge.points.regions import all_regions

KINDS = ("code", "name", "level", "family", "channel", "region", "muscle", "near")
MOST = 30
LONGEST = 100
SHORTEST_PART = 2


class Hit(NamedTuple):
    """A point that was found, and by what."""

    code: PointCode
    kind: str


class _Term(NamedTuple):
    word: str
    kind: int
    code: PointCode


def search_points(text: str, most: int = MOST) -> tuple[Hit, ...]:
    """Return up to ``most`` points that match ``text``, best first; none for an empty text.

    Where nothing matches, points that look alike are given as ``near``.
    """
    words = _query(text)
    if not words:
        return ()
    exact = {code: Hit(code, "code") for code in in_order(possible_points(text))}
    ranked = exact | {hit.code: hit for hit in _ranked(words) if hit.code not in exact}
    found = tuple(ranked.values()) or tuple(Hit(code, "near") for code in near_points(text))
    return found[:most]


def _query(text: str) -> tuple[str, ...]:
    """Return the words that are looked for."""
    if len(text) > LONGEST:
        return ()
    return tuple(dict.fromkeys(_words(text)))


def _words(text: str) -> list[str]:
    """Return the words of a text without accents, hyphens and other marks."""
    bare = unmarked(plain(text))
    return "".join(sign if sign.isalnum() else " " for sign in bare).split()


def _ranked(words: tuple[str, ...]) -> list[Hit]:
    """Return the points that match every word, best first."""
    scores = _scores_of_name(words)
    matches = [_matches(word) for word in words]
    for code in set(matches[0]).intersection(*matches[1:]):
        score = max(match[code] for match in matches)
        scores[code] = min(score, scores.get(code, score))
    order = in_order(frozenset(scores))
    return [Hit(code, KINDS[scores[code][1]]) for code in sorted(order, key=scores.__getitem__)]


def _matches(word: str) -> dict[PointCode, tuple[int, int]]:
    """Return the best match of one word for each point: 0 where it is whole, and its kind."""
    found: dict[PointCode, tuple[int, int]] = {}
    for reading in dict.fromkeys((word, *in_latin(word))):
        for term in _beginning_with(reading):
            score = (int(term.word != reading), term.kind)
            found[term.code] = min(score, found.get(term.code, score))
    return found


def _scores_of_name(words: tuple[str, ...]) -> dict[PointCode, tuple[int, int]]:
    """Match all words together as the beginning, or a part, of a name or a code."""
    joined = "".join(words)
    scores: dict[PointCode, tuple[int, int]] = {}
    for reading in in_latin(joined):
        for term in _beginning_with(reading):
            if term.kind <= KINDS.index("name"):
                score = (int(term.word != reading), term.kind)
                scores[term.code] = min(score, scores.get(term.code, score))
        for term in _containing(reading):
            scores.setdefault(term.code, (2, term.kind))
    return scores


def _containing(reading: str) -> list[_Term]:
    """Return the names in which at least two signs stand somewhere."""
    if len(reading) < SHORTEST_PART or reading.isdigit():
        return []
    return [term for term in _names_only() if reading in term.word]


@cache
def _names_only() -> tuple[_Term, ...]:
    return tuple(term for term in _index() if term.kind == KINDS.index("name"))


def _beginning_with(word: str) -> Iterator[_Term]:
    index = _index()
    at = bisect_left(index, (word,))
    while at < len(index) and index[at].word.startswith(word):
        yield index[at]
        at += 1


@cache
def _index() -> tuple[_Term, ...]:
    """Return every word of every point, in the order of the words."""
    terms = (
        _Term(word, KINDS.index(kind), code)
        for kind, code, text in _texts()
        for word in {*_words(text), "".join(_words(text))}
        if word
    )
    return tuple(sorted(set(terms)))


def _texts() -> Iterator[tuple[str, PointCode, str]]:
    """Give everything by which a point can be found."""
    regions = {one.id: (one.name, one.name_el, *one.also) for one in all_regions()}
    muscles = {one.name: (one.name, one.name_el, *one.also) for one in all_muscles()}
    for name in all_names().values():
        yield "code", name.code, name.code
        yield from (("name", name.code, text) for text in _names(name))
        channel = all_channels()[name.channel]
        yield from (("channel", name.code, text) for text in (channel.name, channel.zh))
    for point in all_details():
        yield from (("region", point.code, text) for text in regions[point.region])
        yield from (
            ("muscle", point.code, text) for muscle in point.muscles for text in muscles[muscle]
        )
        if point.level:
            yield "level", point.code, point.level
    for family in all_families():
        for code in family.points:
            yield from (
                ("family", code, text)
                for text in (family.id, family.name, family.name_el, family.zh)
            )


def _names(name: PointName) -> Iterator[str]:
    """Give the names of a point as they are compared, pinyin in bare letters."""
    for text in (name.pinyin, *name.also):
        read = syllables(plain(text))
        yield read.letters if read else "".join(_words(text))
    yield from (name.zh, name.simplified, *name.also_zh)
