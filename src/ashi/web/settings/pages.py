"""The overview of the settings, and the centre's own rules."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.backups.queries import standing
from ashi.apps.centres import actions
from ashi.apps.centres.errors import SettingChangedError
from ashi.apps.centres.models import PEOPLE, ROOMS, Centre, Permit, Resource
from ashi.apps.centres.queries import proposed_years
from ashi.web.policy import allow
from ashi.web.settings.forms import RulesForm
from ashi.web.settings.wording import KIND_WORDS
from ashi.web.wording import sentence_for

SOON = timedelta(days=60)  # chosen: long enough to renew a registration


@require_GET
@allow(Permission.SETTINGS_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """List people, rooms and equipment, with what expires soon."""
    rows = list(
        Resource.objects.filter(centre=request.centre)
        .select_related("whole")
        .order_by("kind", "position", "name")
    )
    expiring = _expiring(request.centre, timezone.localdate())
    groups = [
        (_("People"), [(row, expiring.get(row.pk)) for row in rows if row.kind in PEOPLE]),
        (_("Rooms and couches"), [(row, None) for row in rows if row.kind in ROOMS]),
        (_("Equipment"), [(row, None) for row in rows if row.kind == "equipment"]),
    ]
    page = {"groups": groups, "kinds": KIND_WORDS, "centre": request.centre}
    page["backups_stale"] = bool(settings.NIGHTLY) and standing(most=0).stale
    page["proposed"] = proposed_years(request.centre, timezone.now())
    return render(request, "settings/overview.html", page)


def _expiring(centre: Centre, today: date) -> dict[int, date]:
    """Return by person the first day on which a registration or insurance ends, if soon."""
    first: dict[int, date] = {}
    rows = Permit.objects.filter(resource__centre=centre, resource__active=True)
    for resource_id, *ends in rows.values_list(
        "resource_id", "registration_expires", "insurance_expires"
    ):
        for end in ends:
            if end is not None and end <= today + SOON:
                first[resource_id] = min(end, first.get(resource_id, end))
    return first


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def rules(request: HttpRequest) -> HttpResponse:
    """Show and save the centre's names, contact and booking rules."""
    centre = request.centre
    form = RulesForm(request.POST or None, initial=RulesForm.initial_of(centre))
    crossed = False
    if form.is_valid():
        try:
            actions.save_rules(
                by=request.actor, seen=request.POST.get("seen", ""), **form.cleaned_data
            )
        except SettingChangedError as error:
            form.add_error(None, sentence_for(error))
            crossed = True
        else:
            messages.success(request, _("Saved."))
            return redirect("settings")
    seen = actions.seen_of(Centre.objects.get(pk=centre.pk), actions.RULES)
    page: dict[str, Any] = {"form": form, "seen": seen, "crossed": crossed}
    if request.method == "POST" and not crossed:
        page["seen"] = request.POST.get("seen", "")
    status = 422 if form.errors else 200
    return render(request, "settings/rules.html", page, status=status)
