"""Light or dark, kept in a cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ashi.web.policy import open_to_all

THEMES = ("light", "dark")
YEAR_S = 365 * 24 * 3600


@require_POST
@open_to_all
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back; anything unknown means as the device says."""
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    answer = redirect(back if here else "home")
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, YEAR_S, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie("theme")
    return answer
