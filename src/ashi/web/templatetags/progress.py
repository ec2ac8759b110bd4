"""Small words of progress: what a measure is called, its scale, a score, a cohort's rule."""

from decimal import Decimal

from django import template
from django.utils import translation

from ashi.apps.outcomes.scoring import as_fraction
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.courses import Course
from ashi.core.outcomes.saying import in_words
from ashi.web.outcomes.shown import rule_of, scale_of
from ashi.web.outcomes.wording import measure_name

register = template.Library()


@register.filter
def measure(code: str) -> str:
    """Return what a measure is called in the reader's language."""
    return measure_name(code)


@register.filter
def scale(code: str) -> str:
    """Return the ends of a measure's scale."""
    return scale_of(find_instrument(code))


@register.filter
def rule(course: Course) -> str:
    """Return who belonged to a cohort."""
    return rule_of(course)


@register.filter
def points(score: Decimal | None) -> str:
    """Return a stored score as people read it."""
    if score is None:
        return "–"
    return in_words(as_fraction(score), translation.get_language() or "en", 1)
