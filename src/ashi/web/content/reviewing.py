"""A draft is looked at, sent and published; packaged words are reviewed; versions stay readable."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.content.actions import (
    bring_back,
    drop_draft,
    publish_page,
    review_page,
    send_page,
    withdraw_page,
)
from ashi.apps.content.queries import desk_of, texts_of, versions_of
from ashi.core.kernel.errors import AshiError
from ashi.web.content.differences import differences
from ashi.web.content.editing import key_or_404
from ashi.web.content.rows import fault_row, place_heading, title_of
from ashi.web.content.wording import ACT_WORDS, STATE_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_safe
@allow(Permission.SETTINGS_READ)
def review(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Show what the draft says otherwise, what keeps it from patients, and who may do what."""
    return _review(request, page_kind, page_name, "", HTTPStatus.OK)


def _review(
    request: HttpRequest, page_kind: str, page_name: str, refused: str, status: int
) -> HttpResponse:
    key = key_or_404(request, page_kind, page_name)
    desk = desk_of(key)
    standing = texts_of(desk.standing) if desk.standing else {}
    drafted = texts_of(desk.draft) if desk.draft else standing
    places = {one.key: one for one in key.places}
    faults = key.faults(drafted) if desk.draft else []
    page = {
        "desk": desk,
        "key": key,
        "title": title_of(key, request.centre),
        "state": STATE_WORDS[desk.state],
        "changes": differences(key, standing, drafted),
        "faults": [(place_heading(key, places[one.place]), fault_row(one)) for one in faults],
        "released": [(place_heading(key, places[one.place]), one) for one in desk.changed
                     if one.place in places],
        "mine": desk.draft is not None and desk.draft.written_by_id == request.actor.user_id,
        "refused": refused,
    }  # fmt: skip
    return render(request, "content/review.html", page, status=status)


def _pressed(
    request: HttpRequest, page_kind: str, page_name: str, act: Callable[[], object], told: str
) -> HttpResponse:
    """Do what was pressed, or say on the page why not."""
    key_or_404(request, page_kind, page_name)
    try:
        act()
    except AshiError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _review(request, page_kind, page_name, sentence_for(error), status)
    messages.success(request, told)
    return redirect("content-review", page_kind=page_kind, page_name=page_name)


@require_POST
@allow(Permission.CONTENT_WRITE)
def send(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Say that a draft is finished."""
    page = {"by": request.actor, "kind": page_kind, "name": page_name}
    seen = request.POST.get("seen", "")
    told = _("Sent. Somebody else who may publish reads it and publishes it.")
    return _pressed(request, page_kind, page_name, lambda: send_page(**page, seen=seen), told)


@require_POST
@allow(Permission.CONTENT_PUBLISH)
def publish(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Publish a draft."""
    page = {"by": request.actor, "kind": page_kind, "name": page_name}
    seen = request.POST.get("seen", "")
    told = _("Published. Patients read it from now on.")
    return _pressed(request, page_kind, page_name, lambda: publish_page(**page, seen=seen), told)


@require_POST
@allow(Permission.CONTENT_PUBLISH)
def sign(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Put one's name to the packaged words."""
    page = {"by": request.actor, "kind": page_kind, "name": page_name}
    digest = request.POST.get("digest", "")
    told = _("Reviewed. The page says so with your name and the day.")
    return _pressed(request, page_kind, page_name, lambda: review_page(**page, digest=digest), told)


@require_POST
@allow(Permission.CONTENT_PUBLISH)
def withdraw(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Take the centre's words, or a review, off a page."""
    page = {"by": request.actor, "kind": page_kind, "name": page_name}
    told = _("Taken off. The packaged words stand, signed by nobody.")
    return _pressed(request, page_kind, page_name, lambda: withdraw_page(**page), told)


@require_POST
@allow(Permission.CONTENT_WRITE)
def drop(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Throw a draft away."""
    page = {"by": request.actor, "kind": page_kind, "name": page_name}
    told = _("The draft is thrown away. What patients read is as it was.")
    return _pressed(request, page_kind, page_name, lambda: drop_draft(**page), told)


@require_POST
@allow(Permission.CONTENT_WRITE)
def back(request: HttpRequest, page_kind: str, page_name: str, content_number: int) -> HttpResponse:
    """Begin a draft with the words of an older version."""
    page = {"by": request.actor, "kind": page_kind, "name": page_name, "number": content_number}
    told = _("A draft begins with the words of version %(n)s.") % {"n": content_number}
    return _pressed(request, page_kind, page_name, lambda: bring_back(**page), told)


@require_safe
@allow(Permission.SETTINGS_READ)
def history(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """List the published versions, newest first."""
    key = key_or_404(request, page_kind, page_name)
    rows = [(row, ACT_WORDS[row.act]) for row in versions_of(key)]
    page = {"key": key, "title": title_of(key, request.centre), "rows": rows}
    return render(request, "content/history.html", page)


@require_safe
@allow(Permission.SETTINGS_READ)
def version(
    request: HttpRequest, page_kind: str, page_name: str, content_number: int
) -> HttpResponse:
    """Show a published version: what it says otherwise than the one before it."""
    key = key_or_404(request, page_kind, page_name)
    rows = versions_of(key)
    row = next((one for one in rows if one.number == content_number), None)
    if row is None:
        raise Http404
    older = next((one for one in rows if one.number == content_number - 1), None)
    before = texts_of(older) if older else {}
    page = {
        "key": key,
        "title": title_of(key, request.centre),
        "row": row,
        "act": ACT_WORDS[row.act],
        "older": older,
        "current": row == rows[0],
        "changes": differences(key, before, texts_of(row)),
        "drafted": desk_of(key).draft is not None,
    }
    return render(request, "content/version.html", page)
