"""What the centre offers: list, copy, facts, phases with their strip, roles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.offers import offer_of
from ashi.apps.centres import actions_services as actions
from ashi.apps.centres.errors import ServiceShapeError
from ashi.apps.centres.models import Resource, Service
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import allow
from ashi.web.public.strip import strip
from ashi.web.settings.resources import known_skills
from ashi.web.settings.service_forms import PhaseForm, RoleForm, ServiceForm
from ashi.web.wording import sentence_for


@require_GET
@allow(Permission.SETTINGS_READ)
def services(request: HttpRequest) -> HttpResponse:
    """List what is offered, with its length and strip."""
    rows = Service.objects.filter(centre=request.centre).prefetch_related("phases", "roles")
    listed = [
        (row, offer_of(row).minutes, strip(offer_of(row).phases))
        for row in rows.order_by("-active", "position", "name")
    ]
    return render(request, "settings/services.html", {"rows": listed})


@require_POST
@allow(Permission.SETTINGS_WRITE)
def copy(request: HttpRequest, service_id: int) -> HttpResponse:
    """Make one like another."""
    row = _row(request, service_id)
    name = _("%(name)s, copy") % {"name": row.name}
    new = actions.copy_service(by=request.actor, like_id=row.pk, name=name[:120])
    messages.success(request, _("Copied. It is not offered until you say so."))
    return redirect("settings-service", service_id=new.pk)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show and save a service's facts."""
    row = _row(request, service_id)
    form = ServiceForm(request.POST or None, initial=ServiceForm.initial_of(row))
    seen = request.POST.get("seen", "") or actions.seen_service(row)
    if form.is_valid():
        try:
            actions.save_service(
                by=request.actor, service_id=row.pk, seen=seen, **form.cleaned_data
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
            seen = actions.seen_service(row)
        else:
            messages.success(request, _("Saved."))
            return redirect("settings-service", service_id=row.pk)
    page = _page(row) | {"form": form, "seen": seen}
    return render(request, "settings/service.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def phases(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show and save a service's phases."""
    row = _row(request, service_id)
    rows = PhaseForm.all_of(row, request.POST or None)
    used = [one for one in rows if request.method == "POST" and not one.is_blank]
    seen = request.POST.get("seen", "") or actions.seen_service(row)
    if used and _all_valid(used):
        kept = [one.cleaned_data for one in used if not one.cleaned_data["gone"]]
        kept.sort(key=lambda one: one["order"])
        if _save(request, row, rows, seen, "phases", kept):
            return redirect("settings-phases", service_id=row.pk)
    wrong = any(one.errors for one in used)
    page = _page(row) | {"rows": rows, "seen": _fresh(row, seen, rows)}
    return render(request, "settings/phases.html", page, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def roles(request: HttpRequest, service_id: int) -> HttpResponse:
    """Show and save who and what a service needs."""
    row = _row(request, service_id)
    things = list(Resource.objects.filter(centre=row.centre_id).order_by("kind", "position", "id"))
    skills = sorted(known_skills(request.centre))
    rows = RoleForm.all_of(row, skills, things, request.POST or None)
    seen = request.POST.get("seen", "") or actions.seen_service(row)
    if request.method == "POST" and _all_valid(rows):
        kept = [one.cleaned_data for one in rows if one.cleaned_data["key"]]
        if _save(request, row, rows, seen, "roles", kept):
            return redirect("settings-roles", service_id=row.pk)
    wrong = any(one.errors for one in rows)
    page = _page(row) | {"rows": rows, "seen": _fresh(row, seen, rows)}
    return render(request, "settings/roles.html", page, status=422 if wrong else 200)


def _save(
    request: HttpRequest,
    row: Service,
    rows: Sequence[forms.Form],
    seen: str,
    what: str,
    kept: list[dict[str, Any]],
) -> bool:
    """Save phases or roles; a refusal stands on the row it is about."""
    save = actions.save_phases if what == "phases" else actions.save_roles
    try:
        save(by=request.actor, service_id=row.pk, seen=seen, **{what: kept})
    except ServiceShapeError as error:
        at = int(str(error.fields.get("at", 0)))
        rows[min(at, len(rows) - 1)].add_error(None, sentence_for(error))
        return False
    except AshiError as error:
        rows[0].add_error(None, sentence_for(error))
        return False
    messages.success(request, _("Saved. What is booked stays as it was promised."))
    return True


def _fresh(row: Service, seen: str, rows: Sequence[forms.Form]) -> str:
    """Return what the next save has seen: what is stored now, once a refusal was shown."""
    return actions.seen_service(row) if any(one.errors for one in rows) else seen


def _all_valid(rows: Sequence[forms.Form]) -> bool:
    return all([one.is_valid() for one in rows])  # noqa: C419 -- every row shows its faults


def _row(request: HttpRequest, service_id: int) -> Service:
    rows = Service.objects.prefetch_related("phases", "roles")
    return get_object_or_404(rows, pk=service_id, centre=request.centre)


def _page(row: Service) -> dict[str, Any]:
    offer = offer_of(row)
    return {"row": row, "minutes": offer.minutes, "strip": strip(offer.phases)}
