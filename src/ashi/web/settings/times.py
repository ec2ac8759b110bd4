"""When somebody or something is there: the week, and absences; what is booked is shown first."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings import contradicted
from ashi.apps.centres import actions
from ashi.apps.centres.hours import write_hours
from ashi.apps.centres.models import Absence, Resource
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import allow
from ashi.web.settings.forms import AwayForm, WeekForm
from ashi.web.settings.resources import resource_or_404
from ashi.web.wording import sentence_for


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def hours(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Show and save a week; visits that it would leave outside are shown and asked about."""
    row = resource_or_404(request, resource_id)
    form = WeekForm(request.POST or None, resource=row)
    seen = request.POST.get("seen", "") or actions.seen_hours(row)
    left: list[Any] = []
    if form.is_valid():
        values = form.cleaned_data
        first = values["valid_from"] or timezone.localdate()
        left = contradicted.outside(row, values["week"], first, timezone.now())
        if not left or "confirmed" in request.POST:
            try:
                actions.save_hours(
                    by=request.actor,
                    resource_id=row.pk,
                    seen=seen,
                    week=values["week"],
                    valid_from=values["valid_from"],
                )
            except AshiError as error:
                form.add_error(None, sentence_for(error))
                left, seen = [], actions.seen_hours(row)
            else:
                messages.success(request, _("Saved."))
                return redirect("settings-resource", resource_id=row.pk)
    page = {"row": row, "form": form, "seen": seen, "sessions": left, "later": _later(row)}
    status = 422 if form.errors or left else 200
    return render(request, "settings/hours.html", page, status=status)


def _later(row: Resource) -> list[tuple[Any, str, Any]]:
    """Return the rows of weeks that end, or begin later: shown, so that nothing is hidden."""
    today = timezone.localdate()
    return [
        (WEEKDAYS[one.weekday], write_hours([(one.opens_min, one.closes_min)]), one)
        for one in row.hours.all()
        if (one.valid_to and one.valid_to >= today) or (one.valid_from and one.valid_from > today)
    ]


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def away(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Keep an absence; visits within it are shown and asked about."""
    row = resource_or_404(request, resource_id)
    tomorrow = timezone.localtime().replace(hour=9, minute=0) + timedelta(days=1)
    form = AwayForm(
        request.POST or None,
        initial={"start": tomorrow, "end": tomorrow.replace(hour=17), "reason": "leave"},
    )
    left: list[Any] = []
    if form.is_valid():
        values = form.cleaned_data
        if values["start"] < values["end"]:
            left = contradicted.within(row, values["start"], values["end"])
        if not left or "confirmed" in request.POST:
            try:
                actions.add_absence(by=request.actor, resource_id=row.pk, **values)
            except AshiError as error:
                form.add_error("end", sentence_for(error))
                left = []
            else:
                messages.success(request, _("The absence is kept."))
                return redirect("settings-resource", resource_id=row.pk)
    page = {"row": row, "form": form, "sessions": left}
    return render(request, "settings/away.html", page, status=422 if form.errors or left else 200)


@require_POST
@allow(Permission.SETTINGS_WRITE)
def back(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take an absence back."""
    rows = Absence.objects.filter(resource__centre=request.centre)
    row = get_object_or_404(rows, pk=absence_id)
    actions.remove_absence(by=request.actor, absence_id=row.pk)
    messages.success(request, _("The absence is taken back."))
    return redirect("settings-resource", resource_id=row.resource_id)
