"""What is refused before a view sees it, and what is said when something broke."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import get_template

Answer = Callable[[HttpRequest], HttpResponse]
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"
TOO_LARGE = 413
BROKEN, UNAVAILABLE = 500, 503
RETRY_S = "30"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
MOST_SENT = 64 * 1024 * 1024  # chosen: what is a little too large still gets its own sentence


def too_large(get_response: Answer) -> Answer:
    """Answer a form of far too much text, or a far too large file, before it is read."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.content_type == FORM and _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return render(request, "400.html", status=TOO_LARGE)
        if request.content_type == FILES and _length(request) > MOST_SENT:
            return render(request, "413.html", status=TOO_LARGE)
        return get_response(request)

    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw; that the database is away or full is told, and when to retry."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    template = get_template("503.html" if away else "500.html")
    answer = HttpResponse(template.render(), status=UNAVAILABLE if away else BROKEN)
    if away:
        answer["Retry-After"] = RETRY_S
    return answer


def unknown_methods(get_response: Answer) -> Answer:
    """Refuse what no page here is asked by, TRACE among it, before a view sees it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return answer


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
