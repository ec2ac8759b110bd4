"""Pages that anybody may read and a browser may keep: language by address, weight, age.

A reader is shown the language of ``?lang=``, else that of the house. Whoever comes from a search
engine to a page in Greek goes on in Greek: the choice is kept as the switch of languages keeps it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
KEPT_S = 300
Page = Callable[..., HttpResponse]


def readable(view: Page) -> Page:
    """Answer in the language asked for; let the browsers of visitors keep the answer a while."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        house, asked = translation.get_language(), request.GET.get("lang")
        wanted = asked if asked in LANGUAGES else house
        with translation.override(wanted):
            request.LANGUAGE_CODE = wanted
            response = view(request, *args, **kwargs)
        if wanted != house:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, str(wanted), samesite="Lax", httponly=True
            )
        if request.user.is_authenticated or wanted != house:
            patch_cache_control(response, private=True, no_cache=True)
        else:
            patch_cache_control(response, public=True, max_age=KEPT_S)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    # Nothing secret is in these pages, no token of a form either: they may be made small.
    return conditional_page(gzip_page(shown))


def addresses(request: HttpRequest) -> dict[str, str]:
    """Return the whole address of this page in each language; ``""`` leaves it to the reader."""
    here = request.build_absolute_uri(request.path)
    return {"": here, **{code: f"{here}?lang={code}" for code in LANGUAGES}}
