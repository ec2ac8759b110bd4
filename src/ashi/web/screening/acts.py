"""What is answered, decided and consented to before a visit, each by one press."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.screened import needles_meant, screening_at
from ashi.apps.screening.actions import answering, deciding
from ashi.apps.screening.findings import Shown
from ashi.apps.screening.medicines import keep_medicines
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.policy import allow
from ashi.web.screening.forms import (
    ComplaintForm,
    DecisionForm,
    FlagForm,
    LeaveForm,
)
from ashi.web.screening.medicines import MedicinesForm
from ashi.web.screening.panel import GROUPS, groups_of
from ashi.web.screening.wording import FIELD_OF
from ashi.web.wording import sentence_for

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def _found(visit: Visit) -> tuple[Shown, ...]:
    """Return the findings of a visit, from what is charted now."""
    return screening_at(visit, meant=needles_meant(visit)).shown


def back_to_chart(visit_id: int, where: str = "screening") -> HttpResponse:
    """Go back to the chart of a visit, to one of its parts."""
    response = redirect("chart", visit_id=visit_id)
    response["Location"] += f"#{where}"
    return response


def _act(
    request: HttpRequest, visit: Visit, act: Callable[..., object], name: str, form: Form
) -> HttpResponse:
    """Do what a form asks; where it is refused, the chart shows it as typed."""
    if form.is_valid():
        try:
            act(by=request.actor, visit_id=visit.pk, **form.cleaned_data)
            return back_to_chart(visit.pk)
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
    return page(request, visit, UNPROCESSABLE, **{name: form, "screening_form": form})


@require_POST
@allow(Permission.CLINICAL_WRITE)
def answers(request: HttpRequest, visit_id: int, group: str) -> HttpResponse:
    """Keep the answers of one group; "no to the rest" answers what was left open."""
    visit = visit_or_404(request, visit_id)
    if group not in GROUPS:
        raise Http404
    screen = screening_at(visit, meant=needles_meant(visit))
    groups = groups_of(screen, group, request.POST)
    form = groups[group]
    if form.is_valid():
        rest = "no" if request.POST.get("rest") == "no" else ""
        said = form.said(rest=rest)
        if not said:
            return back_to_chart(visit_id)
        try:
            answering.keep_answers(by=request.actor, visit_id=visit_id, said=said)
            return back_to_chart(visit_id)
        except AshiError as error:
            form.add_error(None, sentence_for(error))
    return page(request, visit, UNPROCESSABLE, groups=groups, screening_form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def complaint(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep what the patient comes with."""
    visit = visit_or_404(request, visit_id)

    def state(*, by: Actor, visit_id: int, words: str, area: str) -> None:
        areas = [area] if area else []
        answering.state_complaint(by=by, visit_id=visit_id, words=words, areas=areas)

    return _act(request, visit, state, "complaint_form", ComplaintForm(request.POST))


@require_POST
@allow(Permission.CLINICAL_WRITE)
def decide(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep a decision on a finding."""
    visit = visit_or_404(request, visit_id)
    act = partial(deciding.decide_finding, find=_found)
    return _act(request, visit, act, "decision_form", DecisionForm(request.POST))


@require_POST
@allow(Permission.CLINICAL_WRITE)
def as_before(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Decide as it was decided last time."""
    return _pressed(request, visit_id, partial(deciding.decide_as_before, find=_found))


@require_POST
@allow(Permission.CLINICAL_WRITE)
def flag(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep a decision on a red flag."""
    visit = visit_or_404(request, visit_id)
    return _act(request, visit, deciding.decide_flag, "flag_form", FlagForm(request.POST))


@require_POST
@allow(Permission.CLINICAL_WRITE)
def leave(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep why the rest is not asked."""
    visit = visit_or_404(request, visit_id)
    kinds = screening_at(visit, meant=needles_meant(visit)).kinds
    act = partial(deciding.leave_unanswered, kinds=kinds)
    return _act(request, visit, act, "leave_form", LeaveForm(request.POST))


@require_POST
@allow(Permission.CLINICAL_SIGN)
def countersign(request: HttpRequest, visit_id: int, decision_id: int) -> HttpResponse:
    """Put a second sign under a decision."""
    return _pressed(request, visit_id, partial(deciding.countersign, decision_id=decision_id))


def _pressed(request: HttpRequest, visit_id: int, act: Callable[..., object]) -> HttpResponse:
    visit = visit_or_404(request, visit_id)
    try:
        act(by=request.actor, visit_id=visit_id)
    except AshiError as error:
        return page(request, visit, UNPROCESSABLE, screening_refusal=sentence_for(error))
    return back_to_chart(visit_id)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def medicines(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep the medicines as they are said in the room."""
    visit = visit_or_404(request, visit_id)
    form = MedicinesForm(request.POST, auto_id="id_medicines_%s")
    if form.is_valid():
        try:
            keep_medicines(by=request.actor, visit_id=visit.pk, **form.cleaned_data)
            return back_to_chart(visit.pk, "medicines")
        except AshiError as error:
            form.add_error("text", sentence_for(error))
    return page(request, visit, UNPROCESSABLE, medicines_form=form, screening_form=form)
