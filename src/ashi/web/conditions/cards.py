"""Pictures by which pages are shown where their address is shared, drawn once for each language."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ashi.core.knowledge.evidence_base.conditions import condition_at
from ashi.core.knowledge.pages.places import CONDITION, PAGE
from ashi.core.knowledge.pages.reading import all_pages
from ashi.web.conditions import further
from ashi.web.conditions.own import own_for
from ashi.web.conditions.reading import readable
from ashi.web.policy import open_to_all
from ashi.web.printing.engine import png_of
from ashi.web.templatetags.frame import in_language


@require_safe
@open_to_all
@readable
def condition_card(request: HttpRequest, condition_slug: str) -> HttpResponse:
    """Give the picture of a condition's page."""
    found = condition_at(condition_slug)
    if found is None:
        raise Http404
    what = further.what(found.id, own_for(request, CONDITION, found.slug))
    return card_drawn(request, in_language(found, "name"), what)


@require_safe
@open_to_all
@readable
def about_card(request: HttpRequest, page_slug: str) -> HttpResponse:
    """Give the picture of a general page."""
    found = next((one for one in all_pages() if one.slug == page_slug), None)
    if found is None:
        raise Http404
    lead = further.lead_of(found, own_for(request, PAGE, found.slug))
    return card_drawn(request, further.own_words(found.title), lead)


def card_drawn(request: HttpRequest, title: str, lead: str) -> HttpResponse:
    """Give a picture with a title and a lead under the centre's name."""
    centre = in_language(request.centre, "name") if request.centre else "Ashi"
    made = _drawn(title, lead, centre, str(request.LANGUAGE_CODE))
    return HttpResponse(made, content_type="image/png")


@lru_cache(maxsize=128)
def _drawn(title: str, lead: str, centre: str, language: str) -> bytes:
    words = {"title": title, "lead": lead, "centre": centre, "language": language}
    return png_of(words, "share.typ")
