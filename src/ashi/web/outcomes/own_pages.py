"""A patient's own page on how it goes, and what of it they send to their doctor."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.mine import shown_to
from ashi.apps.outcomes.models import Asking
from ashi.apps.outcomes.progress import course_of_care
from ashi.apps.outcomes.queries import open_now
from ashi.apps.patients.models import Patient
from ashi.web.numbers import row_number
from ashi.web.outcomes.shown import shown
from ashi.web.policy import allow
from ashi.web.printing.engine import pdf_of
from ashi.web.printing.progress import PARTS, progress_document

CHOSEN = [("pain", _("Pain and daily life")), ("week", _("Medicine, sleep, stress"))]
CHOSEN += [("visits", _("Visits, and what was done")), ("events", _("What went wrong"))]


class SendForm(forms.Form):
    """What goes where, and that it may."""

    parts = forms.MultipleChoiceField(
        label=_("What goes into the letter?"),
        choices=CHOSEN,
        widget=forms.CheckboxSelectMultiple,
    )
    doctor = forms.CharField(
        label=_("To whom?"),
        help_text=_("The name of your doctor, as it stands on the letter"),
        max_length=120,
        widget=forms.TextInput({"class": "input"}),
    )
    agreed = forms.BooleanField(
        label=_("I have seen what goes into it, and I give it to this doctor myself")
    )


def _mine(request: HttpRequest, patient_id: int) -> Patient:
    row = next((one for one in shown_to(request.actor) if one.pk == patient_id), None)
    if row is None:
        raise Http404
    return row


@require_GET
@allow(Permission.OWN_VISITS)
def own_progress(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Show how it goes: one sentence, then the pictures."""
    return render(request, "outcomes/own.html", _page(request, _mine(request, patient_id)))


def _page(request: HttpRequest, patient: Patient) -> dict[str, Any]:
    now = timezone.now()
    complaint_id = row_number(request.GET.get("complaint"))
    course = course_of_care(request.centre, patient.pk, now, complaint_id)
    with transaction.atomic():
        subject = ("patient", patient.pk)
        record(by=request.actor, action="progress.read", subject=subject, patient_id=patient.pk)
    return {
        "patient": patient,
        "course": course,
        "shown": shown(course, to_patient=True),
        "open": open_now([patient.pk], now).first(),
    }


@require_POST
@allow(Permission.OWN_VISITS)
def answer_now(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Open the questions that wait for the one signed in."""
    mine = [one.pk for one in shown_to(request.actor)]
    row = get_object_or_404(
        Asking, pk=asking_id, patient__in=mine, answered_at=None, withdrawn_at=None
    )
    return redirect("questions", asked_token=make_link(row))


@require_http_methods(["GET", "POST"])
@allow(Permission.OWN_VISITS)
def send(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Let a patient choose what goes to whom, and give them the letter."""
    patient = _mine(request, patient_id)
    data = request.POST if request.method == "POST" else None
    form = SendForm(data, initial={"parts": [name for name, _words in CHOSEN]})
    if not form.is_valid():
        page = {"patient": patient, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "outcomes/send.html", page, status=status)
    values = form.cleaned_data
    return letter_of(request, patient, tuple(values["parts"]), values["doctor"])


@require_GET
@allow(Permission.CLINICAL_READ)
def progress_pdf(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Give the staff the letter on how it goes."""
    here = {"visits__session__centre": request.actor.centre_id}
    patient = Patient.objects.filter(pk=patient_id, **here).first()
    if patient is None:
        raise Http404
    return letter_of(request, patient, PARTS, "")


def letter_of(
    request: HttpRequest, patient: Patient, parts: tuple[str, ...], doctor: str
) -> HttpResponse:
    """Answer with the letter as a PDF that no cache keeps, and leave the event of it."""
    complaint_id = row_number(request.GET.get("complaint"))
    course = course_of_care(request.centre, patient.pk, timezone.now(), complaint_id)
    document = progress_document(request.centre, patient, course, parts, doctor)
    made = pdf_of(document, "letter.typ")
    detail = {"parts": list(parts), "language": translation.get_language()}
    with transaction.atomic():
        record(
            by=request.actor,
            action="progress.print",
            subject=("patient", patient.pk),
            patient_id=patient.pk,
            detail=detail,
        )
    name = f"progress-{patient.pk}-{timezone.localdate().isoformat()}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
