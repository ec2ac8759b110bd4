"""Light or dark, kept in a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ashi.web.policy import open_to_all
from ashi.web.returning import own_page

THEMES = ("light", "dark")
YEAR_S = 365 * 24 * 3600
COOKIE = f"{settings.COOKIE_PREFIX}theme"


@require_POST
@open_to_all
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back; anything unknown means as the device says."""
    answer = redirect(own_page(request, reverse("home")))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        answer.set_cookie(
            COOKIE, chosen, YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        answer.delete_cookie(COOKIE)
    return answer
