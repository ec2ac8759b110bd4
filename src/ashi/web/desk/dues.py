"""Fees and deposits that are open, and what a day took in; both as files, too."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.billing.dues import Due
from ashi.apps.billing.listing import MOST, SORTS, STATES, dues_listed, takings_between
from ashi.apps.encounters.day_board import day_of
from ashi.core.kernel.money import as_sum
from ashi.web.desk.board.words import local
from ashi.web.desk.board_page import note_read
from ashi.web.desk.forms import METHODS
from ashi.web.policy import allow
from ashi.web.spreadsheets import as_file

SELECT = {"class": "input"}
STATE_WORDS = {
    "open": gettext_lazy("What is open"),
    "fees": gettext_lazy("Fees that are open"),
    "deposits": gettext_lazy("Deposits to be dealt with"),
    "all": gettext_lazy("Everything"),
}
SORT_WORDS = {
    "latest": gettext_lazy("Latest visit first"),
    "oldest": gettext_lazy("Oldest visit first"),
    "name": gettext_lazy("By name"),
    "sum": gettext_lazy("Largest fee first"),
}


class ListForm(forms.Form):
    """Which accounts, of whom, in what order."""

    text = forms.CharField(
        label=gettext_lazy("Patient"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "input", "type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[(one, STATE_WORDS[one]) for one in STATES],
        widget=forms.Select(SELECT),
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[(one, SORT_WORDS[one]) for one in SORTS],
        widget=forms.Select(SELECT),
    )


def _asked(request: HttpRequest) -> ListForm:
    return ListForm({"state": STATES[0], "sort": "latest", **request.GET.dict()})


def _found(request: HttpRequest, form: ListForm) -> list[Due]:
    return dues_listed(request.actor, **form.cleaned_data) if form.is_valid() else []


def _page(request: HttpRequest, form: ListForm, rows: list[Due]) -> dict[str, Any]:
    return {
        "form": form,
        "rows": rows,
        "open": sum(one.sums.open for one in rows),
        "held": sum(one.sums.held for one in rows),
        "most": MOST if len(rows) == MOST else None,
        "may_export": may(request.actor, Permission.EXPORT),
        "today": timezone.localdate(),
    }


@require_GET
@allow(Permission.MONEY_READ)
def dues(request: HttpRequest) -> HttpResponse:
    """List fees and deposits."""
    form = _asked(request)
    rows = _found(request, form)
    note_read(request, timezone.localdate(), "dues")
    status = 200 if form.is_valid() else 422
    return render(request, "desk/dues.html", _page(request, form, rows), status=status)


@require_GET
@allow(Permission.EXPORT)
def dues_file(request: HttpRequest) -> HttpResponse:
    """Give the same as a file for a spreadsheet."""
    form = _asked(request)
    rows = _found(request, form)
    if not form.is_valid():
        return render(request, "desk/dues.html", _page(request, form, rows), status=422)
    record(by=request.actor, action="dues.export", subject=("centre", request.centre.pk))
    heads = [
        _("Visit"),
        _("Service"),
        _("Patient"),
        _("Fee"),
        _("Let off"),
        _("From the deposit"),
        _("Paid"),
        _("Open"),
        _("Deposit asked for"),
        _("Deposit held"),
    ]
    name = f"fees-{timezone.localdate()}"
    return as_file(name, [heads, *([*_cells(one)] for one in rows)])


def _cells(one: Due) -> Iterator[str]:
    session = one.visit.session
    yield f"{timezone.localtime(session.starts_at):%Y-%m-%d %H:%M}"
    yield local(session.service)
    yield one.visit.patient.full_name if one.visit.patient else ""
    sums = one.sums
    for cents in (sums.fee, sums.waived, sums.kept, sums.paid, sums.open, one.asked, sums.held):
        yield f"{as_sum(cents):.2f}"


@require_GET
@allow(Permission.MONEY_READ)
def takings(request: HttpRequest, day: date) -> HttpResponse:
    """Show what was taken on a day, by when it was recorded."""
    span = day_of(request.centre, day)
    words = {str(method): word for method, word in METHODS}
    rows = takings_between(request.actor, span.first, span.last)
    note_read(request, day, "takings")
    page = {
        "day": day,
        "today": timezone.localdate(),
        "rows": [(words[one.method], one) for one in rows],
        "total": sum(one.total for one in rows),
        "payments": sum(one.payments for one in rows),
        "deposits": sum(one.deposits for one in rows),
    }
    return render(request, "desk/takings.html", page)
