"""The search across pages for patients: a form that needs no script."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ashi.apps.content.queries import all_standing, texts_of
from ashi.core.knowledge.pages.finding import Hit, OwnPages, find_pages
from ashi.web.conditions.further import own_words
from ashi.web.conditions.general import others
from ashi.web.conditions.parts import by_part
from ashi.web.conditions.reading import addresses, readable
from ashi.web.conditions.site import site_card
from ashi.web.policy import open_to_all

LONGEST = 100
ADDRESS = {"condition": "condition", "page": "about"}


class SearchForm(forms.Form):
    """What somebody is looking for."""

    q = forms.CharField(
        label=_("What troubles you?"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
        error_messages={"max_length": _("That is too long: a few words are enough.")},
    )


@require_safe
@open_to_all
@readable
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that hold every word typed; all of them where none does."""
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    hits = find_pages(typed, own_words_of(request))
    page = {
        "form": form,
        "typed": typed,
        "hits": [_shown(hit) for hit in hits],
        "parts": by_part(),
        "others": others(""),
        "addresses": addresses(request),
        "card": site_card(request, "conditions"),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "conditions/search.html", page, status=status)


def own_words_of(request: HttpRequest) -> OwnPages:
    """Return what the centre has put in its own words, for the index: one query."""
    rows = all_standing(request.centre.pk) if request.centre else ()
    return tuple((row.kind, row.name, tuple(texts_of(row).items())) for row in rows if row.texts)


def _shown(hit: Hit) -> tuple[str, str, str]:
    """Return address, title, and what it is about, in the reader's language."""
    address = reverse(ADDRESS[hit.kind], args=[hit.slug])
    return address, own_words(hit.title), own_words(hit.about)
