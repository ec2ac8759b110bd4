"""What is done on a patient's plans by one form or press."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.plans.actions import goals, planning, reviewing, templating
from ashi.apps.plans.errors import PlanUnknownError
from ashi.core.kernel.errors import AshiError
from ashi.web.plans.forms import GoalForm, ReviewForm, ScoresForm, TemplateForm
from ashi.web.plans.pages import UNPROCESSABLE, page, patient_or_404, plan_of, refuse
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


def _kept(
    request: HttpRequest, patient_id: int, plan_id: int, form: Any, act: Callable[[], object]
) -> HttpResponse:
    """Do what a form asks for; refused, the page shows it as typed."""
    if form.is_valid():
        try:
            act()
        except AshiError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("plans", patient_id)
    named = NAMES[type(form)]
    patient = patient_or_404(request, patient_id)
    return page(request, patient, UNPROCESSABLE, plan_id=plan_id, form=form, named=named)


NAMES: dict[type, str] = {
    GoalForm: "goal_form",
    ScoresForm: "scores_form",
    ReviewForm: "review_form",
    TemplateForm: "template_form",
}


@require_POST
@allow(Permission.CLINICAL_WRITE)
def goal(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Add a goal."""
    plan_of(request, patient_id, plan_id)
    form = GoalForm(request.POST, auto_id=f"id_goal_{plan_id}_%s")
    return _kept(
        request,
        patient_id,
        plan_id,
        form,
        lambda: goals.add_goal(by=request.actor, plan_id=plan_id, **form.cleaned_data),
    )


@require_POST
@allow(Permission.CLINICAL_WRITE)
def scores(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Keep how well the goals go today."""
    plan = plan_of(request, patient_id, plan_id)
    words = {one.pk: one.words for one in plan.goals.all()}
    form = ScoresForm(request.POST, goals=words, auto_id=f"id_score_{plan_id}_%s")
    return _kept(
        request,
        patient_id,
        plan_id,
        form,
        lambda: goals.score_goals(by=request.actor, plan_id=plan_id, scores=form.scores()),
    )


@require_POST
@allow(Permission.CLINICAL_SIGN)
def review(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Keep what is decided at a review."""
    plan_of(request, patient_id, plan_id)
    form = ReviewForm(request.POST, auto_id=f"id_{plan_id}_%s")
    return _kept(
        request,
        patient_id,
        plan_id,
        form,
        lambda: reviewing.hold_review(by=request.actor, plan_id=plan_id, **form.cleaned_data),
    )


@require_POST
@allow(Permission.CLINICAL_SIGN)
def second(request: HttpRequest, patient_id: int, plan_id: int, review_id: int) -> HttpResponse:
    """Put a second sign under a review."""
    plan_of(request, patient_id, plan_id)
    return _press(
        request,
        patient_id,
        lambda: reviewing.sign_second(by=request.actor, plan_id=plan_id, review_id=review_id),
    )


@require_POST
@allow(Permission.CLINICAL_SIGN)
def sign(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Put a second sign under a plan of many visits."""
    plan_of(request, patient_id, plan_id)
    return _press(
        request, patient_id, lambda: reviewing.sign_version(by=request.actor, plan_id=plan_id)
    )


@require_POST
@allow(Permission.CLINICAL_WRITE)
def visit(request: HttpRequest, patient_id: int, plan_id: int, visit_id: int) -> HttpResponse:
    """Say that a visit belongs to a plan."""
    plan_of(request, patient_id, plan_id)
    return _press(
        request,
        patient_id,
        lambda: planning.say_visit(by=request.actor, plan_id=plan_id, visit_id=visit_id),
    )


def _press(request: HttpRequest, patient_id: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except AshiError as error:
        patient = patient_or_404(request, patient_id)
        return page(request, patient, UNPROCESSABLE, refusal=sentence_for(error))
    return redirect("plans", patient_id)


@require_POST
@allow(Permission.PROTOCOL_WRITE)
def template(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Keep the course of a plan for the centre under a name."""
    plan_of(request, patient_id, plan_id)
    form = TemplateForm(request.POST, auto_id=f"id_template_{plan_id}_%s")
    return _kept(
        request,
        patient_id,
        plan_id,
        form,
        lambda: templating.keep_course_template(
            by=request.actor, plan_id=plan_id, name=form.cleaned_data["name"]
        ),
    )


@require_POST
@allow(Permission.PROTOCOL_WRITE)
def template_end(request: HttpRequest, patient_id: int, course_template_id: int) -> HttpResponse:
    """Offer a course of the centre no more."""
    patient_or_404(request, patient_id)
    try:
        templating.end_course_template(by=request.actor, template_id=course_template_id)
    except PlanUnknownError as error:
        raise Http404 from error
    messages.success(request, _("The course is offered no more; plans that began from it stay."))
    return redirect("plan-new", patient_id)
