"""Which measures a plan asks, and when, as fields: one choice for each that can be asked here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.outcomes.forms import in_use
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.own_questions import own_measures
from ashi.core.planning.templates import Asked
from ashi.web.templatetags.frame import in_language

ASK = "ask-"
BOTH = f"{Asked.START},{Asked.REVIEW}"
WHEN = [
    ("", pgettext_lazy("measure", "not asked")),
    (Asked.EACH.value, _("at each visit")),
    (Asked.REVIEW.value, _("at reviews, the end and later")),
    (Asked.START.value, _("at the start only")),
    (BOTH, _("at the start and at reviews")),
]


def measure_fields(centre_id: int, also: Iterable[str]) -> dict[str, forms.ChoiceField]:
    """Return a field for each measure of our own, loaded here, or named already."""
    loaded = {row.measure for row in in_use(centre_id)}
    here = {*own_measures(), *loaded}
    codes = dict.fromkeys([*own_measures(), *sorted(loaded), *also])
    return {f"{ASK}{code}": _field(code, can_ask=code in here) for code in codes}


def _field(code: str, *, can_ask: bool) -> forms.ChoiceField:
    hint = "" if can_ask else _("Asked once its questionnaire is loaded.")
    return forms.ChoiceField(
        label=in_language(find_instrument(code), "name"),
        choices=WHEN,
        required=False,
        help_text=hint,
        widget=forms.Select({"class": "input"}),
    )


def chosen(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what was chosen, as ``CODE:when``."""
    pairs = ((name.removeprefix(ASK), value) for name, value in said.items() if ASK in name[:4])
    return tuple(f"{code}:{when}" for code, value in pairs if value for when in value.split(","))


def initial_of(measures: Iterable[str]) -> dict[str, str]:
    """Return the fields' start from what a template or a version asks."""
    found: dict[str, list[str]] = {}
    for one in measures:
        code, _sep, when = one.partition(":")
        found.setdefault(code, []).append(when)
    return {f"{ASK}{code}": _value(whens) for code, whens in found.items()}


def _value(whens: list[str]) -> str:
    if Asked.EACH in whens:
        return Asked.EACH.value
    return BOTH if len(whens) > 1 else whens[0]


def codes_of(measures: Iterable[str]) -> list[str]:
    """Return the codes of measures with their times."""
    return [one.partition(":")[0] for one in measures]


def asked_words(measures: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return what is asked with when, in words."""
    words = dict(WHEN)
    return tuple(
        (in_language(find_instrument(name.removeprefix(ASK)), "name"), str(words[value]))
        for name, value in initial_of(measures).items()
    )
