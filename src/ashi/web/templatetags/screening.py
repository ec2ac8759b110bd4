"""Words of screening, for templates."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.functional import Promise

from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.rules import rules_by_id
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


@register.filter
def weight_word(name: str) -> str:
    """Return a weight in words: ``STOP``."""
    return str(wording.WEIGHT_WORDS[name])


@register.filter
def rule_words(name: str) -> str:
    """Return what a packaged rule says, in the reader's language; nothing of one that is gone."""
    rule = rules_by_id().get(name)
    if rule is None:
        return ""
    return rule.text_el if wording.in_greek() else rule.text


@register.filter
def iso_day(moment: str) -> str:
    """Return the day of a moment as a record keeps it: 28/11/2026."""
    at = timezone.localtime(datetime.fromisoformat(moment))
    return f"{at.day}/{at.month}/{at.year}"
