"""A document is hung on a patient, from their page or from a chart."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.documents.actions import add_document
from ashi.apps.patients.queries import patients_for
from ashi.core.kernel.errors import AshiError
from ashi.web.documents.forms import DocumentForm
from ashi.web.documents.wording import FIELD_OF
from ashi.web.numbers import row_number
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def add(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Ask for a file and what it is; keep it, or say why not with all else as typed."""
    patient = patients_for(request.actor).filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    visit = row_number(request.GET.get("visit"))
    form = DocumentForm(initial=DocumentForm.initial_of(str(visit or "")))
    if request.method == "POST":
        form = DocumentForm(request.POST, request.FILES)
        if form.is_valid() and _kept(request, patient_id, form):
            messages.success(request, _("The document is kept."))
            on = form.cleaned_data["visit"]
            return redirect("chart", visit_id=on) if on else redirect("patient", patient_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    visit = row_number(str(form["visit"].value() or ""))
    page = {"patient": patient, "form": form, "visit": visit}
    return render(request, "documents/add.html", page, status=status)


def _kept(request: HttpRequest, patient_id: int, form: DocumentForm) -> bool:
    """Keep the document; what refuses it stands beside its field."""
    try:
        add_document(
            by=request.actor,
            patient_id=patient_id,
            file=form.received(),
            about=form.about(),
            visit_id=form.cleaned_data["visit"],
        )
    except AshiError as error:
        form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        return False
    return True
