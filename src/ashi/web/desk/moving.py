"""Move a visit: where it fits, why not elsewhere, and the move itself, with its undo."""

from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.billing.absences import (
    cancel_visit,
    mark_no_show,
    restore_visit,
    unmark_no_show,
)
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.errors import BookingError
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import openings_for_visit
from ashi.apps.encounters.day_board import day_of
from ashi.apps.encounters.errors import VisitUnknownError
from ashi.apps.encounters.fits import Picked, columns_like, fits_by_column, pick_up, why_not
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import back, told
from ashi.web.desk.obstacles import sentences_for
from ashi.web.desk.visit_page import found_or_404
from ashi.web.numbers import MOST, MOST_ROW, whole
from ashi.web.policy import allow
from ashi.web.walltime import InstantField
from ashi.web.wording import sentence_for

CANCEL_REASONS = ("patient", "centre", "mistake")
DAYS_OFFERED = 14


class MoveForm(forms.Form):
    """Where a visit is to be put; ``column`` is where it was picked up, ``to`` where it goes."""

    at = InstantField()
    column = forms.IntegerField(required=False, min_value=1, max_value=MOST_ROW)
    to = forms.IntegerField(required=False, min_value=1, max_value=MOST_ROW)
    version = forms.IntegerField(required=False, min_value=1, max_value=MOST)
    override_reason = forms.CharField(required=False, max_length=300)


def _picked(request: HttpRequest, visit_id: int, column: int) -> Picked:
    try:
        return pick_up(request.actor, visit_id, column)
    except VisitUnknownError as error:
        raise Http404 from error


@require_GET
@allow(Permission.DIARY_WRITE)
def fits(request: HttpRequest, visit_id: int, column: int, day: date) -> JsonResponse:
    """Tell where the visit fits on a day: minutes of the day, by column."""
    picked = _picked(request, visit_id, column)
    span = day_of(request.centre, day)
    earliest = max(span.first, timezone.now() - timedelta(minutes=request.centre.grain_min))
    found = fits_by_column(picked, day, columns_like(picked), earliest)
    return JsonResponse(
        {
            "grain": request.centre.grain_min,
            "first": int(span.first.timestamp() * 1000),
            "columns": {
                str(resource): [span.minute_of(one.start) for one in openings]
                for resource, openings in found.items()
            },
        }
    )


@require_GET
@allow(Permission.DIARY_WRITE)
def why(request: HttpRequest, visit_id: int, column: int) -> JsonResponse:
    """Tell why a visit does not fit at one start in one column."""
    form = MoveForm(request.GET)
    if not form.is_valid() or form.cleaned_data["to"] is None:
        return JsonResponse({"why": []}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    picked = _picked(request, visit_id, column)
    told_why = why_not(picked, form.cleaned_data["to"], form.cleaned_data["at"])
    return JsonResponse({"fits": told_why.opening is not None, "why": sentences_for(told_why)})


@require_POST
@allow(Permission.DIARY_WRITE)
def place(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Move a visit by the board; answers with the sentence to show and how to undo it."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"says": _("Choose a time.")}, status=422)
    before = found_or_404(request, visit_id)
    was = before.visit.session.starts_at
    old = {key: one.pk for key, one in before.day.roles.items()}
    try:
        moved = _move(request, visit_id, form.cleaned_data)
    except AshiError as error:
        return JsonResponse({"says": _refusal(error)}, status=HTTPStatus.CONFLICT)
    name = str(before.visit.patient)
    at = timezone.localtime(form.cleaned_data["at"]).strftime("%H:%M")
    request.session[f"undo-move-{visit_id}"] = {
        "at": was.isoformat(),
        "roles": old,
        "version": moved.version,
    }
    return JsonResponse(
        {
            "says": _("%(name)s moved to %(at)s.") % {"name": name, "at": at},
            "undo": reverse("visit-unmove", args=[visit_id]),
        }
    )


def _move(request: HttpRequest, visit_id: int, sent: dict[str, Any]) -> Visit:
    roles: dict[str, int] = {}
    column, to = sent["column"], sent["to"]  # both, or the column stays
    if column and to:
        keys = pick_up(request.actor, visit_id, column).keys
        roles = {key: int(to) for key in keys}
    return move_visit(
        by=request.actor,
        visit_id=visit_id,
        starts_at=sent["at"],
        roles=roles,
        version=sent["version"],
        override_reason=sent["override_reason"] or None,
    )


def _refusal(error: AshiError) -> str:
    return sentence_for(error)


@require_POST
@allow(Permission.DIARY_WRITE)
def unmove(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Put a visit back where it was before the last move of this sign-in."""
    found_or_404(request, visit_id)
    known = request.session.pop(f"undo-move-{visit_id}", None)
    if known is None:
        return JsonResponse({"says": _("There is nothing to take back.")}, status=409)
    try:
        move_visit(
            by=request.actor,
            visit_id=visit_id,
            starts_at=datetime.fromisoformat(known["at"]),
            roles=known["roles"],
            version=known["version"],
        )
    except AshiError as error:
        return JsonResponse({"says": _refusal(error)}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"says": _("Put back.")})


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def move(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Move a visit without a mouse: choose from the times that are free."""
    found = found_or_404(request, visit_id)
    form = MoveForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            _move(request, visit_id, form.cleaned_data)
            return redirect("visit", visit_id=visit_id)
        except AshiError as error:
            refusal = _refusal(error)
    today = timezone.localdate()
    first = max(today, timezone.localdate(found.visit.session.starts_at) - timedelta(days=3))
    openings = openings_for_visit(
        visit=found.visit,
        first=first,
        last=first + timedelta(days=DAYS_OFFERED),
        roles={key: one.pk for key, one in found.day.roles.items() if one.kind == "practitioner"},
        earliest=timezone.now(),
    )
    context = {"visit": found.visit, "form": form, "openings": openings[:300], "refusal": refusal}
    status = 422 if form.errors or refusal else 200
    return render(request, "desk/move.html", context, status=status)


def _version(request: HttpRequest) -> int | None:
    """Return the version that was seen; 0, which none has, where it cannot be read."""
    return (whole(request.POST["version"]) or 0) if "version" in request.POST else None


@require_POST
@allow(Permission.DIARY_WRITE)
def cancel(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Cancel a visit; it can be taken back as long as the time is free."""
    found = found_or_404(request, visit_id)
    reason = request.POST.get("reason", "mistake")  # an undone booking gives none
    if reason not in CANCEL_REASONS:
        raise Http404
    name = found.visit.patient.full_name if found.visit.patient else ""
    try:
        cancel_visit(by=request.actor, visit_id=visit_id, reason=reason, version=_version(request))
    except BookingError as error:
        told(request, _refusal(error))
    else:
        told(
            request,
            _("%(name)s: the visit is cancelled.") % {"name": name},
            undo=reverse("visit-restore", args=[visit_id]),
        )
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def no_show(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Mark that the patient did not come."""
    found = found_or_404(request, visit_id)
    name = found.visit.patient.full_name if found.visit.patient else ""
    try:
        mark_no_show(by=request.actor, visit_id=visit_id, version=_version(request))
    except BookingError as error:
        told(request, _refusal(error))
    else:
        told(
            request,
            _("%(name)s is marked as not having come.") % {"name": name},
            undo=reverse("visit-restore", args=[visit_id]),
        )
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def restore(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Take a cancellation or a no-show back."""
    found = found_or_404(request, visit_id)
    act = unmark_no_show if found.visit.status == "no-show" else restore_visit
    try:
        act(by=request.actor, visit_id=visit_id)
        told(request, _("The visit is booked again."))
    except BookingError as error:
        told(request, _refusal(error))
    return back(request)
