"""Places of a page for patients in which a centre may put its own words.

Decides        which places a page has, and what stands in them as packaged
Does not       hold a centre's words (``apps.content``), or check them (``checking_own``)
Takes          a kind of page and its name: condition and slug, page and slug, home
Gives          places in the order of the page; packaged words written as somebody would type them
Units          none
Sources        data/pages
Reviewed       draft
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import all_conditions, condition_at
from ashi.core.knowledge.evidence_base.showing import told_to_patients
from ashi.core.knowledge.pages.own_text import as_typed
from ashi.core.knowledge.pages.reading import (
    Page,
    Question,
    Told,
    all_pages,
    questions_about,
    self_care_for,
    what_it_is,
)

CONDITION, PAGE, HOME = "condition", "page", "home"
KINDS = (CONDITION, PAGE, HOME)
CENTRE = "centre"  # the name of the one page of the kind home
OWN_QUESTIONS = 3
NOTHING = Told("", "")
LANGUAGES = ("en", "el")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a page, in the order of which it is read.

    ``packaged`` is empty where nothing stands by itself, ``about`` is the question or section it
    belongs to. Each line of a ``list`` stands for itself.
    """

    key: str
    packaged: Told
    about: str = ""
    list: bool = False


def page_keys() -> list[tuple[str, str]]:
    """Return kind and name of every page that a centre may word."""
    return [
        (HOME, CENTRE),
        *((CONDITION, one.slug) for one in all_conditions()),
        *((PAGE, one.slug) for one in all_pages()),
    ]


def places_of(kind: str, name: str, lead: Told = NOTHING) -> tuple[Place, ...]:
    """Return the places of a page; none where there is no such page.

    Parameters
    ----------
    lead : what a centre's settings say of it, which the page ``home`` begins with
    """
    if kind == HOME and name == CENTRE:
        return (Place("lead", lead), Place("words", NOTHING))
    if kind == CONDITION:
        return _of_condition(name)
    found = next((one for one in all_pages() if one.slug == name), None)
    return _of_page(found) if kind == PAGE and found else ()


@cache
def _of_condition(slug: str) -> tuple[Place, ...]:
    found = condition_at(slug)
    if found is None:
        return ()
    care = self_care_for(found.id)
    asked = [place for one in questions_about(found.id) for place in _of_question(one)]
    return (
        Place("what", what_it_is(found.id)),
        Place("together", NOTHING),
        Place("care", Told(*("\n".join(texts) for texts in _both(care))), list=True),
        *asked,
        *(Place(key, NOTHING) for key in own_question_keys()),
        Place("here", NOTHING),
    )


def own_question_keys() -> list[str]:
    """Return the places of questions of the centre's own: one that asks, one that answers."""
    numbers = range(1, OWN_QUESTIONS + 1)
    return [f"own-{what}-{number}" for number in numbers for what in ("ask", "answer")]


def _of_question(question: Question) -> tuple[Place, Place]:
    answer = Told(*(" ".join(as_typed(one, lang) for one in question.says) for lang in LANGUAGES))
    asked = Place(f"ask-{question.id}", question.asked, question.id)
    return asked, Place(f"answer-{question.id}", answer, question.id)


@cache
def _of_page(page: Page) -> tuple[Place, ...]:
    parts = (
        Place(
            f"part-{one.id}",
            Told(*("\n\n".join(as_typed(said, lang) for said in one.says) for lang in LANGUAGES)),
            one.id,
        )
        for one in page.sections
    )
    return (Place("lead", page.lead), *parts, Place("here", NOTHING))


def _both(some: tuple[Told, ...]) -> tuple[list[str], list[str]]:
    return [one.en for one in some], [one.el for one in some]


def claims_on(kind: str, name: str) -> Mapping[str, Told]:
    """Return the claims that a page shows by itself, or in its packaged words, as they read now."""
    base = packaged_base()
    if kind == CONDITION and (found := condition_at(name)):
        return {one.claim_id: Told(one.en, one.el) for one in told_to_patients(base, found.id)}
    page = next((one for one in all_pages() if kind == PAGE and one.slug == name), None)
    used = {said.claim for part in page.sections for said in part.says} if page else set()
    told = told_to_patients(base)
    return {one.claim_id: Told(one.en, one.el) for one in told if one.claim_id in used}


@cache
def packaged_digest(kind: str, name: str, lead: Told = NOTHING) -> str:
    """Return what changes whenever a page's packaged words do, or those of its claims."""
    places = [[one.key, one.packaged.en, one.packaged.el] for one in places_of(kind, name, lead)]
    claims = [[name, one.en, one.el] for name, one in sorted(claims_on(kind, name).items())]
    text = json.dumps([places, claims], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
