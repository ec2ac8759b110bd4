"""Change or cancel visits of a series: what it would do, the press that does it, the way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.billing.absences import change_series, take_series_back
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.models import SeriesChange, SeriesVisit, Visit
from ashi.apps.bookings.series_seen import SeenSeries, series_of_visit
from ashi.apps.centres.models import Resource
from ashi.apps.encounters.actions.series_changes import Pressed
from ashi.apps.encounters.series_change import (
    Act,
    ChangeAsk,
    Changing,
    Scope,
    SeriesPlan,
    plan_change,
)
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import told
from ashi.web.desk.series import resources_of, who_and_where
from ashi.web.desk.series_change_forms import ChangeForm, PressForm
from ashi.web.desk.series_words import rhythm, sentences_against
from ashi.web.desk.visit_page import found_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@dataclass(frozen=True, slots=True)
class Line:
    """One visit of the preview: its row, its new start and people, or why not and what is near."""

    row: SeriesVisit
    start: datetime
    who: str
    against: tuple[str, ...]
    near: tuple[tuple[str, datetime, str], ...]


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def change(request: HttpRequest, repeated_id: int) -> HttpResponse:
    """Show what a change does to each visit of a series, and do it."""
    visit = found_or_404(request, repeated_id).visit
    seen = series_of_visit(visit)
    if seen is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    form = ChangeForm(
        sent if "scope" in sent or request.method == "POST" else None,
        initial={"scope": Scope.FOLLOWING, "act": request.GET.get("act", Act.MOVE)},
        request=request,
        weekdays=_weekdays(seen, visit),
    )
    refusal, ready = "", form.is_valid()
    press = PressForm(request.POST) if request.method == "POST" else None
    if press is not None and ready and press.is_valid():
        answer = _press(request, visit, form, press)
        if isinstance(answer, HttpResponse):
            return answer
        refusal = answer
    wrong = form.errors or refusal or (press is not None and press.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    page = _page(request, visit, seen, form, press) | {"refusal": refusal}
    return render(request, "desk/series_change.html", page, status=status)


def _weekdays(seen: SeenSeries, visit: Visit) -> list[int]:
    """Return the weekdays on which visits to come are due, and that of the one visit."""
    moments = [one.due_at for one in seen.ahead(timezone.now())] + [visit.session.starts_at]
    return sorted({timezone.localtime(one).weekday() for one in moments})


def _ask(visit: Visit, form: ChangeForm, at: datetime) -> ChangeAsk:
    said = form.cleaned_data
    person = said["person"]
    return ChangeAsk(
        visit.pk,
        Scope(said["scope"]),
        said["act"],
        at,
        form.turns(),
        person.pk if person and said["act"] == Act.MOVE else None,
        said["along"],
    )


def _press(
    request: HttpRequest, visit: Visit, form: ChangeForm, press: PressForm
) -> HttpResponse | str:
    """Do what was shown and go to the series; else return why it was refused."""
    sent = press.cleaned_data
    pressed = Pressed(sent["seal"], sent["instead"], sent["reason"] or "patient", sent["send"])
    try:
        done = change_series(
            by=request.actor, ask=_ask(visit, form, sent["at"]), key=sent["key"], pressed=pressed
        )
    except SeriesUnknownError as error:
        raise Http404 from error
    except AshiError as error:
        return sentence_for(error)
    told(request, _done(done), undo=reverse("series-undo", args=[done.pk]))
    return redirect("series", series_id=done.series_id)


def _done(done: SeriesChange) -> str:
    count = done.visits.count()
    if done.act == Act.CANCEL:
        said = ngettext("%(n)s visit is cancelled.", "%(n)s visits are cancelled.", count)
    else:
        said = ngettext("%(n)s visit is changed.", "%(n)s visits are changed.", count)
    return said % {"n": count}


def _page(
    request: HttpRequest, visit: Visit, seen: SeenSeries, form: ChangeForm, press: PressForm | None
) -> dict[str, Any]:
    now = timezone.now().replace(second=0, microsecond=0)
    plan = None
    if form.is_bound and not form.errors:
        plan = plan_change(request.actor, _ask(visit, form, now), timezone.now())
    if request.method == "GET":
        record(
            by=request.actor,
            action="series.read",
            subject=("series", seen.series.pk),
            patient_id=visit.patient_id,
        )
    return {
        "visit": visit,
        "series": seen.series,
        "rhythm": rhythm(seen.series, seen.visits),
        "form": form,
        "press": press,
        "plan": plan,
        "lines": _lines(plan) if plan else [],
        "able": len(plan.able) if plan else 0,
        "clashes": len(plan.clashing) if plan else 0,
        "cancels": form.is_bound and not form.errors and form.cleaned_data["act"] == Act.CANCEL,
        "key": uuid4(),
        "send": request.POST.get("send") == "on" if request.method == "POST" else True,
    }


def _lines(plan: SeriesPlan) -> list[Line]:
    names = resources_of([one.place for one in plan.changing if one.place])
    return [_line(one, names) for one in plan.changing]


def _line(one: Changing, names: dict[int, Resource]) -> Line:
    place = one.place
    opening = place.opening if place else None
    return Line(
        row=one.row,
        start=opening.start if opening else one.due,
        who=who_and_where(opening, names) if opening else "",
        against=tuple(sentences_against(place.against)) if place else (),
        near=_near(one.row.visit_id, place.near if place else (), names),
    )


def _near(
    visit_id: int, near: Iterable[Opening], names: dict[int, Resource]
) -> tuple[tuple[str, datetime, str], ...]:
    return tuple(
        (f"{visit_id}|{one.start.isoformat()}", one.start, who_and_where(one, names))
        for one in near
    )


@require_POST
@allow(Permission.DIARY_WRITE)
def undo(request: HttpRequest, series_change_id: UUID) -> HttpResponse:
    """Put everything of a change back that can go, and say what cannot."""
    known = SeriesChange.objects.filter(
        pk=series_change_id, series__centre=request.actor.centre_id
    ).first()
    if known is None:
        raise Http404
    try:
        put = take_series_back(by=request.actor, change_id=series_change_id)
    except AshiError as error:
        told(request, sentence_for(error))
        return redirect("series", series_id=known.series_id)
    said = ngettext("%(count)s visit is put back.", "%(count)s visits are put back.", put.back)
    told(request, said % {"count": put.back})
    if put.stuck:
        stays = ngettext(
            "%(n)s visit stays: it has changed since, or its time is taken.",
            "%(n)s visits stay: they have changed since, or their times are taken.",
            put.stuck,
        )
        told(request, stays % {"n": put.stuck})
    return redirect("series", series_id=known.series_id)
