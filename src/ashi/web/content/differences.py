"""What two versions of a page say otherwise, sentence by sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ashi.apps.content.queries import PageKey, Texts
from ashi.core.knowledge.evidence_base.showing import Told as ToldClaim
from ashi.core.knowledge.pages.own_text import Spoken, sentences_in
from ashi.core.knowledge.pages.places import LANGUAGES
from ashi.web.conditions.lines import told_claims
from ashi.web.content.rows import place_heading
from ashi.web.content.wording import LANGUAGE_WORDS


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences that stay (``same``), were taken out (``gone``) or came (``new``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One language of a place, before and after."""

    heading: str
    language: str
    word: str
    runs: tuple[Run, ...]


def differences(key: PageKey, before: Texts, after: Texts) -> list[Difference]:
    """Return what patients read otherwise, place by place; packaged words count as read."""
    found = []
    for place in key.places:
        old, new = (some.get(place.key, place.packaged) for some in (before, after))
        for language in LANGUAGES:
            was, now = getattr(old, language), getattr(new, language)
            if was != now:
                word = str(LANGUAGE_WORDS[language])
                runs = tuple(runs_of(was, now, language))
                found.append(Difference(place_heading(key, place), language, word, runs))
    return found


def runs_of(before: str, after: str, language: str) -> Iterator[Run]:
    """Yield the sentences of two texts in one order."""
    told = told_claims()
    old, new = (
        [_read(one, language, told) for one in sentences_in(text, language)]
        for text in (before, after)
    )
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", " ".join(old[a:b]))
            continue
        if b > a:
            yield Run("gone", " ".join(old[a:b]))
        if d > c:
            yield Run("new", " ".join(new[c:d]))


def _read(spoken: Spoken, language: str, told: Mapping[str, ToldClaim]) -> str:
    """Return a sentence as patients read it; a mark that nobody is shown stays as it was typed."""
    claim = told.get(spoken.mark or "")
    if claim is None:
        return spoken.text
    return f"{claim.el if language == 'el' else claim.en} [[{claim.claim_id}]]"
