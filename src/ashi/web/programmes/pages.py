"""A patient's home programme for staff: chosen, changed, ended; what came back of it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.plans.actions.homework import give_home
from ashi.apps.programmes.actions import end_programme, prescribe
from ashi.apps.programmes.links import home_link
from ashi.apps.programmes.queries import live_programme, versions_of
from ashi.apps.programmes.sending import letter_for, send_home
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.physio.exercises import words_of
from ashi.core.knowledge.physio.programmes import all_programmes, programme_at
from ashi.web.numbers import row_number
from ashi.web.policy import allow
from ashi.web.printing.engine import pdf_of
from ashi.web.programmes.forms import Typed, exercise_named, names, typed_from, typed_in
from ashi.web.programmes.judged import against, judged, operation_of, whys_in
from ashi.web.programmes.of_plan import plan_of_exercises
from ashi.web.programmes.printing import sheet_document
from ashi.web.programmes.telling import told_of
from ashi.web.templatetags.frame import in_language
from ashi.web.wording import sentence_for


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_READ)
def programme(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Show the programme with what came back; take lines on and off, and keep it."""
    patient = _patient(request, patient_id)
    if request.method == "GET":
        record(
            by=request.actor,
            action="programme.read",
            subject=("patient", patient.pk),
            patient_id=patient.pk,
        )
        return _page(request, patient, typed_from(live_programme(request.actor, patient.pk)))
    typed = typed_in(request.POST)
    act, _sep, what = request.POST.get("act", "save").partition(":")
    if act != "save" or _unknown(request.POST):
        return _changed(request, patient, typed, (act, what))
    try:
        _keep(request, patient, typed)
    except AshiError as error:
        return _page(request, patient, typed, sentence_for(error))
    messages.success(request, _("The home programme is kept."))
    return redirect("programme", patient_id=patient.pk)


def _keep(request: HttpRequest, patient: Patient, typed: Typed) -> None:
    """Keep what was typed: as the exercises of a plan, where one is open."""
    seen = row_number(typed.seen)
    chosen, _every = plan_of_exercises(request, patient)
    if chosen is None:
        prescribe(by=request.actor, patient_id=patient.pk, plan=typed.plan(), seen=seen)
        return
    plan_id = chosen.plan.pk
    whys = whys_in(request.POST)
    give_home(by=request.actor, plan_id=plan_id, exercises=typed.plan(), seen=seen, whys=whys)


def _changed(
    request: HttpRequest, patient: Patient, typed: Typed, act: tuple[str, str]
) -> HttpResponse:
    """Show the lines after a press that keeps nothing yet."""
    name, what = act
    refusal = ""
    if name == "save":
        refusal = _unknown(request.POST)
    elif name == "off":
        typed.off(what)
    elif name == "up":
        typed.up(what)
    elif name == "fill":
        refusal = "" if typed.fill(request.POST.get("from", "")) else _("Choose a stage first.")
    else:
        found = exercise_named(request.POST.get("add", ""))
        if found is None:
            refusal = _("No exercise is called so. Choose one from the list.")
        else:
            typed.add(found)
    return _page(request, patient, typed, refusal)


def _unknown(data: QueryDict) -> str:
    """Return what is wrong with a stage or an exercise that was named and not yet put below."""
    stage, named = data.get("from", ""), data.get("add", "").strip()
    if stage and programme_at(stage) is None:
        return _("Choose a stage first.")
    if named and exercise_named(named) is None:
        return _("No exercise is called so. Choose one from the list.")
    return ""


def _patient(request: HttpRequest, patient_id: int) -> Patient:
    patient = patients_for(request.actor).filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    return patient


def _page(request: HttpRequest, patient: Patient, typed: Typed, refusal: str = "") -> HttpResponse:
    live = live_programme(request.actor, patient.pk)
    today = timezone.localdate()
    chosen, every = plan_of_exercises(request, patient)
    here = operation_of(chosen)
    page: dict[str, Any] = {
        "patient": patient,
        "live": live,
        "typed": typed,
        "refusal": refusal,
        "link": home_link(live) if live else "",
        "told": told_of(patient.pk, today) if live else None,
        "versions": versions_of(request.actor, patient.pk),
        "names": names(),
        "stages": _stages(),
        "unsaved": request.method == "POST",
        "of": chosen,
        "lines": judged(typed, here, request.POST),
        "against": against(here),
        "plans": every,
        "letter": letter_for(live) if live else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "programmes/programme.html", page, status=status)


def _stages() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the stages of each condition by its name."""
    words = words_of("stage")
    by_condition: dict[str, list[tuple[str, str]]] = {}
    for one in all_programmes():
        stage = f"{in_language(words[one.stage], 'name')}: {in_language(one, 'goal')}"
        by_condition.setdefault(one.condition, []).append((one.id, stage))
    return [(in_language(one, "name"), by_condition.get(one.id, [])) for one in all_conditions()]


@require_POST
@allow(Permission.CLINICAL_WRITE)
def end(request: HttpRequest, patient_id: int) -> HttpResponse:
    """End the programme that holds now."""
    patient = _patient(request, patient_id)
    try:
        end_programme(by=request.actor, patient_id=patient.pk)
    except AshiError as error:
        messages.error(request, sentence_for(error))
    return redirect("programme", patient_id=patient.pk)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def send(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Put the link for the patient into the outbox."""
    patient = _patient(request, patient_id)
    try:
        sent = send_home(by=request.actor, patient_id=patient.pk)
    except AshiError as error:
        messages.error(request, sentence_for(error))
    else:
        goes = sent[0].send_after
        if goes > timezone.now():
            at = date_format(timezone.localtime(goes), "j/n H:i")
            messages.success(request, _("The link goes out %(at)s.") % {"at": at})
        else:
            messages.success(request, _("The link is on its way."))
    return redirect("programme", patient_id=patient.pk)


@require_GET
@allow(Permission.CLINICAL_READ)
def sheet(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Give the programme on paper."""
    patient = _patient(request, patient_id)
    live = live_programme(request.actor, patient.pk)
    if live is None:
        raise Http404
    made = pdf_of(sheet_document(live, str(request.user)), "record.typ")
    record(
        by=request.actor,
        action="programme.print",
        subject=("programme", live.pk),
        patient_id=patient.pk,
        detail={"language": translation.get_language()},
    )
    return pdf_answer(made)


def pdf_answer(made: bytes) -> HttpResponse:
    """Answer with a PDF that no cache keeps."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="exercises.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
