"""How a patient is since care began, for those who treat them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.outcomes.actions.ending import end_course, say_onset
from ashi.apps.outcomes.examined import examined, readiness
from ashi.apps.outcomes.progress import CourseOfCare, courses_of_care
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.screening.models import Complaint
from ashi.core.kernel.errors import AshiError
from ashi.web.numbers import row_number
from ashi.web.outcomes.examined import shown_of
from ashi.web.outcomes.periods import NAMES, PeriodsForm, compared
from ashi.web.outcomes.shown import beside_each_other, shown
from ashi.web.outcomes.wording import SOURCE_WORDS, measure_name
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

MOST_WEEKS = 5200  # a hundred years
LATEST = 40


class OnsetForm(forms.Form):
    """For how many weeks the complaint had been there when care began."""

    weeks = forms.IntegerField(
        label=gettext_lazy("Weeks the complaint was there before care began"),
        min_value=0,
        max_value=MOST_WEEKS,
        widget=forms.NumberInput({"class": "input", "inputmode": "numeric"}),
    )


def _patient(request: HttpRequest, patient_id: int) -> Patient:
    row = patients_for(request.actor).filter(pk=patient_id).first()
    if row is None:
        raise Http404
    return row


@require_GET
@allow(Permission.CLINICAL_READ, glass="patient_id")
def progress(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Show how one complaint of a patient goes; the latest where none is named."""
    patient, form = _patient(request, patient_id), OnsetForm()
    now = timezone.now()
    complaint_id = row_number(request.GET.get("complaint"))
    courses = courses_of_care(request.centre, patient.pk, now)
    named = (one for one in courses if one.complaint and one.complaint.pk == complaint_id)
    course = next(named, courses[0])
    if course.onset is not None:
        form.initial["weeks"] = course.onset.weeks
    with transaction.atomic():
        subject = ("patient", patient.pk)
        record(by=request.actor, action="progress.read", subject=subject, patient_id=patient.pk)
    page: dict[str, Any] = {
        "patient": patient,
        "course": course,
        "shown": shown(course),
        "examined": shown_of(examined(course.visits)),
        "ready": readiness(course.visits),
        "complaints": beside_each_other(courses) if len(courses) > 1 else (),
        "form": form,
        "answers": [
            (row, measure_name(row.measure), SOURCE_WORDS[row.source])
            for row in reversed(course.rows[-LATEST:])
        ],
    }
    periods = _periods(request, course)
    status = 422 if periods and periods["periods_form"].errors else 200
    return render(request, "outcomes/progress.html", page | periods, status=status)


def _periods(request: HttpRequest, course: CourseOfCare) -> dict[str, Any]:
    """Return the two periods that were asked for, or the form alone; nothing without a course."""
    if course.begun_on is None:
        return {}
    if not any(name in request.GET for name in NAMES):
        halves = PeriodsForm.halves(course.begun_on, course.last_day)
        return {"periods_form": PeriodsForm(initial=halves), "periods": None}
    asked = PeriodsForm(request.GET)
    lines = compared(course, asked.cleaned_data) if asked.is_valid() else None
    return {"periods_form": asked, "periods": lines}


def _complaint(request: HttpRequest, complaint_id: int) -> Complaint:
    rows = Complaint.objects.filter(
        pk=complaint_id, patient__visits__session__centre=request.actor.centre_id
    )
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _address(row: Complaint) -> HttpResponse:
    answer = redirect("progress", patient_id=row.patient_id)
    answer["Location"] += f"?complaint={row.pk}"
    return answer


@require_POST
@allow(Permission.CLINICAL_WRITE)
def onset(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Keep since when a complaint is there."""
    row = _complaint(request, complaint_id)
    form = OnsetForm(request.POST)
    if not form.is_valid():
        # Of how it goes nothing is shown here: a refused form is no read of the record.
        page = {"patient": _patient(request, row.patient_id), "complaint": row, "form": form}
        return render(request, "outcomes/onset.html", page, status=422)
    say_onset(by=request.actor, complaint_id=row.pk, weeks=form.cleaned_data["weeks"])
    return _address(row)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def end(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Say that the course for a complaint is over."""
    row = _complaint(request, complaint_id)
    try:
        end_course(by=request.actor, complaint_id=row.pk)
        messages.success(request, _("The course is over. What is asked at the end is laid out."))
    except AshiError as error:
        messages.error(request, sentence_for(error))
    return _address(row)
