"""Unwanted events and codes are recorded, and taken off by one press."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.charting.actions.diagnosing import (
    add_diagnosis,
    repeat_diagnoses,
    take_diagnosis_off,
)
from ashi.apps.charting.actions.events import Told, add_event, take_event_off
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.acts import UNPROCESSABLE, press
from ashi.web.charting.forms import DiagnosisForm, EventForm
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_POST
@allow(Permission.CLINICAL_WRITE)
def event(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Record something unwanted; what is refused stays typed."""
    visit = visit_or_404(request, visit_id)
    form = EventForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        since = values.pop("since")
        try:
            add_event(by=request.actor, visit_id=visit_id, told=Told(**values), since=since)
            return redirect(f"{request.path.removesuffix('/event')}#events")
        except AshiError as error:
            field = str(error.fields.get("field", ""))
            form.add_error(field if field in form.fields else None, sentence_for(error))
    return page(request, visit, UNPROCESSABLE, event_form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def event_off(request: HttpRequest, visit_id: int, event_id: int) -> HttpResponse:
    """Take an event off the record."""
    return press(request, visit_id, partial(take_event_off, event_id=event_id))


@require_POST
@allow(Permission.CLINICAL_WRITE)
def diagnosis(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Code what a visit was for; what is no code stays typed."""
    visit = visit_or_404(request, visit_id)
    form = DiagnosisForm(request.POST)
    if form.is_valid():
        try:
            add_diagnosis(by=request.actor, visit_id=visit_id, **form.cleaned_data)
            return redirect(f"{request.path.removesuffix('/diagnosis')}#diagnoses")
        except AshiError as error:
            form.add_error("code", sentence_for(error))
    return page(request, visit, UNPROCESSABLE, diagnosis_form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def diagnoses_again(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Code a visit as the one before."""
    return press(request, visit_id, repeat_diagnoses)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def diagnosis_off(request: HttpRequest, visit_id: int, diagnosis_id: int) -> HttpResponse:
    """Take a code off the record."""
    return press(request, visit_id, partial(take_diagnosis_off, diagnosis_id=diagnosis_id))
