"""What is typed on the pages on which the centre words its pages for patients."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.content.actions import LONGEST
from ashi.core.knowledge.pages.places import LANGUAGES, Place
from ashi.core.knowledge.pages.reading import Told
from ashi.web.content.wording import LANGUAGE_WORDS, SHOW_WORDS, SORT_WORDS

INPUT = {"class": "input", "autocomplete": "off"}
LONG = frozenset({"together", "here", "words", "care"})
LONGEST_SEARCH = 200


class ListForm(forms.Form):
    """Which pages are listed, and in which order."""

    q = forms.CharField(
        label=_("Word of the title or the text"),
        required=False,
        max_length=80,
        widget=forms.TextInput({**INPUT, "type": "search"}),
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("pages", "Which"),
        required=False,
        choices=list(SHOW_WORDS.items()),
        widget=forms.Select(INPUT),
    )
    sort = forms.ChoiceField(
        label=_("In the order of"),
        required=False,
        choices=list(SORT_WORDS.items()),
        widget=forms.Select(INPUT),
    )


class PageForm(forms.Form):
    """The words of every place of a page, both languages."""

    q = forms.CharField(
        label=_("Words of a sentence"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({**INPUT, "type": "search"}),
    )

    def __init__(self, *args: Any, places: tuple[Place, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            for language in LANGUAGES:
                self.fields[f"{place.key}-{language}"] = _words_field(place, language)

    def texts(self) -> dict[str, Told]:
        """Return what was typed, as it was typed."""
        said = self.cleaned_data
        return {one.key: Told(said[f"{one.key}-en"], said[f"{one.key}-el"]) for one in self.places}


def _words_field(place: Place, language: str) -> forms.CharField:
    long = len(getattr(place.packaged, language)) > 300 or place.key in LONG
    rows = 8 if long else 2 if place.key.startswith(("ask", "own-ask", "what", "lead")) else 4
    return forms.CharField(
        label=LANGUAGE_WORDS[language],
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea({**INPUT, "rows": rows, "lang": language}),
    )


def initial_of(texts: Mapping[str, Told]) -> dict[str, str]:
    """Return texts as a form takes them."""
    return {
        f"{place}-{language}": getattr(told, language)
        for place, told in texts.items()
        for language in LANGUAGES
    }
