"""What is refused before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"
TOO_LARGE = 413
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


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
