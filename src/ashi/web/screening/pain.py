"""Where it hurts, drawn in the room on a tablet, beside what was drawn before."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.charting.actions.drawing import keep_drawing
from ashi.apps.charting.models import Note
from ashi.apps.screening.models import PainDrawing
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.pages import visit_or_404
from ashi.web.policy import allow
from ashi.web.screening.drawings import DrawingForm, drawing_context, drawing_shown
from ashi.web.wording import sentence_for

MOST_SHOWN = 24


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_READ)
def pain(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show a patient's drawings, newest first, and the one of this visit to draw on."""
    visit = visit_or_404(request, visit_id)
    drawings = PainDrawing.objects.select_related("visit__session", "by")
    mine = drawings.filter(visit=visit).first()
    form = DrawingForm(request.POST or None, initial=DrawingForm.initial_of(mine))
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            if form.is_valid():
                keep_drawing(by=request.actor, visit_id=visit_id, **form.cleaned_data)
                return redirect("chart", visit_id=visit_id)
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        subject, patient = ("visit", visit_id), visit.patient_id
        record(by=request.actor, action="pain.read", subject=subject, patient_id=patient)
    rows = drawings.filter(patient=visit.patient).order_by("-visit__session__starts_at")
    signed = Note.objects.filter(visit=visit, signed_at__isnull=False).exists()
    context = drawing_context(mine) | {
        "visit": visit,
        "form": form,
        "open": not signed and may(request.actor, Permission.CLINICAL_WRITE),
        "shown": [drawing_shown(row) for row in rows[:MOST_SHOWN]],
    }
    return render(request, "screening/pain.html", context, status=status)
