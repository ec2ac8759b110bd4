"""The draft is reviewed and signed; versions that were signed stay readable."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.screening.actions.protocol import drop_draft, sign_protocol
from ashi.apps.screening.protocol import InForce, spoken_by, versions_of
from ashi.core.kernel.errors import AshiError
from ashi.core.safety.protocols import Protocol
from ashi.core.safety.rules import rules_by_id
from ashi.web.policy import allow
from ashi.web.protocol.pages import desk_for
from ashi.web.protocol.rows import changed_between, row_of, rows_of
from ashi.web.wording import sentence_for


@require_safe
@allow(Permission.SETTINGS_READ)
def review(request: HttpRequest) -> HttpResponse:
    """Show what the draft has otherwise, and what is new since the signature."""
    return _review(request, "", HTTPStatus.OK)


@require_POST
@allow(Permission.PROTOCOL_SIGN)
def sign(request: HttpRequest) -> HttpResponse:
    """Sign what was reviewed; it speaks from now on."""
    try:
        row = sign_protocol(by=request.actor, seen=request.POST.get("seen", ""))
    except AshiError as error:
        return _review(request, sentence_for(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    signed = _("Version %(n)s is signed and speaks from now on.") % {"n": row.number}
    messages.success(request, signed)
    return redirect("protocol")


def _review(request: HttpRequest, refused: str, status: int) -> HttpResponse:
    desk = desk_for(request)
    news = desk.news
    told = dict.fromkeys(news.new, _("new")) | dict.fromkeys(
        news.changed, _("changed by a release")
    )
    rules = rules_by_id()
    page = {
        "desk": desk,
        "changes": changed_between(desk.spoken, desk.working, desk.changed),
        "news": [
            row_of(rules[name], desk, frozenset(), told) for name in (*news.new, *news.changed)
        ],
        "gone": news.gone,
        "weaker": [row for some in rows_of(desk).values() for row in some if row.weaker],
        "total": len(rules),
        "first": desk.spoken.version is None,
        "refused": refused,
    }
    return render(request, "protocol/review.html", page, status=status)


@require_POST
@allow(Permission.PROTOCOL_WRITE)
def drop(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    drop_draft(by=request.actor)
    messages.success(request, _("The draft is thrown away. What was signed goes on speaking."))
    return redirect("protocol")


@require_safe
@allow(Permission.SETTINGS_READ)
def versions(request: HttpRequest) -> HttpResponse:
    """List the signed versions, newest first."""
    page = {"rows": versions_of(request.centre.pk)}
    return render(request, "protocol/versions.html", page)


@require_safe
@allow(Permission.SETTINGS_READ)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show a signed version: every rule that it has otherwise than packaged, and since before."""
    rows = versions_of(request.centre.pk)
    row = next((one for one in rows if one.number == number), None)
    if row is None:
        raise Http404
    older = next((one for one in rows if one.number == number - 1), None)
    this = spoken_by(row)
    before = spoken_by(older) if older else InForce(Protocol())
    names = dict.fromkeys([*(before.stored or {}), *(this.stored or {})])
    page = {
        "row": row,
        "edits": changed_between(InForce(Protocol()), this, this.stored or {}),
        "changes": changed_between(before, this, names),
        "older": older,
        "current": row == rows[0],
    }
    return render(request, "protocol/version.html", page)
