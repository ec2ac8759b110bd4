"""Closures and public holidays: proposed for a year, decided on, and the centre's own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.contradicted import counts_of, of_centre
from ashi.apps.centres import actions_closures as actions
from ashi.apps.centres.errors import SettingUnknownError
from ashi.apps.centres.models import Closure
from ashi.apps.encounters.actions.call_lists import call_because
from ashi.core.kernel.errors import AshiError
from ashi.web.numbers import whole
from ashi.web.policy import allow
from ashi.web.settings.phoning import to_phone
from ashi.web.settings.time_forms import CloseForm
from ashi.web.wording import sentence_for

AHEAD = 2  # years to choose from, beside this one


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def closures(request: HttpRequest) -> HttpResponse:
    """Show a year's closures; a POST adds one of the centre's own."""
    year = _year(request.GET.get("year"))
    form = CloseForm(request.POST or None)
    left: list[Any] = []
    if form.is_valid():
        values = form.cleaned_data
        if values["start"] < values["end"]:
            left = of_centre(request.centre, values["start"], values["end"])
        if not left or "confirmed" in request.POST:
            try:
                closure = actions.close(by=request.actor, **values)
            except AshiError as error:
                form.add_error("end", sentence_for(error))
                left = []
            else:
                messages.success(request, _("The closure is kept."))
                return to_phone(request, closure) or redirect(_address(values["start"].year))
    page = _page(request, year) | {"form": form, "sessions": left}
    status = 422 if form.errors or left else 200
    return render(request, "settings/closures.html", page, status=status)


def _page(request: HttpRequest, year: int) -> dict[str, Any]:
    rows = list(
        Closure.objects.filter(centre=request.centre, during__startswith__year=year).order_by(
            "during"
        )
    )
    waiting = [row for row in rows if row.state == Closure.State.PROPOSED]
    spans = [(row.during.lower, row.during.upper) for row in waiting]
    counts = dict(zip(waiting, counts_of(request.centre, spans), strict=True))
    now = timezone.localdate().year
    return {
        "year": year,
        "years": range(now, now + AHEAD + 1),
        "rows": [(row, counts.get(row, 0)) for row in rows],
        "proposed": len(waiting),
    }


@require_POST
@allow(Permission.SETTINGS_WRITE)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose the public holidays of a year."""
    year = _year_sent(request)
    new = actions.propose_holidays(by=request.actor, year=year)
    told = ngettext("%(count)s holiday is proposed.", "%(count)s holidays are proposed.", new)
    messages.success(request, told % {"count": new} if new else _("All of them are known already."))
    return redirect(_address(year))


@require_POST
@allow(Permission.SETTINGS_WRITE)
def confirm_all(request: HttpRequest) -> HttpResponse:
    """Confirm what is proposed for a year."""
    year = _year_sent(request)
    for row in actions.confirm_all(by=request.actor, year=year):
        call_because(by=request.actor, cause=row)
    messages.success(request, _("They are confirmed: nobody can book on these days."))
    return redirect(_address(year))


@require_POST
@allow(Permission.SETTINGS_WRITE)
def decide(request: HttpRequest, closure_id: int) -> HttpResponse:
    """Confirm or decline one."""
    state = "confirmed" if request.POST.get("state") == "confirmed" else "declined"
    try:
        row = actions.decide(by=request.actor, closure_id=closure_id, state=state)
    except SettingUnknownError as error:
        messages.error(request, sentence_for(error))
        return redirect("settings-closures")
    if row.state == Closure.State.CONFIRMED:
        to_phone(request, row)
    return redirect(_address(row.during.lower.year))


def _year_sent(request: HttpRequest) -> int:
    if whole(request.POST.get("year")) is None:
        raise Http404
    return _year(request.POST["year"])


def _year(text: str | None) -> int:
    """Return the year asked for, or this one."""
    this = timezone.localdate().year
    return min(max(whole(text) or this, this - 1), this + AHEAD)


def _address(year: int) -> str:
    return f"{reverse('settings-closures')}?year={year}"
