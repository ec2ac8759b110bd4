"""What a name may mean: ``Zusanli``, ``Zúsānlǐ``, ``zu2 san1 li3``, ``足三里``.

Decides        which points a name stands for, with or without tones
Does not       read codes; choose among several points
Takes          plain text in Latin letters or Chinese signs (see letters.py)
Gives          codes
Units          none
Sources        data/points/names.csv
Reviewed       draft

Six names are shared by two points each once tones are gone (Futu, Juliao, Wangu, Zhongzhu,
Zhongdu, Yinjiao); older short names add more. Tones that were typed tell them apart.
"""

import re
from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.points.letters import Syllables, plain, syllables
from ashi.core.knowledge.points.names import PointCode, PointName, all_names

_NUMBERED = re.compile(r"(?:[a-zü:]+[\s'-]*[1-5][\s'-]*)+")
# Signs that stand for one another beside traditional and simplified: other forms of one word,
# and those usual in Japan.
_OTHER_SIGNS = str.maketrans(
    "腧輸输戸渓谿沢関気霊隠豊経聴脳陥歴臺沖", "俞俞俞户溪溪泽关气灵隐丰经听脑陷历台冲"
)
_POINT_ZH = "穴"
_POINT = "xue"
_NOISE = re.compile(r"[\s·・-]")


class _Spelt(NamedTuple):
    code: PointCode
    tones: dict[int, int]


def _spellings(name: PointName) -> list[tuple[str, dict[int, int]]]:
    """Return every Latin name of a point as letters (digits for old codes), with its tones."""
    spelt: list[tuple[str, dict[int, int]]] = []
    for text in (name.tones, name.pinyin, *name.also):
        read = syllables(plain(text))
        letters = read.letters if read else _NOISE.sub("", plain(text))
        spelt.append((letters, read.tones if read else {}))
    return spelt


@cache
def _by_letters() -> dict[str, list[_Spelt]]:
    index: dict[str, list[_Spelt]] = {}
    for name in all_names().values():
        for letters, tones in _spellings(name):
            known = index.setdefault(letters, [])
            if all(one.code != name.code for one in known):
                known.append(_Spelt(name.code, tones))
    return index


@cache
def _by_signs() -> dict[str, frozenset[PointCode]]:
    index: dict[str, set[PointCode]] = {}
    for name in all_names().values():
        for signs in (name.zh, name.simplified, *name.also_zh):
            index.setdefault(_signs(signs), set()).add(name.code)
    return {signs: frozenset(codes) for signs, codes in index.items()}


@cache
def _simplified() -> dict[int, str]:
    """Return each traditional sign of a name with its simplified form."""
    pairs = (
        (ord(old), new)
        for name in all_names().values()
        for old, new in zip(name.zh, name.simplified, strict=False)
        if old != new
    )
    return dict(pairs)


def _signs(text: str) -> str:
    """Return Chinese signs in the one form in which they are compared."""
    signs = _NOISE.sub("", plain(text)).translate(_OTHER_SIGNS)
    return signs.translate(_simplified()).translate(_OTHER_SIGNS)


def known_letters() -> tuple[str, ...]:
    """Return every name in bare Latin letters."""
    return tuple(_by_letters())


def codes_of_letters(letters: str) -> frozenset[PointCode]:
    """Return the points whose name is written with these letters, tones apart."""
    return frozenset(one.code for one in _by_letters().get(letters, ()))


def read_name(text: str) -> frozenset[PointCode]:
    """Return the points that a plain ``text`` names; empty where it names none."""
    signs = _signs(text)
    if found := _by_signs().get(signs) or _by_signs().get(signs.removesuffix(_POINT_ZH)):
        return found
    if _NUMBERED.fullmatch(text) and (found := _numbered(text)):
        return found
    read = syllables(text)
    if read is None:
        return codes_of_letters(_NOISE.sub("", text))
    return _named(read) | _named(_without_point(read))


def _without_point(read: Syllables) -> Syllables:
    """Leave off a last syllable that only says "point"."""
    return Syllables(read.letters.removesuffix(_POINT), read.tones)


def _named(read: Syllables) -> frozenset[PointCode]:
    known = _by_letters().get(read.letters, [])
    agreeing = [one for one in known if _agree(read.tones, one.tones)]
    return frozenset(one.code for one in (agreeing if len(known) > 1 and agreeing else known))


def _agree(typed: dict[int, int], known: dict[int, int]) -> bool:
    """Whether every tone that was typed is the name's, where the name's are known."""
    return not known or all(known.get(at) == tone for at, tone in typed.items())


def _numbered(text: str) -> frozenset[PointCode]:
    """Read tones written as numbers; the fifth is none."""
    read = syllables(re.sub("[1-5]", "", text))
    tones = [int(digit) for digit in re.findall("[1-5]", text)]
    known = _by_letters().get(read.letters if read else "", [])
    agreeing = [one for one in known if [one.tones[at] for at in sorted(one.tones)] == tones]
    return frozenset(one.code for one in agreeing)
