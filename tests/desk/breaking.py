"""A middleware that breaks after the page is made, with all that the page knew in its hands."""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

TWICE = "INSERT INTO ashi_cache (cache_key, value, expires) VALUES (%s, %s, now()), (%s, '', now())"


class PageBrokeError(Exception):
    """What a careless piece of code might raise."""


def broken(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Make the page, then have the database refuse a row, and raise from that."""

    def answer(request: HttpRequest) -> HttpResponse:
        made = get_response(request)
        content = b"" if made.streaming else made.content
        told = f"{request.get_full_path()} {request.POST} {content.decode(errors='replace')}"
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(TWICE, [told[:200], told, told[:200]])
        except Exception as error:
            raise PageBrokeError(told) from error
        return made

    return answer
