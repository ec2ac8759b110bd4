"""When somebody or something is there: the week, and absences; what is booked is shown first."""

from dataclasses import dataclass
from datetime import date, timedelta
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
from ashi.apps.bookings.models import Session
from ashi.apps.centres import actions, actions_hours
from ashi.apps.centres.hours import write_hours
from ashi.apps.centres.models import Absence, ExtraOpening, Resource
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import allow
from ashi.web.settings.phoning import to_phone
from ashi.web.settings.resources import resource_or_404
from ashi.web.settings.time_forms import AwayForm, ExtraForm, PeriodForm, WeekForm
from ashi.web.wording import sentence_for


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def hours(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Show and save a week; visits that it would leave outside are shown and asked about."""
    row = resource_or_404(request, resource_id)
    form = WeekForm(request.POST or None, resource=row)
    seen = request.POST.get("seen", "") or actions_hours.seen_hours(row)
    left: list[Any] = []
    if form.is_valid():
        left = _outside(request, row, form.cleaned_data)
        if not left or "confirmed" in request.POST:
            try:
                actions_hours.save_hours(
                    by=request.actor, resource_id=row.pk, seen=seen, **form.cleaned_data
                )
            except AshiError as error:
                form.add_error(None, sentence_for(error))
                left, seen = [], actions_hours.seen_hours(row)
            else:
                messages.success(request, _("Saved."))
                return redirect("settings-resource", resource_id=row.pk)
    page = {"row": row, "form": form, "seen": seen, "sessions": left, "later": _later(row)}
    status = 422 if form.errors or left else 200
    return render(request, "settings/hours.html", page, status=status)


def _outside(request: HttpRequest, row: Resource, values: dict[str, Any]) -> list[Session]:
    """Return the visits that the new week leaves outside, of all who get it."""
    first = values["valid_from"] or timezone.localdate()
    others = Resource.objects.filter(centre=request.centre, pk__in=values["also"])
    found = {
        session.pk: session
        for one in (row, *others)
        for session in contradicted.outside(
            one, values["week"], first, timezone.now(), values["valid_to"]
        )
    }
    return sorted(found.values(), key=lambda one: one.starts_at)


@dataclass(frozen=True, slots=True)
class Period:
    """Hours that hold from a day, to a day or both; ``days`` are names and hours."""

    first: date | None
    last: date | None
    days: list[tuple[str, str]]

    @property
    def own(self) -> bool:
        """Tell whether it stands between the usual hours, so that it can be taken back."""
        return self.first is not None and self.last is not None


def _later(row: Resource) -> list[Period]:
    """Return the weeks that end, or begin later: shown, so that nothing is hidden."""
    today = timezone.localdate()
    spans: dict[tuple[date | None, date | None], dict[int, list[tuple[int, int]]]] = {}
    for one in row.hours.order_by("valid_from", "weekday", "opens_min"):
        ends_later = one.valid_to is not None and one.valid_to >= today
        if ends_later or (one.valid_from is not None and one.valid_from > today):
            week = spans.setdefault((one.valid_from, one.valid_to), {})
            week.setdefault(one.weekday, []).append((one.opens_min, one.closes_min))
    return [
        Period(first, last, [(str(WEEKDAYS[day]), write_hours(week[day])) for day in sorted(week)])
        for (first, last), week in spans.items()
    ]


@require_POST
@allow(Permission.SETTINGS_WRITE)
def period_back(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Take a week of its own back."""
    row = resource_or_404(request, resource_id)
    form = PeriodForm(request.POST)
    if form.is_valid():
        actions_hours.end_period(by=request.actor, resource_id=row.pk, **form.cleaned_data)
        messages.success(request, _("The usual hours hold again."))
    return redirect("settings-hours", resource_id=row.pk)


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def extra(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Open somebody or something beyond the week."""
    row = resource_or_404(request, resource_id)
    saturday = timezone.localtime().replace(hour=9, minute=0)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7 or 7)
    initial = {"start": saturday, "end": saturday.replace(hour=13)}
    form = ExtraForm(request.POST or None, resource=row, initial=initial)
    if form.is_valid():
        try:
            actions_hours.add_extra(by=request.actor, resource_id=row.pk, **form.cleaned_data)
        except AshiError as error:
            form.add_error("end", sentence_for(error))
        else:
            messages.success(request, _("The extra opening is kept."))
            return redirect("settings-resource", resource_id=row.pk)
    page = {"row": row, "form": form}
    return render(request, "settings/extra.html", page, status=422 if form.errors else 200)


@require_POST
@allow(Permission.SETTINGS_WRITE)
def extra_back(request: HttpRequest, extra_id: int) -> HttpResponse:
    """Take an extra opening back; visits within it are shown and asked about."""
    rows = ExtraOpening.objects.filter(resource__centre=request.centre)
    row = get_object_or_404(rows.select_related("resource"), pk=extra_id)
    left = contradicted.within(row.resource, row.during.lower, row.during.upper)
    if left and "confirmed" not in request.POST:
        page = {"row": row.resource, "sessions": left, "doing": _("Take the extra opening back")}
        return render(request, "settings/meets.html", page, status=422)
    actions_hours.remove_extra(by=request.actor, extra_id=row.pk)
    messages.success(request, _("The extra opening is taken back."))
    return redirect("settings-resource", resource_id=row.resource_id)


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
                absence = actions.add_absence(by=request.actor, resource_id=row.pk, **values)
            except AshiError as error:
                form.add_error("end", sentence_for(error))
                left = []
            else:
                messages.success(request, _("The absence is kept."))
                return to_phone(request, absence) or redirect(
                    "settings-resource", resource_id=row.pk
                )
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
