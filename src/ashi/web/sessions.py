"""Sessions, with one care more: a page's own asking never signs anybody out.

A board asks every second. What it asked as one person may be answered after the next has signed
in at the same tablet; its session is gone then, and Django would have the browser drop its
cookie, which by now is the next person's.
"""

from django.conf import settings
from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, but an answer to a script's asking takes no cookie away."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Answer as Django does, and leave the browser's cookie to the page it belongs to."""
        answer = super().process_response(request, response)
        name = settings.SESSION_COOKIE_NAME
        asked_by_script = request.headers.get("X-Requested-With") == "fetch"
        if asked_by_script and name in answer.cookies and not answer.cookies[name].value:
            del answer.cookies[name]
        return answer
