"""Sessions, with two cares more: a page's own asking never signs anybody out, nor does an outage.

A board asks every second. What it asked as one person may be answered after the next has signed
in at the same tablet; its session is gone then, and Django would have the browser drop its
cookie, which by now is the next person's. And a database that goes away while a session is
saved is told as that; Django would say that the session was deleted.
"""

from django.conf import settings
from django.contrib.sessions import middleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, but an answer to a script's asking takes no cookie away."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Answer as Django does, and leave the browser's cookie to the page it belongs to."""
        try:
            answer = super().process_response(request, response)
        except SessionInterrupted as error:
            update = error.__context__
            cause = update.__context__ if update else None
            if isinstance(cause, OperationalError | InterfaceError):
                raise cause from None
            raise
        name = settings.SESSION_COOKIE_NAME
        asked_by_script = request.headers.get("X-Requested-With") == "fetch"
        if asked_by_script and name in answer.cookies and not answer.cookies[name].value:
            del answer.cookies[name]
        return answer
