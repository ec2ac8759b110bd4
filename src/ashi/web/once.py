"""A form that comes a second time, byte for byte, is not done a second time.

A person presses, the server does it, and the answer is lost: the line broke, the tab was closed,
the tablet slept. The browser, or the person, sends the same again. Each form holds a proof of its
origin that is made anew for each page it is shown on, so that the same bytes are the same press;
whoever does the same on purpose is shown the page again first, and sends other bytes.

What was answered is kept in the transaction of what was done: one is never there without the
other, and where two forms stood in each other's way all of it is begun again. Not kept, and so
done again: a refusal; an answer that gives the browser another session, which is a sign-in and is
never given twice; one too large to keep.
What scripts send in the background bears a version or an id of its own.
"""

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from ashi.apps.accounts.actions import answer_to, keep_answer
from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.bookings.placing import ATTEMPTS, GAVE_WAY, state_of

View = Callable[..., HttpResponseBase]
PROOF = "csrfmiddlewaretoken"
TAKEN = (HTTPStatus.OK, HTTPStatus.NO_CONTENT, HTTPStatus.FOUND)
HEADERS = ("Location", "Content-Type", "Content-Disposition", "HX-Redirect", "HX-Trigger")
MOST_KEPT = 1024 * 1024  # bytes of an answer; chosen: a page or a printed text is far smaller


def once(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Show ``view``; where it was sent this very form before, answer as then and do nothing."""
    if not _is_form(request):
        return view(request, *args, **kwargs)
    for _ in range(ATTEMPTS - 1):
        try:
            return _once(view, request, *args, **kwargs)
        except OperationalError as error:
            if state_of(error) not in GAVE_WAY:
                raise
    return _once(view, request, *args, **kwargs)


def _once(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    sent, session = _sent(request), request.session.session_key
    with transaction.atomic():
        known = answer_to(sent)
        if known is not None:
            return _again(request, known)
        try:
            answer = view(request, *args, **kwargs)
        except (Http404, PermissionDenied, NotAllowedError) as error:
            refused = error  # what was written about it stays
        else:
            if isinstance(answer, HttpResponse) and _may_be_kept(request, answer, session):
                keep_answer(sent, _told(request, answer, _begun_session(request, session)))
            return answer
    raise refused


def _is_form(request: HttpRequest) -> bool:
    """Tell whether a page's own form was sent, by the browser itself or by HTMX for it."""
    if request.method != "POST" or PROOF not in request.POST:
        return False
    by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    return bool(request.headers.get("HX-Request")) or not by_script


def _sent(request: HttpRequest) -> bytes:
    """Return a digest of who sent what to where."""
    digest = hashlib.sha256()
    said = [
        str(request.user.pk),
        request.headers.get("HX-Request", ""),
        request.get_full_path(),
        request.POST.urlencode(),
    ]
    digest.update(json.dumps(said).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(json.dumps([name, file.name, file.size]).encode())
            for part in file.chunks():
                digest.update(part)
            file.seek(0)
    return digest.digest()


def _may_be_kept(request: HttpRequest, answer: HttpResponse, session: str | None) -> bool:
    begun = session is None and SESSION_KEY not in request.session
    return (
        answer.status_code in TAKEN
        and (begun or request.session.session_key == session)
        and len(answer.content) <= MOST_KEPT
    )


def _begun_session(request: HttpRequest, session: str | None) -> str | None:
    """Return the key of the session that this form began; the browser may never hear of it."""
    if session is not None or not request.session.modified:
        return None
    request.session.save()
    return str(request.session.session_key)


def _told(request: HttpRequest, answer: HttpResponse, begun: str | None) -> bytes:
    told = {
        "status": answer.status_code,
        "headers": {name: answer[name] for name in HEADERS if name in answer},
        "body": b64encode(answer.content).decode(),
        "cookies": [[one.key, one.value, dict(one)] for one in answer.cookies.values()],
        "said": _waiting(request),
        "session": begun,
    }
    return zlib.compress(json.dumps(told).encode())


def _waiting(request: HttpRequest) -> list[list[Any]]:
    """Return the level and the words of what is still to be said."""
    waiting = messages.get_messages(request)
    said = [[one.level, str(one.message)] for one in waiting]
    setattr(waiting, "used", False)  # noqa: B010 -- still to be said; the stubs know a list only
    return said


def _again(request: HttpRequest, known: bytes) -> HttpResponse:
    told = json.loads(zlib.decompress(known))
    if told["session"] and request.session.session_key is None:
        request.session = SessionStore(told["session"])
        request.session.modified = True  # the browser is given its cookie
    headers = told["headers"]
    answer = HttpResponse(b64decode(told["body"]), status=told["status"], headers=headers)
    if told["status"] == HTTPStatus.FOUND:
        answer = HttpResponseRedirect(headers["Location"])
        heard = _waiting(request)  # where the browser has its cookie of them
        for level, text in (one for one in told["said"] if one not in heard):
            messages.add_message(request, level, text)
        messages.info(request, gettext("This was sent twice and counts once."))
    for name, value, attributes in told["cookies"]:
        answer.cookies[name] = value
        answer.cookies[name].update(attributes)
    return answer
