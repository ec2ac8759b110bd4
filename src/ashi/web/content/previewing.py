"""The real page with the words that are worked on: for staff, in both languages, kept by nobody."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.content.queries import desk_of
from ashi.core.knowledge.evidence_base.conditions import condition_at
from ashi.core.knowledge.pages.places import CONDITION, PAGE
from ashi.core.knowledge.pages.reading import all_pages
from ashi.web.conditions.general import shown_page
from ashi.web.conditions.own import Own
from ashi.web.conditions.pages import shown_condition
from ashi.web.conditions.reading import LANGUAGES
from ashi.web.content.editing import key_or_404
from ashi.web.policy import allow
from ashi.web.public.home import shown_centre


@require_safe
@allow(Permission.SETTINGS_READ)
def preview(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Show the page as patients would read it."""
    key = key_or_404(request, page_kind, page_name)
    desk = desk_of(key)
    own = Own(desk.working, desk.standing, preview=True)
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else str(translation.get_language())
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = _page(request, key.kind, key.name, own)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, kind: str, name: str, own: Own) -> HttpResponse:
    if kind == CONDITION and (condition := condition_at(name)):
        return shown_condition(request, condition, own)
    page = next((one for one in all_pages() if kind == PAGE and one.slug == name), None)
    return shown_page(request, page, own) if page else shown_centre(request, own)
