"""Words of screening, for templates."""

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise

from ashi.core.safety.facts import fact_kinds
from ashi.web.screening import wording

register = template.Library()


@register.filter
def decision_word(choice: str) -> str | Promise:
    """Return what was decided, in words."""
    return wording.CHOICE_WORDS[choice]


@register.filter
def questions_of(names: Iterable[str]) -> str:
    """Return the questions of some facts, one after the other."""
    kinds = fact_kinds()
    return " · ".join(wording.question_of(kinds[name]) for name in names if name in kinds)


@register.filter
def places_words(places: Iterable[str]) -> str:
    """Return the places of a decision in words."""
    return wording.places_words(places)
