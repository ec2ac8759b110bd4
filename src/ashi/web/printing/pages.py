"""Addresses that give a visit's record, the letter to the doctor, and the needling as PDF."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record as record_event
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.courses import why_not_told
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.policy import allow
from ashi.web.printing.document import Document
from ashi.web.printing.engine import pdf_of
from ashi.web.printing.letter import Told, letter_document, told
from ashi.web.printing.record import record_document, recorded
from ashi.web.printing.stricta import stricta_document
from ashi.web.wording import sentence_for

TEMPLATES = {"record": "record.typ", "stricta": "record.typ", "letter": "letter.typ"}


@require_GET
@allow(Permission.CLINICAL_READ)
def record(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Give the whole record of a visit; one that is not signed says so on each page."""
    visit = visit_or_404(request, visit_id)
    with translation.override(language_of(request)):
        found = recorded(visit)
        made = pdf_of(record_document(found, str(request.user)), TEMPLATES["record"])
        return _answer(request, visit, made, "record", signed=found.signed)


@require_GET
@allow(Permission.CLINICAL_READ)
def letter(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Give the letter to the doctor; from what is not signed none is written."""
    return _of_signed(request, visit_id, "letter", letter_document)


@require_GET
@allow(Permission.CLINICAL_READ)
def stricta(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Give the needling of the course after STRICTA; from what is not signed none is made."""
    return _of_signed(request, visit_id, "stricta", stricta_document)


def _of_signed(
    request: HttpRequest, visit_id: int, what: str, document: Callable[[Told, str], Document]
) -> HttpResponse:
    """Give what is told of a course, or the chart with the reason why nothing may be told yet."""
    visit = visit_or_404(request, visit_id)
    found = told(visit)
    refusal = why_not_told(found.note)
    if refusal is not None:
        sentence = sentence_for(refusal)
        return page(request, visit, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=sentence)
    with translation.override(language_of(request)):
        made = pdf_of(document(found, str(request.user)), TEMPLATES[what])
        return _answer(request, visit, made, what, signed=True)


def language_of(request: HttpRequest) -> str:
    """Return the language of a print: ``?lang=`` where it names one of ours, else the reader's."""
    asked = request.GET.get("lang")
    ours = [code for code, _name in settings.LANGUAGES]
    return asked if asked in ours else translation.get_language() or settings.LANGUAGE_CODE


def _answer(
    request: HttpRequest, visit: Visit, made: bytes, what: str, *, signed: bool
) -> HttpResponse:
    """Answer with a PDF that no cache keeps, under a name without names; leave the event of it."""
    detail = {"what": what, "language": translation.get_language(), "signed": signed}
    record_event(
        by=request.actor,
        action="note.print",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail=detail,
    )
    name = f"{what}-{visit.pk}-{timezone.localdate(visit.session.starts_at).isoformat()}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
