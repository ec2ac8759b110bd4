"""The patients: list and search, one record, new, edit, archive."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Purpose
from ashi.apps.billing.dues import dues_of_patient
from ashi.apps.bookings.models import Visit
from ashi.apps.patients import actions
from ashi.apps.patients.actions import Identity
from ashi.apps.patients.actions_reading import inferred_purpose, read_list, read_patient
from ashi.apps.patients.errors import PatientChangedError
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import merges_of, patients_for, search
from ashi.core.kernel.errors import AshiError
from ashi.web.numbers import whole
from ashi.web.patients.alike import known_alike
from ashi.web.patients.forms import IdentityForm, NewPatientForm
from ashi.web.patients.hits import hits_of
from ashi.web.patients.reminders import letters_of
from ashi.web.patients.wording import FIELD_OF
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

A_PAGE = 30
VISITS_A_PAGE = 40
MOST_HITS = 20


@require_GET
@allow(Permission.IDENTITY_READ)
def patients(request: HttpRequest) -> HttpResponse:
    """List patients by name, or those that what was typed fits."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    archived = request.GET.get("archived") == "1"
    pages = None
    if typed:
        found = search(request.actor, typed, limit=MOST_HITS + 1, archived=archived)
    else:
        among = patients_for(request.actor).filter(archived_at__isnull=not archived)
        pages = Paginator(among.order_by("sort_key", "pk"), A_PAGE).get_page(
            request.GET.get("page")
        )
        found = list(pages)
    more = bool(typed) and len(found) > MOST_HITS
    found = found[:MOST_HITS] if typed else found
    read_list(by=request.actor, patient_ids=[one.pk for one in found], kind="search")
    page = {
        "hits": hits_of(request.actor, found),
        "q": typed,
        "archived": archived,
        "more": more,
        "pages": pages,
    }
    part = request.htmx and request.htmx.target == "found"
    return render(request, "patients/_found.html" if part else "patients/list.html", page)


@require_GET
@allow(Permission.IDENTITY_READ, glass="patient_id")
def patient(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Open one record; why is inferred, or asked by one tap where nothing tells."""
    purpose = _purpose(request, patient_id)
    if purpose is None:
        row = _seen(request, patient_id)
        return render(request, "patients/why.html", {"patient": row, "why": _whys()})
    try:
        row = read_patient(by=request.actor, patient_id=patient_id, purpose=purpose)
    except Patient.DoesNotExist as error:
        raise Http404 from error
    visits = row.visits.select_related("session", "session__service").order_by(
        "-session__starts_at"
    )
    page = {
        "patient": row,
        "visits": Paginator(visits, VISITS_A_PAGE).get_page(request.GET.get("visits")),
        "why": purpose if request.GET.get("why") else "",
        "now": timezone.now(),
        "merges": merges_of(request.actor, row),
        "stopped": [one for one in letters_of(row) if one.stopped],
        "dues": dues_of_patient(request.actor, row.pk),
    }
    return render(request, "patients/patient.html", page)


def _whys() -> list[tuple[str, str]]:
    return [
        (Purpose.TREATMENT, _("Treatment")),
        (Purpose.SCHEDULING, _("Finding a time")),
        (Purpose.PAYMENT, _("Payment")),
    ]


def _purpose(request: HttpRequest, patient_id: int) -> Purpose | None:
    if request.actor.break_glass_reason:
        return Purpose.EMERGENCY
    said = request.GET.get("why", "")
    if said in (Purpose.TREATMENT, Purpose.SCHEDULING, Purpose.PAYMENT):
        return Purpose(said)
    today = timezone.localdate()
    visits_today = Visit.objects.filter(
        patient_id=patient_id,
        status=Visit.Status.BOOKED,
        session__centre=request.actor.centre_id,
        session__starts_at__date=today,
    ).exists()
    return inferred_purpose(request.actor, visits_today=visits_today)


def _seen(request: HttpRequest, patient_id: int) -> Patient:
    row = patients_for(request.actor).filter(pk=patient_id).first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
@allow(Permission.IDENTITY_WRITE)
def new_patient(request: HttpRequest) -> HttpResponse:
    """Make a patient, after asking whether it is one of those who look alike."""
    start = {"key": uuid4(), "language": request.LANGUAGE_CODE, "not_left_alone": "unknown"}
    form = NewPatientForm(request.POST or None, initial=start)
    alike: list[Any] = []
    if form.is_valid():
        alike = [] if form.cleaned_data["anew"] else known_alike(request, form.cleaned_data)
        if not alike:
            try:
                row = actions.create_patient(by=request.actor, **_values(form))
            except AshiError as error:
                form.add_error(FIELD_OF.get(error.code), sentence_for(error))
            else:
                messages.success(request, _("The patient is saved."))
                return redirect("patient", patient_id=row.pk)
    status = 422 if form.errors or alike else 200
    return render(request, "patients/new.html", {"form": form, "alike": alike}, status=status)


def _values(form: NewPatientForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values.pop("anew")
    values["idempotency_key"] = str(values.pop("key"))
    return values


@require_http_methods(["GET", "POST"])
@allow(Permission.IDENTITY_WRITE)
def edit_patient(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Change who a patient is; a change that crossed another is told, and nothing is lost."""
    row = _seen(request, patient_id)
    form = IdentityForm(request.POST or None, initial=IdentityForm.initial_of(row))
    version = whole(request.POST.get("version")) or 0
    if form.is_valid():
        values = {**form.cleaned_data, "wishes": tuple(form.cleaned_data["wishes"])}
        try:
            actions.edit_patient(
                by=request.actor,
                patient_id=row.pk,
                version=version,
                identity=Identity(**values, sex=row.sex),
            )
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
            crossed = isinstance(error, PatientChangedError)
            page = {"form": form, "patient": row, "crossed": crossed}
            return render(request, "patients/edit.html", page, status=422)
        messages.success(request, _("Saved."))
        return redirect("patient", patient_id=row.pk)
    page = {"form": form, "patient": row}
    return render(request, "patients/edit.html", page, status=422 if form.errors else 200)


@require_POST
@allow(Permission.IDENTITY_WRITE)
def archive(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Put a record away, or bring it back."""
    row = _seen(request, patient_id)
    change = actions.unarchive_patient if row.archived_at else actions.archive_patient
    change(by=request.actor, patient_id=row.pk, version=row.version)
    messages.success(request, _("Brought back.") if row.archived_at else _("Put away."))
    return redirect("patient", patient_id=row.pk)
