"""One room, couch, machine or person: what it is called, can do, may do; added, put away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings import contradicted
from ashi.apps.centres import actions
from ashi.apps.centres.models import PEOPLE, Centre, Resource, ServiceRole
from ashi.core.kernel.errors import AshiError
from ashi.web.numbers import row_number
from ashi.web.policy import allow
from ashi.web.settings.forms import PermitForm, ResourceForm
from ashi.web.settings.wording import KIND_WORDS, NEW_WORDS, SKILL_WORDS
from ashi.web.wording import sentence_for


def known_skills(centre: Centre, row: Resource | None = None) -> set[str]:
    """Return the skills that services ask for, those known by name, and the resource's own."""
    asked = ServiceRole.objects.filter(service__centre=centre).values_list("skills", flat=True)
    own = row.skills if row else []
    return {*SKILL_WORDS, *own, *(one for many in asked for one in many)}


def resource_or_404(request: HttpRequest, resource_id: int) -> Resource:
    """Return a resource of the reader's centre."""
    rows = Resource.objects.select_related("whole", "centre").prefetch_related("hours", "permits")
    return get_object_or_404(rows, pk=resource_id, centre=request.centre)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Add one."""
    if kind not in NEW_WORDS:
        raise Http404
    rooms = Resource.objects.filter(centre=request.centre, kind="room", active=True)
    form = ResourceForm(
        request.POST or None,
        kind=kind,
        skills=known_skills(request.centre),
        initial={"position": 100, "bookable_online": kind == "practitioner"},
    )
    if form.is_valid():
        whole_id = row_number(request.POST.get("whole")) if kind == "couch" else None
        try:
            row = actions.add_resource(
                by=request.actor,
                kind=kind,
                whole_id=whole_id,
                **form.cleaned_data,
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("Added. Now give it its hours."))
            return redirect("settings-hours", resource_id=row.pk)
    page = {
        "form": form,
        "title": NEW_WORDS[kind],
        "kind": kind,
        "rooms": rooms if kind == "couch" else [],
    }
    return render(request, "settings/new.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def resource(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Show and save what one is called and can do."""
    row = resource_or_404(request, resource_id)
    form = ResourceForm(
        request.POST or None,
        kind=row.kind,
        skills=known_skills(request.centre, row),
        initial=ResourceForm.initial_of(row),
    )
    seen = request.POST.get("seen", "") or actions.seen_of(row, actions.RESOURCE)
    if form.is_valid():
        try:
            actions.save_resource(
                by=request.actor, resource_id=row.pk, seen=seen, **form.cleaned_data
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
            seen = actions.seen_of(row, actions.RESOURCE)
        else:
            messages.success(request, _("Saved."))
            return redirect("settings-resource", resource_id=row.pk)
    page = _page(row) | {"form": form, "seen": seen}
    return render(request, "settings/resource.html", page, status=422 if form.errors else 200)


def _page(row: Resource) -> dict[str, Any]:
    now = timezone.now()
    return {
        "row": row,
        "kind": KIND_WORDS[row.kind],
        "is_person": row.kind in PEOPLE,
        "absences": row.absences.filter(during__endswith__gt=now).order_by("during")[:20],
        "extras": row.extras.filter(during__endswith__gt=now).order_by("during")[:20],
        "parts": row.parts.order_by("position", "name"),
    }


@require_POST
@allow(Permission.SETTINGS_WRITE)
def active(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Put one away or bring it back; booked visits are shown, and stay."""
    row = resource_or_404(request, resource_id)
    back = request.POST.get("active") == "1"
    left = [] if back else contradicted.within(row, timezone.now(), None)
    if left and "confirmed" not in request.POST:
        page = {"row": row, "sessions": left, "doing": _("Put away")}
        return render(request, "settings/meets.html", page, status=422)
    actions.set_active(by=request.actor, resource_id=row.pk, active=back)
    messages.success(
        request,
        _("It is back in the diary.") if back else _("It is put away; you can bring it back."),
    )
    return redirect("settings-resource", resource_id=row.pk)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def permits(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Show and save which acts a person may do, with their papers."""
    row = resource_or_404(request, resource_id)
    if row.kind not in PEOPLE:
        raise Http404
    forms = PermitForm.all_of(row, request.POST or None)
    if request.method == "POST" and all(form.is_valid() for _act, _word, form in forms):
        kept = [
            {"act": act, **{k: v for k, v in form.cleaned_data.items() if k != "may"}}
            for act, _word, form in forms
            if form.cleaned_data["may"]
        ]
        actions.save_permits(by=request.actor, resource_id=row.pk, permits=kept)
        messages.success(request, _("Saved."))
        return redirect("settings-resource", resource_id=row.pk)
    wrong = any(form.errors for _act, _word, form in forms)
    page = {"row": row, "forms": forms, "today": timezone.localdate()}
    return render(request, "settings/permits.html", page, status=422 if wrong else 200)
