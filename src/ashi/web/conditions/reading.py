"""Pages that anybody may read and a browser may keep: language by address, weight, age.

A reader is shown the language of ``?lang=``, else that of the house. Whoever comes from a search
engine to a page in Greek goes on in Greek: the choice is kept as the switch of languages keeps it.
"""

import gzip
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
KEPT_S = 300
WORTH = 500  # bytes below which nothing is gained
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
                settings.LANGUAGE_COOKIE_NAME,
                str(wanted),
                samesite="Lax",
                httponly=True,
                secure=request.is_secure(),
            )
        if request.user.is_authenticated or wanted != house:
            patch_cache_control(response, private=True, no_cache=True)
        else:
            patch_cache_control(response, public=True, max_age=KEPT_S)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return conditional_page(packed(shown))


def packed(view: Page) -> Page:
    """Make an answer small, the same way each time, so that a browser can ask whether it changed.

    Nothing secret is in these pages, no token of a form either.
    """

    @wraps(view)
    def small(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Encoding",))
        way = encoding(request.headers.get("Accept-Encoding", ""))
        if way and len(response.content) > WORTH:
            response.content = PACKERS[way](response.content)
            response["Content-Encoding"] = way
            response["Content-Length"] = str(len(response.content))
        return response

    return small


def encoding(accepted: str) -> str:
    """Return the best way that a browser understands; nothing where it takes only plain text."""
    offers = [offer.replace(" ", "").split(";q=") for offer in accepted.lower().split(",")]
    taken = {name for name, *weight in offers if not weight or weight[0].strip("0.")}
    return next((way for way in PACKERS if way in taken), "")


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=5))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)


PACKERS: Mapping[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}


def addresses(request: HttpRequest) -> dict[str, str]:
    """Return the whole address of this page in each language; ``""`` leaves it to the reader."""
    here = request.build_absolute_uri(request.path)
    return {"": here, **{code: f"{here}?lang={code}" for code in LANGUAGES}}
