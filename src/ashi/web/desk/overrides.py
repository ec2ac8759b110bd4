"""What was booked twice on purpose: who, when, what and why, over a period; and as a file."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
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
from ashi.apps.bookings.leaving import LeftConflict, left_between, resources_in
from ashi.apps.bookings.overriding import MOST, Overridden, overrides_between
from ashi.apps.centres.models import Resource
from ashi.web.desk.board.words import local
from ashi.web.desk.conflicts import cause_word
from ashi.web.policy import allow
from ashi.web.spreadsheets import as_file

USUAL = timedelta(days=30)
LONGEST = timedelta(days=366)
EARLIEST, LATEST = date(1970, 1, 1), date(2999, 12, 31)
DAY = {"class": "input", "type": "date", "data-w": "date"}


class PeriodForm(forms.Form):
    """From which day to which, both included."""

    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(DAY))
    last = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(DAY))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is not in order, or longer than a year."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not _is_period(first, last):
            raise forms.ValidationError(_("Choose a period in order, of at most a year."))
        return cleaned


def _is_period(first: date, last: date) -> bool:
    in_order = first <= last and last - first <= LONGEST
    return in_order and first >= EARLIEST and last <= LATEST


def _asked(request: HttpRequest) -> PeriodForm:
    today = timezone.localdate()
    usual = {"first": (today - USUAL).isoformat(), "last": today.isoformat()}
    return PeriodForm({**usual, **request.GET.dict()})


def _found(request: HttpRequest, form: PeriodForm) -> list[Overridden]:
    return overrides_between(request.centre, *_span(form))


def _span(form: PeriodForm) -> tuple[datetime, datetime]:
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(first, time.min, zone),
        datetime.combine(last + timedelta(days=1), time.min, zone),
    )


def _left(request: HttpRequest, form: PeriodForm) -> list[tuple[LeftConflict, str]]:
    """Return what was left in conflict on purpose, with what spoke against it."""
    rows = list(left_between(request.centre, *_span(form))[:MOST])
    names = Resource.objects.in_bulk(resources_in(rows))
    return [
        (
            row,
            "; ".join(
                cause_word(one["code"], local(names[one["resource"]]) if one["resource"] else "")
                for one in row.causes
            ),
        )
        for row in rows
    ]


@require_GET
@allow(Permission.DIARY_OVERRIDE)
def overrides(request: HttpRequest) -> HttpResponse:
    """List what was booked over something else on purpose."""
    form = _asked(request)
    rows = _found(request, form) if form.is_valid() else []
    record(by=request.actor, action="overrides.read", subject=("centre", request.centre.pk))
    page = {
        "form": form,
        "rows": rows,
        "left": _left(request, form) if form.is_valid() else [],
        "most": MOST if len(rows) == MOST else None,
        "may_export": may(request.actor, Permission.EXPORT),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "desk/overrides.html", page, status=status)


@require_GET
@allow(Permission.EXPORT)
def overrides_file(request: HttpRequest) -> HttpResponse:
    """Give the same as a file for a spreadsheet."""
    form = _asked(request)
    if not form.is_valid():
        return render(request, "desk/overrides.html", {"form": form, "rows": []}, status=422)
    rows = _found(request, form)
    record(by=request.actor, action="overrides.export", subject=("centre", request.centre.pk))
    heads = [_("Made"), _("By"), _("Visit"), _("Booked twice"), _("Reason"), _("Ended")]
    heads.append(_("Left in conflict"))
    left = [[*_left_cells(row, why)] for row, why in _left(request, form)]
    name = f"overrides-{form.cleaned_data['first']}-{form.cleaned_data['last']}"
    return as_file(name, [heads, *([*_cells(one), ""] for one in rows), *left])


def _left_cells(row: LeftConflict, why: str) -> Iterator[str]:
    here = timezone.localtime
    yield here(row.at).isoformat(timespec="minutes")
    yield row.by.full_name
    yield f"{here(row.session.starts_at):%Y-%m-%d %H:%M} {local(row.session.service)}"
    yield ""
    yield row.reason
    yield here(row.ended_at).isoformat(timespec="minutes") if row.ended_at else ""
    yield why


def _cells(one: Overridden) -> Iterator[str]:
    here = timezone.localtime
    yield here(one.at).isoformat(timespec="minutes")
    yield one.by.full_name
    yield f"{here(one.session.starts_at):%Y-%m-%d %H:%M} {local(one.session.service)}"
    yield "; ".join(
        f"{local(row.resource)} {here(row.during.lower):%H:%M}–{here(row.during.upper):%H:%M}"
        for row in one.rows
    )
    yield one.reason
    yield here(one.over).isoformat(timespec="minutes") if one.over else ""
