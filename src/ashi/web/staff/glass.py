"""A record closed to one's role: opened for a reason and an hour; and the list of those opened."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.patients.queries import names_for_trail, patient_exists
from ashi.apps.staff.actions.glass import close_record, open_record
from ashi.apps.staff.errors import RecordNotOpenError
from ashi.apps.staff.queries import opened_records
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import allow, for_staff
from ashi.web.staff.forms import ReasonForm
from ashi.web.staff.wording import FIELD_OF
from ashi.web.wording import sentence_for

A_PAGE = 50


@require_http_methods(["GET", "POST"])
@allow(Permission.GLASS_OPEN)
def open_closed(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Ask for the reason, and open the record for an hour."""
    if not patient_exists(patient_id):
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            open_record(by=request.actor, patient_id=patient_id, reason=form.cleaned_data["reason"])
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        else:
            messages.success(request, _("The record is open to you for an hour."))
            return redirect("patient", patient_id=patient_id)
    page = {"form": form, "patient_id": patient_id}
    return render(request, "staff/glass.html", page, status=422 if form.errors else 200)


@require_GET
@allow(Permission.AUDIT_READ)
def opened(request: HttpRequest) -> HttpResponse:
    """List the records opened in this way, newest first."""
    rows = Paginator(opened_records(request.actor), A_PAGE).get_page(request.GET.get("page"))
    names = names_for_trail(request.actor, {one.patient_id for one in rows})
    page = {
        "rows": [(one, names.get(one.patient_id, "")) for one in rows],
        "pages": rows,
        "now": timezone.now(),
    }
    return render(request, "staff/opened.html", page)


@require_POST
@for_staff
def close(request: HttpRequest, opened_id: int) -> HttpResponse:
    """Close an opened record before its hour is over."""
    try:
        close_record(by=request.actor, opened_id=opened_id)
    except RecordNotOpenError as error:
        raise Http404 from error
    messages.success(request, _("The record is closed."))
    return redirect("opened-records" if request.POST.get("back") == "list" else "home")
