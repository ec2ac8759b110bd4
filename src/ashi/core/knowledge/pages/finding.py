"""Pages for patients found by words in Greek or English, in Greek or Latin letters, accents or not.

Decides        which pages match, and in which order
Does not       show a page, or a claim that may not be told
Takes          what was typed
Gives          pages, the best first; none where a word of some length is on no page
Units          weights chosen for Ashi: a word of the title counts most, one of the text least
Sources        ``kernel.names`` for letters and sounds
Reviewed       no clinical content
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ashi.core.kernel.names import latin, sound, words
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.evidence_base.showing import told_to_patients
from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.pages.own_text import without_marks
from ashi.core.knowledge.pages.places import CONDITION, PAGE
from ashi.core.knowledge.pages.reading import (
    Told,
    all_pages,
    all_rates,
    self_care_for,
    what_it_is,
)

TITLE, ALSO, TEXT = 10, 6, 1
WHOLE, BEGINNING, STEM = 3, 2, 1  # how much a whole word counts, its beginning, another ending
LEAST_STEM = 4
_ENDING = re.compile("(?:[aeiou]{0,2}s|on|[aeiou]{1,2})$")  # of Greek in Latin letters; plurals too
SHORT = 3  # letters; shorter words are left out where longer ones stand beside them
MOST_WORDS = 8
INDEXES = 4  # kept; a centre that publishes makes a new one
OwnPages = tuple[tuple[str, str, tuple[tuple[str, Told], ...]], ...]
HEARD = "~"  # before a sound in the index
# Latin letters that stand for Greek ones by their look or their place on the keyboard.
_LOOKS = (
    (re.compile("8"), "th"),
    (re.compile("(?<![ctpgks])h"), "i"),
    (re.compile("x"), "ch"),
    (re.compile("b"), "v"),
    (re.compile("w"), "o"),
    (re.compile("y(?=[^aeiou]|$)"), "i"),
    (re.compile("([ae])u"), r"\1f"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matches: ``kind`` is condition or page."""

    kind: str
    slug: str
    title: Told
    about: Told
    score: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """A page with its words and their sounds, each with what it counts."""

    kind: str
    slug: str
    title: Told
    about: Told
    words: dict[str, int]


def find_pages(typed: str, own: OwnPages = ()) -> list[Hit]:
    """Return pages that hold every word typed, the best first.

    Words of fewer than three letters are left out unless there is no longer one. An empty text
    gives nothing.

    Parameters
    ----------
    own : what a centre says in its own words, by page; it is looked through instead of the
        packaged words of that place
    """
    asked = words(typed)[:MOST_WORDS]
    long = [word for word in asked if len(word) >= SHORT] or asked
    if not long:
        return []
    found = [_matching(word, own) for word in long]
    hits = []
    for page in _index(own):
        scores = [
            max(
                (much * page.words[form] for form, much in forms.items() if form in page.words),
                default=0,
            )
            for forms in found
        ]
        if all(scores):
            hits.append(Hit(page.kind, page.slug, page.title, page.about, sum(scores)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.slug))


def _matching(word: str, own: OwnPages) -> dict[str, int]:
    """Return the forms of the index that fit a word typed, each with how much it counts."""
    forms = readings(word)
    begun = tuple(form for form in forms if len(form) >= SHORT and not form.startswith(HEARD))
    stems = tuple(stem for stem in map(_stem, begun) if stem)
    found = {}
    for held in _vocabulary(own):
        if held in forms:
            found[held] = WHOLE
        elif held.startswith(begun):
            found[held] = BEGINNING
        elif held.startswith(stems):
            found[held] = STEM
    return found


def _stem(form: str) -> str:
    """Return a form without its ending: cases of a word are one. Empty if little is left."""
    stem = _ENDING.sub("", form)
    return stem if len(stem) >= LEAST_STEM else ""


def readings(word: str) -> frozenset[str]:
    """Return the forms in which a word may stand in the index."""
    plain = latin(word)
    looked = plain
    for pattern, letters in _LOOKS:
        looked = pattern.sub(letters, looked)
    one = plain.removesuffix("s") if len(plain) > SHORT + 1 else plain  # knees, knee
    return frozenset({word, plain, looked, one, *map(_heard, (plain, looked))})


def _heard(word: str) -> str:
    return HEARD + sound(word)


@lru_cache(maxsize=INDEXES)
def _vocabulary(own: OwnPages) -> frozenset[str]:
    return frozenset(form for page in _index(own) for form in page.words)


@lru_cache(maxsize=INDEXES)
def _index(own: OwnPages) -> tuple[Indexed, ...]:
    return tuple(_pages({(kind, name): dict(texts) for kind, name, texts in own}))


def _pages(own: Mapping[tuple[str, str], Mapping[str, Told]]) -> Iterator[Indexed]:
    base, also = packaged_base(), read_toml("pages", "also.toml")
    for one in all_conditions():
        ours = _own(own.get((CONDITION, one.slug), {}))
        title, about = Told(one.name, one.name_el), ours.get("what") or what_it_is(one.id)
        care = [] if "care" in ours else self_care_for(one.id)
        told = [Told(claim.en, claim.el) for claim in told_to_patients(base, one.id)]
        counted = _counted([title], also[one.id], [about, *care, *told, *ours.values()])
        yield Indexed("condition", one.slug, title, about, counted)
    for page in all_pages():
        ours = _own(own.get((PAGE, page.slug), {}))
        lead = ours.get("lead") or page.lead
        parts = [part for part in page.sections if f"part-{part.id}" not in ours]
        says = [Told(said.en, said.el) for part in parts for said in part.says if said.en]
        headings = [part.heading for part in page.sections]
        rates = [rate.told for rate in all_rates()] if page.rates else []
        texts = [lead, *headings, *says, *rates, *ours.values()]
        yield Indexed("page", page.slug, page.title, lead, _counted([page.title], [], texts))


def _own(texts: Mapping[str, Told]) -> dict[str, Told]:
    """Return the words of a centre without marks; the words of a claim are its page's anyway."""
    return {
        place: Told(*(" ".join(without_marks(half).split()) for half in (told.en, told.el)))
        for place, told in texts.items()
    }


def _counted(titles: Iterable[Told], also: Iterable[str], texts: Iterable[Told]) -> dict[str, int]:
    """Return every form of every word with the most it counts."""
    found: dict[str, int] = {}
    weighed = [
        (TEXT, [text for told in texts for text in (told.en, told.el)]),
        (ALSO, list(also)),
        (TITLE, [text for told in titles for text in (told.en, told.el)]),
    ]
    for weight, those in weighed:
        for text in those:
            for word in words(text):
                for form in (word, latin(word), _heard(word)):
                    found[form] = max(found.get(form, 0), weight)
    return found
