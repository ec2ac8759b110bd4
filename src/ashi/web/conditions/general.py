"""General pages: what acupuncture is, points, how it may work, what can go wrong, the visit."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from ashi.core.knowledge.pages.places import PAGE
from ashi.core.knowledge.pages.reading import Page, Section, all_pages, all_terms
from ashi.web.conditions import further
from ashi.web.conditions.lines import Line, told_claims
from ashi.web.conditions.own import Own, own_for
from ashi.web.conditions.reading import addresses, readable
from ashi.web.conditions.sharing import card_of, share_links
from ashi.web.conditions.site import site_card
from ashi.web.conditions.structured import as_script, reviewed, web_page
from ashi.web.conditions.telling import said_of
from ashi.web.conditions.visit import visit_of
from ashi.web.conditions.wording import DOMAIN_WORDS
from ashi.web.policy import open_to_all


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines."""

    id: str
    heading: str
    lines: tuple[Line, ...]


@require_safe
@open_to_all
@readable
def general(request: HttpRequest, page_slug: str) -> HttpResponse:
    """Show one general page."""
    found = next((one for one in all_pages() if one.slug == page_slug), None)
    if found is None:
        raise Http404
    return shown_page(request, found, own_for(request, PAGE, found.slug))


def shown_page(request: HttpRequest, found: Page, own: Own) -> HttpResponse:
    """Show a general page in these words."""
    where, language = addresses(request), str(request.LANGUAGE_CODE)
    title, lead = further.own_words(found.title), further.lead_of(found, own)
    said = web_page(name=title, address=where[language], language=language)
    page: dict[str, Any] = {
        "title": title,
        "lead": lead,
        "parts": parts_of(found, own),
        "own": own,
        "here": own.lines("here"),
        "others": others(found.slug),
        "rates": further.rates() if found.rates else [],
        "addresses": where,
        "share": share_links(title, where[language]),
        "card": card_of(request, title, lead, "about-card", found.slug),
        "structured": as_script(reviewed(said, own.signed)),
        "reader": format_html(' lang="{}"', language) if language != "en" else "",
        **(visit_of(request.centre) if found.visit and request.centre else {}),
    }
    return render(request, "conditions/general.html", page)


@require_safe
@open_to_all
@readable
def glossary(request: HttpRequest) -> HttpResponse:
    """List terms in both languages, by what they belong to."""
    domains: dict[str, list[Any]] = {}
    for term in all_terms():
        domains.setdefault(str(DOMAIN_WORDS[term.domain]), []).append(term)
    page = {
        "domains": domains.items(),
        "addresses": addresses(request),
        "others": others(""),
        "card": site_card(request, "glossary"),
    }
    return render(request, "conditions/glossary.html", page)


def others(slug: str) -> list[tuple[str, str]]:
    """Return addresses and titles of the general pages but one."""
    return [(one.slug, further.own_words(one.title)) for one in all_pages() if one.slug != slug]


def parts_of(page: Page, own: Own) -> list[Part]:
    """Return a page's sections; a claim that may not be told is left out."""
    return [
        Part(
            one.id,
            further.own_words(one.heading),
            own.lines(f"part-{one.id}") or _packaged(one),
        )
        for one in page.sections
    ]


def _packaged(section: Section) -> tuple[Line, ...]:
    told = told_claims()
    lines = []
    for one in section.says:
        if one.claim and one.claim in told:
            said = said_of(told[one.claim])
            lines.append(Line(one.kind, said.text, said))
        elif not one.claim:
            lines.append(Line(one.kind, further.words_of(one), None))
    return tuple(lines)
