"""Links by which a calendar program follows a diary: made, read, revoked."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.feed.actions import link_diary, link_visits, note_reading, revoke_link
from ashi.apps.feed.errors import FeedUnknownError
from ashi.apps.feed.models import FeedLink
from ashi.apps.feed.queries import diaries_for, entries_of, link_of, links_for
from ashi.apps.patients.queries import patients_for
from ashi.core.kernel.errors import AshiError
from ashi.web.feed.files import TYPE, file_of
from ashi.web.policy import allow, open_to_all
from ashi.web.wording import sentence_for

UNPROCESSABLE = 422
Page = Callable[..., HttpResponse]


@require_safe
@open_to_all
def feed(request: HttpRequest, feed_token: str) -> HttpResponse:
    """Give the diary of a link; what has not changed is not sent again."""
    link = link_of(feed_token)
    if link is None:
        raise Http404
    now = timezone.now()
    made = file_of(link, entries_of(link, now))
    note_reading(by=request.actor, link=link, today=timezone.localdate(now))
    tag = f'"{sha256(made).hexdigest()[:32]}"'
    answer: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(made, content_type=TYPE)
        answer["Content-Disposition"] = 'inline; filename="ashi.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _page(request: HttpRequest, status: int = 200, made: str = "") -> HttpResponse:
    page = {
        "links": links_for(request.actor),
        "diaries": diaries_for(request.actor),
        "made": made,
    }
    answer = render(request, "feed/links.html", page, status=status)
    answer["Cache-Control"] = "no-store"  # a new address stands on it once
    return answer


@require_GET
@allow(Permission.DIARY_READ)
def links(request: HttpRequest) -> HttpResponse:
    """List the open links, and offer new ones."""
    return _page(request)


def _made(
    request: HttpRequest, make: Callable[[], tuple[FeedLink, str]], page: Page
) -> HttpResponse:
    """Make a link, and show its address this once; a refusal stands on the page."""
    try:
        _link, token = make()
    except FeedUnknownError as error:
        raise Http404 from error
    except AshiError as error:
        messages.error(request, sentence_for(error))
        return page(request, UNPROCESSABLE)
    path = reverse("feed", kwargs={"feed_token": token})
    return page(request, made=f"{settings.BASE_URL}{path}")


def _revoked(request: HttpRequest, feed_id: int, back: str) -> HttpResponse:
    """End a link, and go back to the list."""
    try:
        revoke_link(by=request.actor, link_id=feed_id)
    except FeedUnknownError as error:
        raise Http404 from error
    messages.success(request, _("The link no longer works."))
    return redirect(back)


@require_POST
@allow(Permission.DIARY_READ)
def make(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Make a link to a diary."""
    act = partial(
        link_diary,
        by=request.actor,
        resource_id=resource_id,
        language=str(request.LANGUAGE_CODE),
    )
    return _made(request, act, _page)


@require_POST
@allow(Permission.DIARY_READ)
def revoke(request: HttpRequest, feed_id: int) -> HttpResponse:
    """End a link."""
    return _revoked(request, feed_id, "feeds")


def _own_page(request: HttpRequest, status: int = 200, made: str = "") -> HttpResponse:
    mine = patients_for(request.actor).order_by("given_name", "pk")
    page = {"links": links_for(request.actor), "patients": mine, "made": made}
    answer = render(request, "feed/own.html", page, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@allow(Permission.OWN_VISITS)
def own_links(request: HttpRequest) -> HttpResponse:
    """List the links to one's own visits."""
    return _own_page(request)


@require_POST
@allow(Permission.OWN_VISITS)
def make_own(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Make a link to a patient's own visits."""
    act = partial(
        link_visits,
        by=request.actor,
        centre=request.centre,
        patient_id=patient_id,
        language=str(request.LANGUAGE_CODE),
    )
    return _made(request, act, _own_page)


@require_POST
@allow(Permission.OWN_VISITS)
def revoke_own(request: HttpRequest, feed_id: int) -> HttpResponse:
    """End a link to one's own visits."""
    return _revoked(request, feed_id, "own-feeds")
