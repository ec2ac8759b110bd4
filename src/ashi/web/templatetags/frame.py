"""Small words of the frame: the centre in the reader's language, the role, dates and money."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ashi.apps.messages.sums import sum_in_words
from ashi.web.accounts.wording import ROLE_WORDS

register = template.Library()


@register.simple_tag(takes_context=True)
def centre_name(context: dict[str, Any]) -> str:
    """Return the centre's name in the reader's language."""
    return in_language(context["centre"], "name")


@register.simple_tag(takes_context=True)
def role_word(context: dict[str, Any]) -> str:
    """Return the actor's role as a word."""
    actor = context.get("actor")
    return str(ROLE_WORDS.get(actor.role, "")) if actor else ""


@register.simple_tag
def role_name(role: str) -> str:
    """Return a role as a word."""
    return str(ROLE_WORDS.get(role, role))


@register.simple_tag(takes_context=True)
def current_section(context: dict[str, Any], section: str) -> SafeString:
    """Mark the link of the section that this page belongs to."""
    match = context["request"].resolver_match if "request" in context else None
    inside = match is not None and match.route.startswith(section)
    return SafeString('aria-current="page"' if inside else "")


@register.filter
def own(row: Any, field: str) -> str:
    """Return a field of a row in the reader's language: ``{{ service|own:"name" }}``."""
    return in_language(row, field)


def in_language(row: Any, field: str) -> str:
    """Return ``field`` of ``row``, its Greek twin where Greek is read and there is one."""
    greek = getattr(row, f"{field}_el", "") if translation.get_language() == "el" else ""
    return str(greek or getattr(row, field))


@register.filter
def clock(moment: datetime) -> str:
    """Return the 24-hour local time: 09:10."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.filter
def long_day(day: date | datetime) -> str:
    """Return "Tuesday 25 November" in the reader's language."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "l j E")


@register.filter
def short_day(day: date | datetime) -> str:
    """Return "Tue 25 Nov" in the reader's language."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "D j M")


@register.filter
def money(amount: Decimal) -> str:
    """Return "€50" or, in Greek, "50 €"; cents only where there are any."""
    return sum_in_words(amount)


@register.filter
def minutes(length: int | timedelta) -> str:
    """Return "60 minutes" in the reader's language."""
    count = int(length.total_seconds() // 60) if isinstance(length, timedelta) else length
    return _("%(count)d minutes") % {"count": count}


@register.filter
def initials(name: str) -> str:
    """Return up to two initials for an avatar."""
    words = name.split() or ["?"]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()
