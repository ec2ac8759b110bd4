"""Make a series longer: what it would add, visit by visit, and the press that books it."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.models import SeriesVisit
from ashi.apps.bookings.series_seen import SeenSeries, seen_series
from ashi.apps.encounters.actions.series_longer import PressedLonger, lengthen_series
from ashi.apps.encounters.series_longer import (
    LongerAsk,
    LongerPlan,
    last_of,
    plan_longer,
    rhythm_at,
)
from ashi.apps.plans.referrals import gaps_of_days
from ashi.core.kernel.errors import AshiError
from ashi.core.scheduling.errors import BadValueError
from ashi.web.desk.answers import told
from ashi.web.desk.series import Row, page_of, resources_of, row_of
from ashi.web.desk.series_forms import RhythmForm, TakesForm, fault_in_words
from ashi.web.desk.series_words import rhythm
from ashi.web.policy import allow
from ashi.web.walltime import InstantField
from ashi.web.wording import sentence_for

USUAL = 4  # chosen: how many a form begins with


class LongerForm(RhythmForm):
    """How much longer, and on which weekdays of the series."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].label = _("How many more visits")


class PressLongerForm(TakesForm):
    """What is pressed on a preview: when it was made, what it showed, what was chosen."""

    at = InstantField()
    seal = forms.CharField(max_length=32)
    send = forms.BooleanField(required=False)


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def longer(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Show which visits would be added to a series, and book those that are chosen."""
    seen, last = _seen(request, series_id)
    sent = request.POST if request.method == "POST" else request.GET
    asked = request.method == "POST" or "count" in sent or "until" in sent
    days = sorted(rhythm_at(seen, last))
    form = LongerForm(sent if asked else None, initial={"days": days, "count": USUAL})
    press, refusal = None, ""
    if form.is_valid() and request.method == "POST":
        press = PressLongerForm(request.POST)
        answer = _press(request, series_id, form, press)
        if isinstance(answer, HttpResponse):
            return answer
        refusal = answer
    plan = _plan(request, series_id, form)
    rows = _rows(plan, press) if plan else []
    page = page_of(request, seen) | {
        "form": form,
        "rhythm": rhythm(seen.series, [one for one in seen.visits if one.due_at <= last.due_at]),
        "last": last.visit,
        "plan": plan,
        "rows": rows,
        "free": sum(one.free is not None for one in rows),
        "clashes": sum(one.free is None for one in rows),
        "refusal": refusal,
        "press": press,
        "key": uuid4(),
        "send": request.POST.get("send") == "on" if request.method == "POST" else True,
    }
    wrong = refusal or form.errors or (press is not None and press.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/series_longer.html", page, status=status)


def _seen(request: HttpRequest, series_id: UUID) -> tuple[SeenSeries, SeriesVisit]:
    try:
        seen = seen_series(request.actor, series_id)
    except SeriesUnknownError as error:
        raise Http404 from error
    last = last_of(seen)
    if last is None:
        raise Http404
    return seen, last


def _ask(series_id: UUID, said: Mapping[str, Any], at: datetime) -> LongerAsk:
    return LongerAsk(series_id, at, said["count"], said["until"], frozenset(said["days"]))


def _press(
    request: HttpRequest, series_id: UUID, form: LongerForm, press: PressLongerForm
) -> HttpResponse | str:
    """Book what was chosen and go to the series; else return why it was refused."""
    if not press.is_valid():
        return ""
    sent = press.cleaned_data
    try:
        done = lengthen_series(
            by=request.actor,
            ask=_ask(series_id, form.cleaned_data, sent["at"]),
            key=sent["key"],
            pressed=PressedLonger(sent["seal"], sent["take"], sent["send"]),
        )
    except BadValueError:
        return ""  # the plan says it beside its field
    except AshiError as error:
        return sentence_for(error)
    count = done.visits.count()
    said = ngettext("%(n)s visit is added.", "%(n)s visits are added.", count) % {"n": count}
    told(request, said, undo=reverse("series-undo", args=[done.pk]))
    return redirect("series", series_id=done.series_id)


def _plan(request: HttpRequest, series_id: UUID, form: LongerForm) -> LongerPlan | None:
    """Return what would be added now; what is wrong with the end stands beside its field."""
    if not form.is_bound or form.errors:
        return None
    now = timezone.now()
    ask = _ask(series_id, form.cleaned_data, now.replace(second=0, microsecond=0))
    try:
        return plan_longer(request.actor, ask, now)
    except BadValueError as error:
        fault = fault_in_words(*error.faults[0])
        form.add_error(fault.field, fault.sentence)
        return None


def _rows(plan: LongerPlan, press: PressLongerForm | None) -> list[Row]:
    """Return each visit as it would be; what was chosen before stays chosen."""
    sent = press.cleaned_data.get("take") if press is not None else None
    chosen = None if sent is None else {one.due: one for one in sent}
    days = [timezone.localdate(one.due) for one in plan.added]
    visit = plan.last.visit
    gaps = gaps_of_days(visit.patient_id or 0, plan.seen.series.centre_id, days)
    names = resources_of(plan.added)
    return [row_of(one, gap, names, chosen) for one, gap in zip(plan.added, gaps, strict=True)]
