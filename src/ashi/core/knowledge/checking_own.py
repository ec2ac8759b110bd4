"""Whether words that a centre typed for a page may be published, by the check of packaged ones.

Decides        which sentence needs a claim, or may not stand as it is
Does not       read meaning (``checking_pages`` says what it finds)
Takes          texts by place, the places of the page, the evidence base
Gives          faults with place, language, sentence; none where all may be published
Units          sentences are counted from 1; 0 is the text as a whole
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.checking_pages import plain_faults, sentence_faults, told_faults
from ashi.core.knowledge.evidence_base.base import Base, concerns
from ashi.core.knowledge.pages.own_text import (
    RESERVED,
    VISITS,
    Spoken,
    marks_in,
    sentences_in,
)
from ashi.core.knowledge.pages.places import LANGUAGES, Place
from ashi.core.knowledge.pages.reading import Told


class TextFault(NamedTuple):
    """What is wrong with which sentence; ``given`` is the word, number or claim it is about."""

    place: str
    language: str
    number: int
    sentence: str
    code: str
    given: str


def text_faults(
    texts: Mapping[str, Told], places: Sequence[Place], base: Base, condition: str | None
) -> list[TextFault]:
    """Return what keeps texts from being published, in the order of the page.

    Parameters
    ----------
    texts : a place without text, or that is not here, stands as packaged
    condition : whose page it is, since a claim on another illness misleads there; or nobody's
    """
    return [
        fault
        for place in places
        for fault in _place_faults(place, texts, base, condition)
    ]  # fmt: skip


def _place_faults(
    place: Place, texts: Mapping[str, Told], base: Base, condition: str | None
) -> Iterator[TextFault]:
    text = texts.get(place.key, Told("", ""))
    partner = _partner(place.key)
    asked = bool(partner and _filled(texts.get(partner)))
    for language in LANGUAGES:
        half: str = getattr(text, language)
        if not half.strip():
            if _filled(text) or asked:
                yield TextFault(place.key, language, 0, "", "missing", "")
            continue
        known = _Grounds(base, condition, frozenset(marks_in(getattr(place.packaged, language))))
        for number, spoken in enumerate(sentences_in(half, language), 1):
            for fault in _spoken_faults(spoken, language, known):
                given = "" if fault.given is None else str(fault.given)
                yield TextFault(place.key, language, number, spoken.text, fault.code, given)
        yield from _lacking(place.key, text, language)


def _filled(text: Told | None) -> bool:
    return text is not None and bool(text.en.strip() or text.el.strip())


def _partner(key: str) -> str | None:
    """Return the other half of a question of the centre's own: neither stands alone."""
    if not key.startswith("own-"):
        return None
    return key.replace("ask", "answer") if "-ask-" in key else key.replace("answer", "ask")


def _lacking(place: str, text: Told, language: str) -> Iterator[TextFault]:
    """Say which claim of the other language this one lacks."""
    other = "el" if language == "en" else "en"
    here, there = (marks_in(getattr(text, one)) for one in (language, other))
    for claim in sorted(there - here):
        if getattr(text, other).strip():
            yield TextFault(place, language, 0, "", "claim_lacking", claim)


class _Grounds(NamedTuple):
    """Against what a sentence is held; ``packaged`` claims stand there already."""

    base: Base
    condition: str | None
    packaged: frozenset[str]


def _spoken_faults(spoken: Spoken, language: str, known: _Grounds) -> Iterator[Fault]:
    if spoken.mark is not None:
        yield from _mark_faults(spoken.mark, known)
        return
    table = {language: spoken.text}
    if any(sign.isalpha() for sign in spoken.text):
        yield from told_faults(table, "", (language,))
    yield from plain_faults(table, "")


def _mark_faults(name: str, known: _Grounds) -> Iterator[Fault]:
    if name in RESERVED:
        if name == VISITS and known.condition is None:
            yield Fault("", "no_visits", name)
        return
    claim = known.base.claims.get(name)
    kind = claim.type.value if claim else "works"
    for fault in sentence_faults({"kind": kind, "claim": name}, "", known.base):
        yield fault._replace(given=name)
    if claim is None or known.condition is None or name in known.packaged:
        return
    if not concerns(claim.conditions, known.condition):
        yield Fault("", "unknown_condition", name)
