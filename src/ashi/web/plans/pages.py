"""A patient's plans: shown, opened, changed."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.plans.actions import planning
from ashi.apps.plans.homework import homework_of
from ashi.apps.plans.models import Plan
from ashi.apps.plans.operated import operated
from ashi.apps.plans.queries import Course, courses_of, own_plans
from ashi.apps.screening.known import complaint_of
from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.facts import Fact
from ashi.core.planning.operated import operated_parts, surgeon_limits
from ashi.web.plans.drawn import beside, condition_named, drawn
from ashi.web.plans.forms import (
    ChangeForm,
    GoalForm,
    PgicForm,
    PlanForm,
    ReviewForm,
    ScoresForm,
    TemplateForm,
)
from ashi.web.plans.starting import start_of, starts_for
from ashi.web.plans.wording import FIELDS_OF
from ashi.web.policy import allow
from ashi.web.templatetags.frame import in_language
from ashi.web.wording import sentence_for

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def patient_or_404(request: HttpRequest, patient_id: int) -> Patient:
    """Return a patient whom the reader may see."""
    patient = patients_for(request.actor).filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    return patient


def course_or_404(request: HttpRequest, patient_id: int, plan_id: int) -> Course:
    """Return a plan of a patient as it stands."""
    plan = own_plans(request.actor).filter(pk=plan_id, patient=patient_id).first()
    if plan is None:
        raise Http404
    return courses_of([plan], timezone.now())[0]


def page(
    request: HttpRequest, patient: Patient, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    """Draw a patient's plans; ``more`` are forms with what was typed, by the plan they are of."""
    plans = list(own_plans(request.actor).filter(patient=patient).order_by("ended_on", "-pk"))
    now, today = timezone.now(), timezone.localdate()
    asked = PgicForm(request.GET if "pgic" in request.GET else None)
    pgic = asked.cleaned_data["pgic"] if asked.is_valid() else None
    courses, homework = courses_of(plans, now), homework_of(plans, today)
    refused, typed = more.get("plan_id"), more.get("form")
    entries: list[dict[str, Any]] = []
    for course in courses:
        goals = {one.pk: one.words for one in course.plan.goals.all()}
        forms: dict[str, Any] = {
            "pgic_form": PgicForm(initial={"pgic": pgic}),
            "review_form": ReviewForm(
                initial={"pgic": pgic, "seen": len(course.done)},
                auto_id=f"id_{course.plan.pk}_%s",
            ),
            "goal_form": GoalForm(auto_id=f"id_goal_{course.plan.pk}_%s"),
            "template_form": TemplateForm(auto_id=f"id_template_{course.plan.pk}_%s"),
            "scores_form": ScoresForm(goals=goals, auto_id=f"id_score_{course.plan.pk}_%s"),
        }
        if refused == course.plan.pk:
            forms[str(more["named"])] = typed
        forms["operated"] = operated_shown(course.plan, today)
        forms["home"] = homework.get(course.plan.pk)
        entries.append({"plan": drawn(course, pgic, now), **forms})
    context = {
        "patient": patient,
        "open": [one for one in entries if one["plan"].course.plan.ended_on is None],
        "ended": [one for one in entries if one["plan"].course.plan.ended_on is not None],
        "unsaid": courses[0].unsaid if courses else (),
        "refusal": more.get("refusal", ""),
        "form": typed,
    }
    return render(request, "plans/plans.html", context, status=status)


@require_GET
@allow(Permission.CLINICAL_READ)
def plans(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Show a patient's plans: what is planned, what was done, what is to be decided."""
    patient = patient_or_404(request, patient_id)
    subject = ("patient", patient_id)
    record(by=request.actor, action="plan.read", subject=subject, patient_id=patient_id)
    return page(request, patient)


def operated_shown(plan: Plan, today: date) -> dict[str, Any] | None:
    """Return the operation a plan follows, and what of the limits holds in this week."""
    here = operated(plan, today)
    if here is None:
        return None
    words = {
        Fact.YES: pgettext("surgeon", "allowed"),
        Fact.NO: pgettext("surgeon", "not yet"),
        Fact.UNKNOWN: _("not said"),
    }
    lines = [
        (in_language(limit, "name"), words[here.said[one].in_week(here.week)])
        for one, limit in surgeon_limits().items()
        if one in here.said
    ]
    return {"here": here, "lines": lines, "part": operated_parts().get(here.part)}


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def new(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Open a plan from a template, with what others say of the dose beside it."""
    patient = patient_or_404(request, patient_id)
    complaint = complaint_of(patient_id)
    starts = starts_for(request.actor.centre_id or 0, complaint.areas if complaint else ())
    asked = request.POST.get("template") or request.GET.get("template", "")
    start = start_of(starts, asked)
    form = PlanForm(
        request.POST or None,
        initial=PlanForm.initial_of(start),
        condition=start.condition,
        centre_id=request.actor.centre_id or 0,
        measures=start.dose.measures,
        begun_from=start.id,
    )
    if form.is_valid():
        try:
            planning.open_plan(
                by=request.actor,
                patient_id=patient_id,
                key=form.cleaned_data["key"],
                about=form.about(),
                dose=form.dose(),
                shared=form.shared(),
            )
        except AshiError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The plan is kept."))
            return redirect("plans", patient_id)
    context = {
        "patient": patient,
        "form": form,
        "start": start,
        "own": [one for one in starts if one.own],
        "packaged": [one for one in starts if not one.own],
        "beside": beside(start.condition, start.phase),
    }
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    return render(request, "plans/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def change(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Change a plan: a further version, with what and why."""
    course = course_or_404(request, patient_id, plan_id)
    plan, version = course.plan, course.version
    initial = ChangeForm.of_version(version) | {"seen": version.number, "what": "", "why": ""}
    form = ChangeForm(
        request.POST or None,
        initial=initial,
        condition=plan.condition,
        centre_id=plan.centre_id,
        measures=version.measures,
        begun_from=version.template,
    )
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("seen", "what", "why")}
        try:
            planning.change_plan(by=request.actor, plan_id=plan_id, dose=form.dose(), **said)
        except AshiError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The plan is changed; what it was before is kept."))
            if "home" in request.POST:
                return to_exercises(patient_id, plan_id)
            return redirect("plans", patient_id)
    context = {
        "patient": plan.patient,
        "plan": plan,
        "form": form,
        "condition": condition_named(plan.condition),
        "beside": beside(plan.condition, plan.phase),
    }
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    return render(request, "plans/change.html", context, status=status)


def to_exercises(patient_id: int, plan_id: int) -> HttpResponse:
    """Go on to the exercises at home of a plan."""
    return redirect(f"{reverse('programme', args=[patient_id])}?plan={plan_id}")


def refuse(form: Any, error: AshiError) -> None:
    """Say what is refused beside its field, where it has one."""
    field = str(error.fields.get("field", ""))
    beside_it = error.code in FIELDS_OF and field in form.fields
    form.add_error(field if beside_it else None, sentence_for(error))


def plan_of(request: HttpRequest, patient_id: int, plan_id: int) -> Plan:
    """Return a patient's plan."""
    return course_or_404(request, patient_id, plan_id).plan
