"""Sessions, with three cares more.

A page's own asking never signs anybody out: a board asks every second. What it asked as one
person may be answered after the next has signed in at the same tablet; its session is gone then,
and Django would have the browser drop its cookie, which by now is the next person's.

And a sign-in ends: after ``LONGEST_S`` however it was used, and ``UNTOUCHED_S`` after the last act
of a person. What a page asks by itself is no act, but for the wall: it shows no more than first
names, and a sign-in that ended behind it would silence the bells of needles.

And a database that goes away while a session is saved is told as that; Django would say that the
session was deleted.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions import middleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

LONGEST_S = 12 * 3600
UNTOUCHED_S = 2 * 3600
NOTED_EVERY_S = 5 * 60  # a row is written for an act no oftener
SIGNED_IN, TOUCHED = "signed_in_at", "touched_at"
CLOCKS_APART_S = 60  # noted later than now: the clock was set back, and the count begins anew
BY_ITSELF = "X-Unattended"


def begin(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """Note when somebody signed in; called by Django's signal."""
    request.session[SIGNED_IN] = request.session[TOUCHED] = int(time.time())


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, but an answer to a script's asking takes no cookie away, and a sign-in ends."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session; end it where it has lasted too long."""
        super().process_request(request)
        session = request.session
        if SESSION_KEY not in session:
            return
        now = int(time.time())
        began, touched = session.get(SIGNED_IN, now), session.get(TOUCHED, now)
        if now - began > LONGEST_S or now - touched > UNTOUCHED_S:
            session.flush()
        elif (
            SIGNED_IN not in session
            or max(began, touched) > now + CLOCKS_APART_S
            or (_is_act(request) and now - touched > NOTED_EVERY_S)
        ):
            session[SIGNED_IN], session[TOUCHED] = min(began, now), now

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
        if _by_script(request) and name in answer.cookies and not answer.cookies[name].value:
            del answer.cookies[name]
        return answer


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _is_act(request: HttpRequest) -> bool:
    asks = request.method in ("GET", "HEAD") and _by_script(request)
    if asks:
        return request.path == reverse("wall-fragment")
    return BY_ITSELF not in request.headers
