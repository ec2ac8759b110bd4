"""Pages on conditions, for anybody: what may be said, how sure it is, and on what grounds."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ashi.apps.centres.models import Centre
from ashi.apps.centres.queries import public_people
from ashi.apps.evidence.queries import changes_for
from ashi.core.knowledge.evidence_base.conditions import (
    Condition,
    all_conditions,
    condition_at,
)
from ashi.core.knowledge.pages.places import CONDITION
from ashi.core.knowledge.pages.reading import all_pages
from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.web.conditions import further
from ashi.web.conditions.brief import brief_of
from ashi.web.conditions.forests import forests_for, panels_for
from ashi.web.conditions.general import others
from ashi.web.conditions.leaflet import leaflet_document
from ashi.web.conditions.own import Own, own_for
from ashi.web.conditions.parts import by_part
from ashi.web.conditions.reading import LANGUAGES, addresses, readable
from ashi.web.conditions.sharing import card_of, share_links
from ashi.web.conditions.site import site_card
from ashi.web.conditions.structured import as_script, faq_page, medical_page, reviewed
from ashi.web.conditions.telling import groups_for, urgent_for
from ashi.web.conditions.visit import visit_of
from ashi.web.policy import open_to_all
from ashi.web.printing.document import Document
from ashi.web.printing.engine import pdf_of
from ashi.web.templatetags.frame import in_language


@require_safe
@open_to_all
@readable
def conditions(request: HttpRequest) -> HttpResponse:
    """List all conditions by part of the body."""
    page = {
        "parts": by_part(),
        "others": others(""),
        "addresses": addresses(request),
        "card": site_card(request, "conditions"),
    }
    return render(request, "conditions/list.html", page)


@require_safe
@open_to_all
@readable
def condition(request: HttpRequest, condition_slug: str) -> HttpResponse:
    """Show what may be said of one condition, with the grounds for it."""
    found = condition_at(condition_slug)
    if found is None:
        raise Http404
    return shown_condition(request, found, own_for(request, CONDITION, found.slug))


def shown_condition(request: HttpRequest, found: Condition, own: Own) -> HttpResponse:
    """Show the page on a condition in these words."""
    name, where = in_language(found, "name"), addresses(request)
    title = _("%(condition)s: acupuncture and physiotherapy") % {"condition": name}
    language = str(request.LANGUAGE_CODE)
    changes = changes_for(request.centre.pk if request.centre else None)
    near, more = urgent_for(found)
    what, groups, questions = (
        further.what(found.id, own),
        groups_for(found),
        further.answered(found.id, own),
    )
    said = [
        reviewed(
            medical_page(name=title, about=name, address=where[language], language=language),
            own.signed,
        ),
        faq_page([(one.asked, one.plain) for one in questions], language=language),
    ]
    page = {
        "condition": found,
        "page_title": title,
        "what": what,
        "own": own,
        "together": own.lines("together", found.id),
        "here": own.lines("here", found.id),
        "brief": brief_of(groups, found.id),
        "groups": groups,
        "visits": further.visits(found.id),
        "rates": further.rates(),
        "care": further.care(found.id, own),
        "exercises": further.exercises(found.id),
        "questions": questions,
        "sources": further.sources_of(groups, forests_for(found.id, changes), found.id),
        "share": share_links(title, where[language]),
        "card": card_of(request, title, what, "condition-card", found.slug),
        "panels": panels_for(found.id, changes),
        "urgent": near,
        "more_urgent": more,
        "others": others(""),
        "near": [one for one in all_conditions() if one.part == found.part and one != found],
        "addresses": where,
        "structured": as_script(said),
        "reader": format_html(' lang="{}"', language) if language != "en" else "",
        **(visit_of(request.centre) if request.centre else {}),
    }
    return render(request, "conditions/condition.html", page)


@require_safe
@open_to_all
@readable
def leaflet(request: HttpRequest, condition_slug: str) -> HttpResponse:
    """Give the leaflet on a condition as a PDF; set once for all who ask for the same."""
    found = condition_at(condition_slug)
    if found is None:
        raise Http404
    path = reverse("condition", args=[found.slug])
    document = leaflet_document(
        found,
        request.centre,
        request.build_absolute_uri(path),
        own_for(request, CONDITION, found.slug),
    )
    name = f"{found.slug}-{request.LANGUAGE_CODE}.pdf"
    return HttpResponse(
        _set_once(document),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@lru_cache(maxsize=64)
def _set_once(document: Document) -> bytes:
    return pdf_of(document, "leaflet.typ")


def people_shown(centre: Centre | None) -> list[int]:
    """Return those who work at a centre and have a page today."""
    people = public_people(centre.pk, timezone.localdate()) if centre else []
    return [one.resource.pk for one in people if one.permits]


@require_safe
@open_to_all
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the pages for patients for search engines, each in all languages."""
    paths = [
        reverse("conditions"),
        *(reverse("condition", args=[one.slug]) for one in all_conditions()),
        *(reverse("about", args=[one.slug]) for one in all_pages()),
        reverse("glossary"),
        reverse("centre"),
        reverse("exercises"),
        *(reverse("exercise", args=[one]) for one in all_exercises()),
        *(reverse("person", args=[one]) for one in people_shown(request.centre)),
    ]
    pages = [request.build_absolute_uri(path) for path in paths]
    page = {"pages": pages, "languages": LANGUAGES}
    return render(request, "conditions/sitemap.xml", page, content_type="application/xml")
