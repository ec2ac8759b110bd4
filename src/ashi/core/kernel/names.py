"""Names of people as they are typed: one form for many spellings, in Greek and in Latin letters.

Decides        which spellings of a name count as one (the sound of a word), and how Greek is
               written in Latin letters
Does not       say whether two people are one; know which words are names; touch what is stored
               as the name, which stays as it was given
Takes          any text: any script, any case, accents, emoji, marks of direction
Gives          lower-case text without accents; words are letters, digits or coded symbols, so
               that nothing in a key means anything to a database's pattern matching
Units          none
Sources        Latin writing after ELOT 743 (the form on Greek and Cypriot passports), recalled;
               the classes of sounds are Ashi's own, pinned by the pairs in
               tests/unit/core/kernel/test_names.py
Reviewed       no
"""

import re
import unicodedata
from functools import lru_cache

_MARKS = {*range(0x0300, 0x0370), *range(0x0591, 0x05C8), *range(0x064B, 0x0660), 0x0640, 0x0670}
_NO_SPACE = {"Cf", "Cs", "Co", "Cn"}
_SYMBOLS = {"So", "Sm", "Sc", "Sk"}

_DIGRAPHS = {"ου": "ou", "γγ": "ng", "γξ": "nx", "γχ": "nch", "γκ": "gk", "μπ": "mp", "ντ": "nt"}
_GREEK_PAIRS = re.compile("|".join(_DIGRAPHS))
_SINGLE = str.maketrans(
    {
        **dict(zip("αβγδεζηικλμνοπρστυφω", "avgdeziiklmnoprstyfo", strict=True)),
        "θ": "th",
        "ξ": "x",
        "χ": "ch",
        "ψ": "ps",
        **dict(zip("øłđðıħŧ", "olddiht", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
_VOICED_YPSILON = re.compile("([αεη])υ(?=[αεηιουωβγδζλμνρ])")
_VOICELESS_YPSILON = re.compile("([αεη])υ")

# One pass over a word in Latin letters. Passes are repeated until nothing changes, so what one
# rule makes may be read by another; no rule makes a word longer but the one for x, once.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(.)\1+", r"\1"),
        (r"([ae])u", r"\1f"),  # Stauros, Stavros, Stafros
        (r"oy(?=[^aeiouy]|$)", "u"),  # Papadopoyloy
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"gh", "g"),
        (r"rh", "r"),
        (r"sh", "s"),
        (r"[ck]h", "h"),  # Christina, Khristina, Hristina
        (r"ck", "k"),
        (r"[dt][zj]|j", "z"),  # Hadjigeorgiou, Hatzigeorgiou
        (r"x(?=[bdfgklmnprstvz])", "h"),  # Xristina
        (r"x", "ks"),
        (r"[cq]", "k"),
        (r"[vw]", "f"),
        (r"m[pb]", "b"),
        (r"n[td]", "d"),
        (r"n[gk]|gk", "g"),
        (r"(^|(?<=[aeiouy]))g(?=[eiy])", "i"),  # Giannis, Yiannis; Panagiotis, Panayiotis
        (r"[ey]", "i"),
        (r"^i+[aiou]*([aou])", r"i\1"),  # Ioannis, Yannis
        (r"(?<!^)[aiou]+([aiou])", r"\1"),
        (r"^[aou][aiou]*([aiou])", r"\1"),
    )
]
_LEAST_START = 3


def fold(text: str) -> str:
    """Return ``text`` without case, accents, final sigma, width and spare white space.

    Folding what is folded changes nothing. Letters of every script are kept.
    """
    while (folded := _fold_once(text)) != text:
        text = folded
    return folded


def _fold_once(text: str) -> str:
    """Take one pass; a second can be needed where case folding makes new marks."""
    plain = "".join(
        " " if unicodedata.category(sign) == "Cc" else sign
        for sign in unicodedata.normalize("NFKD", text)
        if ord(sign) not in _MARKS and unicodedata.category(sign) not in _NO_SPACE
    )
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of ``text`` in order; hyphens divide, apostrophes join.

    A symbol is a word of its own, written ``u`` and its code point, so that a name typed as an
    emoji is found by it. Punctuation alone gives no words.
    """
    spaced = "".join(_spaced(sign) for sign in fold(text))
    return tuple(spaced.split())


def _spaced(sign: str) -> str:
    """Keep a letter, digit or mark; code a symbol; drop an apostrophe; divide at all else."""
    category = unicodedata.category(sign)
    if category[0] in "LNM":
        return sign
    if category in _SYMBOLS and sign not in "`´":
        return f" u{ord(sign):x} "
    return "" if sign in "'’‘ʼ`´" else " "


def latin(text: str) -> str:
    """Return the words of ``text`` in Latin letters, Greek after ELOT 743; other scripts stay."""
    return " ".join(_latin_word(word) for word in words(text))


@lru_cache(maxsize=8192)
def _latin_word(word: str) -> str:
    """Write one folded word in Latin letters."""
    word = _VOICED_YPSILON.sub(r"\1v", word)
    word = _VOICELESS_YPSILON.sub(r"\1f", word)
    word = re.sub("^μπ", "b", word)
    word = _GREEK_PAIRS.sub(lambda pair: _DIGRAPHS[pair[0]], word)
    return word.translate(_SINGLE)


def sound(text: str) -> str:
    """Return the words of ``text`` by their sound: one form for Γιώργος, Giorgos and Yiorgos.

    The sound of a sound is itself; it is the same for a Greek word and its Latin writing, and
    a word with a letter never loses its last one. Coarse on purpose: it finds, and does not
    prove (Antonis and Adonis sound alike here).
    """
    return " ".join(_sound_of_word(word) for word in latin(text).split())


@lru_cache(maxsize=8192)
def _sound_of_word(word: str) -> str:
    """Apply the rules until none changes the word."""
    before = ""
    while before != word:
        before = word
        for pattern, result in _SOUNDS:
            word = pattern.sub(result, word)
    return word


def sound_start(word: str) -> str:
    """Return how the sound of a word begins of which only ``word`` has been typed so far.

    Vowels at the end may yet run into others, so they are left off. Fewer than three letters
    would fit too many names: the answer is then empty. A cut between two letters that make one
    sound (c and h, m and p) gives a start that does not fit; the next letter mends it.
    """
    start = sound(word).rstrip("aiou")
    return start if len(start) >= _LEAST_START else ""


def search_key(given_name: str, family_name: str = "") -> str:
    """Return the text in which a name is searched: Latin words after spaces, sounds after ``~``."""
    written = latin(f"{given_name} {family_name}").split()
    sounds = dict.fromkeys(_sound_of_word(word) for word in written)
    parts = [f" {word}" for word in dict.fromkeys(written)] + [f" ~{one}" for one in sounds]
    return "".join(parts)
