"""One visit: where it stands, the next act as the one primary button, what was done."""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.billing.actions import reverse_payment, take_payment
from ashi.apps.billing.dues import Due, due_of
from ashi.apps.billing.models import Payment
from ashi.apps.billing.queries import payments_of
from ashi.apps.bookings.models import GIVEN_UP, Visit
from ashi.apps.encounters.actions.incidents import close_incident, note_incident
from ashi.apps.encounters.actions.steps import is_of_another_day, record_step, undo_step
from ashi.apps.encounters.course_of_day import Kind, next_step
from ashi.apps.encounters.errors import StepAsksError, VisitUnknownError
from ashi.apps.encounters.late_patient import late_patient
from ashi.apps.encounters.one_visit import OneVisit, counted_again, one_visit, staff_of
from ashi.apps.screening.at_home import at_home
from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.money import as_sum
from ashi.web.desk.board.by_phase import by_phase
from ashi.web.desk.board.chips import chips_of
from ashi.web.desk.dues_forms import DepositBackForm, DepositForm, WaiveForm
from ashi.web.desk.forms import (
    IncidentCloseForm,
    IncidentForm,
    PaymentForm,
    SecondCountForm,
    StepForm,
    UndoForm,
)
from ashi.web.desk.obstacles import passed_over_in_words
from ashi.web.desk.removers_shown import removers_for
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

MORE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that was not kept: the sentence, and what would keep it."""

    sentence: str
    kind: str
    step_id: UUID
    needles: int | None
    can_confirm: bool
    left_with_needles: bool
    at: str
    source: str


def page_context(request: HttpRequest, found: OneVisit, **more: Any) -> dict[str, Any]:
    """Return what the visit's template needs."""
    now = timezone.now()
    kinds = {phase.kind for phase in found.day.plan}
    payments = payments_of(request.actor, found.visit.pk)
    due = due_of(request.actor, found.visit)
    owed = _owed(found.visit, payments, due)
    spare = None if found.minutes_to_spare is None else found.minutes_to_spare - MORE_MINUTES
    people = [(one.pk, one.full_name) for one in staff_of(request.actor.centre_id)]
    return {
        "one": found,
        "visit": found.visit,
        "state": found.day.state,
        "chips": chips_of(found.day, now),
        "now": now,
        "ahead": not found.steps and is_of_another_day(found.visit, now),
        "next_kind": next_step(found.day.state, needling="rest" in kinds, exercise="move" in kinds),
        "may_count": may(request.actor, Permission.COUNT_WRITE),
        "owed": owed,
        "due": due,
        "waive_form": WaiveForm.fresh(due),
        "deposit_form": DepositForm.fresh(due),
        "deposit_back_form": DepositBackForm(initial={"entry_id": uuid4()}),
        "payment_form": PaymentForm(
            initial={
                "payment_id": uuid4(),
                "amount": owed,
                "payer": found.visit.payer,
            }
        ),
        "incident_form": IncidentForm(initial=_known(found)),
        "close_form": IncidentCloseForm(
            people=people, initial={"accounted_by": request.actor.user_id}
        ),
        "second_form": SecondCountForm(),
        "again": counted_again(found.visit.pk) if found.day.incident else None,
        "more_minutes": MORE_MINUTES,
        "spare_after_more": spare,
        "late_after_more": -(spare or 0),
        "payments": payments,
        "instead": passed_over_in_words(found.visit),
        "phases": by_phase(found.day),
        "removers": removers_for(found, now),
        "at_home": at_home(found.visit),
        "late": late_patient(found.day, now),
        "undone": {step.undoes_id for step in found.steps if step.undoes_id},
    } | more


def _owed(visit: Visit, payments: list[Payment], due: Due | None) -> Decimal:
    """Return what is open: of the fee once the visit is given up, else of the price."""
    if due is None:
        return Decimal(0)
    if visit.status in GIVEN_UP:
        return as_sum(due.sums.open)
    paid = sum((one.amount for one in payments), as_sum(due.sums.held))
    return max(visit.price - paid, Decimal(0))


def _known(found: OneVisit) -> dict[str, str]:
    incident = found.day.incident
    if incident is None:
        return {}
    return {
        "last_seen": incident.last_seen,
        "found_where": incident.found_where,
        "patient_called": incident.patient_called,
    }


def found_or_404(request: HttpRequest, visit_id: int) -> OneVisit:
    """Return a visit of the reader's centre."""
    try:
        return one_visit(request.actor, visit_id)
    except VisitUnknownError as error:
        raise Http404 from error


def answer(request: HttpRequest, visit_id: int, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the visit again: its inner part for a page in the background, else the page."""
    found = found_or_404(request, visit_id)
    template = "desk/_visit.html" if request.htmx else "desk/visit.html"
    response = render(request, template, page_context(request, found, **more), status=status)
    response["HX-Trigger"] = "board-changed"
    return response


def done(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Answer an act that was kept."""
    return answer(request, visit_id) if request.htmx else redirect("visit", visit_id=visit_id)


@require_GET
@allow(Permission.DIARY_READ)
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show one visit."""
    found = found_or_404(request, visit_id)
    record(
        by=request.actor,
        action="visit.read",
        subject=("visit", visit_id),
        patient_id=found.visit.patient_id,
    )
    template = "desk/_visit.html" if request.htmx else "desk/visit.html"
    return render(request, template, page_context(request, found))


@require_POST
@allow(Permission.STEP_WRITE)
def step(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep a step, or ask about it."""
    starts_at = found_or_404(request, visit_id).visit.session.starts_at
    form = StepForm(request.POST, visit_day=timezone.localdate(starts_at))
    if not form.is_valid():
        return _wrong(request, visit_id, form)
    try:
        record_step(by=request.actor, visit_id=visit_id, **form.cleaned_data)
    except StepAsksError as error:
        return answer(request, visit_id, 422, asked=_asked(error, form))
    except AshiError as error:
        form.add_error(None, sentence_for(error))
        return _wrong(request, visit_id, form)
    return done(request, visit_id)


def _wrong(request: HttpRequest, visit_id: int, form: forms.Form) -> HttpResponse:
    typed = str(form.data.get("needles", ""))[:9]
    return answer(request, visit_id, HTTPStatus.UNPROCESSABLE_ENTITY, wrong=form, typed=typed)


def _asked(error: StepAsksError, form: StepForm) -> Asked:
    still_in = error.fields["question"] == "still-in"
    return Asked(
        sentence=sentence_for(error),
        kind=form.cleaned_data["kind"],
        step_id=form.cleaned_data["step_id"],
        needles=form.cleaned_data["needles"],
        can_confirm=not still_in,
        left_with_needles=still_in and form.cleaned_data["kind"] == Kind.LEAVE,
        at=form.data.get("at", ""),
        source=form.cleaned_data["source"],
    )


@require_POST
@allow(Permission.STEP_WRITE)
def undo(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Take the latest step back by a further one."""
    found_or_404(request, visit_id)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            undo_step(by=request.actor, visit_id=visit_id, **form.cleaned_data)
        except AshiError as error:
            form.add_error(None, sentence_for(error))
    return _wrong(request, visit_id, form) if form.errors else done(request, visit_id)


@require_POST
@allow(Permission.MONEY_WRITE)
def payment(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Take a payment."""
    found_or_404(request, visit_id)
    form = PaymentForm(request.POST)
    if form.is_valid():
        try:
            take_payment(by=request.actor, visit_id=visit_id, **form.cleaned_data)
        except AshiError as error:
            form.add_error("amount", sentence_for(error))
    if form.errors:
        return answer(request, visit_id, HTTPStatus.UNPROCESSABLE_ENTITY, payment_form=form)
    return done(request, visit_id)


@require_POST
@allow(Permission.MONEY_WRITE)
def payment_back(request: HttpRequest, visit_id: int, payment_id: UUID) -> HttpResponse:
    """Take a payment back."""
    found_or_404(request, visit_id)
    try:
        reverse_payment(by=request.actor, payment_id=payment_id)
    except AshiError as error:
        return answer(request, visit_id, 422, refusal=sentence_for(error))
    return done(request, visit_id)


@require_POST
@allow(Permission.STEP_WRITE)
def incident(request: HttpRequest, visit_id: int, incident_id: int) -> HttpResponse:
    """Keep what is known of needles not counted out, or close the incident."""
    found_or_404(request, visit_id)
    people = [(one.pk, one.full_name) for one in staff_of(request.actor.centre_id)]
    closing = "resolution" in request.POST
    form = IncidentCloseForm(request.POST, people=people) if closing else IncidentForm(request.POST)
    if form.is_valid():
        act = close_incident if closing else note_incident
        try:
            act(by=request.actor, incident_id=incident_id, **form.cleaned_data)
        except AshiError as error:
            form.add_error(None, sentence_for(error))
    if form.errors:
        name = "close_form" if closing else "incident_form"
        return answer(request, visit_id, HTTPStatus.UNPROCESSABLE_ENTITY, **{name: form})
    return done(request, visit_id)
