"""The trail: who did or saw what, newest first; and the same as a file."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import tzinfo
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.queries import Mark, Wanted, chain_state, page_of
from ashi.apps.centres.queries import people_of
from ashi.apps.patients.queries import found_for_trail, names_for_trail
from ashi.web.audit.files import rows_of
from ashi.web.audit.forms import MarkForm, TrailForm
from ashi.web.audit.lines import lines_of
from ashi.web.policy import allow


@require_GET
@allow(Permission.AUDIT_READ)
def trail(request: HttpRequest) -> HttpResponse:
    """Show a page of the trail and the state of its chain."""
    form = _form(request, request.GET)
    if not form.is_valid():
        return render(request, "audit/trail.html", {"form": form}, status=422)
    wanted, named = form.wanted(), form.cleaned_data["who"]
    meant = found_for_trail(request.actor, named) if named and not wanted.patient_id else []
    if len(meant) == 1:
        wanted = replace(wanted, patient_id=meant[0].pk)
    events = page_of(request.actor.centre_id, wanted, _mark(request))
    _note(request, "audit.read", wanted)
    page = {
        "form": form,
        "lines": lines_of(request.actor, events.events),
        "after": events.after,
        "query": _query(request, wanted),
        "meant": meant if len(meant) > 1 else [],
        "nobody": bool(named) and not wanted.patient_id and not meant,
        "about": names_for_trail(request.actor, [wanted.patient_id or 0]),
        "narrowed": wanted != Wanted(),
        "chain": chain_state(),
    }
    return render(request, "audit/trail.html", page)


@require_POST
@allow(Permission.AUDIT_READ)
def trail_file(request: HttpRequest) -> HttpResponseBase:
    """Give what the filters show as a file, and leave the event of it first."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return render(request, "audit/trail.html", {"form": form}, status=422)
    wanted = form.wanted()
    _note(request, "audit.export", wanted)
    answer = StreamingHttpResponse(
        _as_now(
            rows_of(request.actor, wanted),
            timezone.get_current_timezone(),
            translation.get_language(),
        ),
        content_type="text/csv; charset=utf-8",
    )
    name = f"trail-{timezone.localdate().isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _as_now(rows: Iterator[str], zone: tzinfo, language: str | None) -> Iterator[str]:
    """Write in the zone and language of the request, which is over when the rows are read."""
    with timezone.override(zone), translation.override(language):
        yield from rows


def _form(request: HttpRequest, sent: Any) -> TrailForm:
    return TrailForm(
        sent, people=people_of(request.actor.centre_id or 0), use_required_attribute=False
    )


def _mark(request: HttpRequest) -> Mark | None:
    if "at" not in request.GET:
        return None
    form = MarkForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.mark()


def _query(request: HttpRequest, wanted: Wanted) -> str:
    """Return the filters for a link to the next page."""
    kept = request.GET.copy()
    for name in ("at", "event", "who"):
        kept.pop(name, None)
    if wanted.patient_id:
        kept["patient"] = str(wanted.patient_id)
    return kept.urlencode()


def _note(request: HttpRequest, action: str, wanted: Wanted) -> None:
    """Reading the trail leaves a trail; what was looked for is codes and ids."""
    record(
        by=request.actor,
        action=action,
        subject=("trail", request.actor.centre_id or ""),
        patient_id=wanted.patient_id,
        detail={name: _plain(value) for name, value in asdict(wanted).items() if value},
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
