"""Whom to phone because of an absence: the lists, one list by thumb, and what came of each call."""

from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.encounters.actions.call_lists import (
    claim_call,
    note_call,
    release_call,
    reopen_call,
)
from ashi.apps.encounters.call_lists import CallRow, lists_of, rows_of
from ashi.apps.encounters.calling import CallList, ListedCall
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import back, told
from ashi.web.desk.board_page import note_read
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


class NoteForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(choices=ListedCall.Outcome.choices)
    try_id = forms.UUIDField()


@require_GET
@allow(Permission.DIARY_WRITE)
def call_lists(request: HttpRequest) -> HttpResponse:
    """Show the lists of the centre, those that wait first."""
    rows = sorted(lists_of(request.centre.pk, timezone.now()), key=lambda one: not one.open)
    return render(request, "desk/call_lists.html", {"lists": rows})


@require_GET
@allow(Permission.DIARY_WRITE)
def call_list(request: HttpRequest, call_list_id: int) -> HttpResponse:
    """Show one list."""
    row = _found(request, call_list_id)
    note_read(request, timezone.localdate(), "calls")
    return render(request, "desk/call_list.html", _page(request, row))


@require_GET
@allow(Permission.DIARY_WRITE)
def rows(request: HttpRequest, call_list_id: int) -> HttpResponse:
    """Give the rows again, or nothing while what the page shows still holds."""
    page = _page(request, _found(request, call_list_id))
    if request.GET.get("tag") == page["tag"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "desk/_call_rows.html", page)


def _found(request: HttpRequest, call_list_id: int) -> CallList:
    mine = CallList.objects.filter(centre=request.centre).select_related("resource", "closure")
    row = mine.filter(pk=call_list_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: CallList) -> dict[str, Any]:
    found = rows_of(row, timezone.now())
    waiting = [one for one in found if one.waits]
    done = [one for one in found if not one.waits]
    return {
        "list": row,
        "waiting": waiting,
        "done": done,
        "tag": _tag(request, found),
        "here": reverse("call-list", args=[row.pk]),
    }


def _tag(request: HttpRequest, found: list[CallRow]) -> str:
    """Return a short text that changes with whatever the rows show."""
    shown = [
        (
            [
                (one.call.pk, one.call.outcome, one.standing, one.waits, one.call.visit.version)
                for one in row.visits
            ],
            row.claimed_by.pk if row.claimed_by else 0,
            len(row.tries),
            row.phones,
        )
        for row in found
    ]
    return sha256(f"{request.actor.user_id}.{get_language()}.{shown}".encode()).hexdigest()[:16]


@require_POST
@allow(Permission.DIARY_WRITE)
def take(request: HttpRequest, listed_call_id: int) -> HttpResponse:
    """Say that one phones this patient now; who is second is told who was first."""
    try:
        claim_call(by=request.actor, call_id=listed_call_id)
    except AshiError as error:
        told(request, sentence_for(error))
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def put_back(request: HttpRequest, listed_call_id: int) -> HttpResponse:
    """Let somebody else phone."""
    try:
        release_call(by=request.actor, call_id=listed_call_id)
    except AshiError as error:
        told(request, sentence_for(error))
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def note(request: HttpRequest, listed_call_id: int) -> HttpResponse:
    """Keep what came of a call."""
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            note_call(by=request.actor, call_id=listed_call_id, **form.cleaned_data)
        except AshiError as error:
            told(request, sentence_for(error))
    else:
        told(request, _("Nothing was kept."))
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def reopen(request: HttpRequest, listed_call_id: int) -> HttpResponse:
    """Say that a patient does not know after all."""
    try:
        reopen_call(by=request.actor, call_id=listed_call_id)
    except AshiError as error:
        told(request, sentence_for(error))
    return back(request)
