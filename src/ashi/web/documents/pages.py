"""A patient's documents: the list, one of them, its file, and away with it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.documents import actions
from ashi.apps.documents.errors import DocumentUnknownError, FileLostError
from ashi.apps.documents.models import Document
from ashi.apps.documents.queries import documents_of, search
from ashi.apps.documents.sniffing import IMAGES, TEXTS, Media
from ashi.apps.patients.queries import patients_for
from ashi.core.kernel.errors import AshiError
from ashi.web.documents.forms import AwayForm
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

A_PAGE = 50
ENDINGS = {
    Media.PDF: "pdf",
    Media.JPEG: "jpg",
    Media.PNG: "png",
    Media.WEBP: "webp",
    Media.TEXT: "txt",
    Media.CSV: "csv",
}


@require_GET
@allow(Permission.CLINICAL_READ, glass="patient_id")
def documents(request: HttpRequest, patient_id: int) -> HttpResponse:
    """List a patient's documents, newest first, or those in which the words typed stand."""
    patient = patients_for(request.actor).filter(pk=patient_id).first()
    if patient is None:
        raise Http404
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    away = request.GET.get("away") == "1"
    rows = documents_of(request.actor, patient_id).filter(put_away_at__isnull=not away)
    pages = Paginator(search(rows, typed), A_PAGE).get_page(request.GET.get("page"))
    actions.read_list(by=request.actor, patient_id=patient_id, shown=len(pages))
    page = {"patient": patient, "pages": pages, "q": typed, "away": away}
    part = request.htmx and request.htmx.target == "found"
    return render(request, "documents/_found.html" if part else "documents/list.html", page)


@require_GET
@allow(Permission.CLINICAL_READ, glass="patient_id")
def document(request: HttpRequest, patient_id: int, document_id: int) -> HttpResponse:
    """Show one document: its picture or its words, what it is and where it came from."""
    row = _read(request, patient_id, document_id)
    return _page(request, row, HTTPStatus.OK, form=AwayForm())


def _read(request: HttpRequest, patient_id: int, document_id: int) -> Document:
    try:
        return actions.read_document(
            by=request.actor, patient_id=patient_id, document_id=document_id
        )
    except DocumentUnknownError as error:
        raise Http404 from error


def _page(request: HttpRequest, row: Document, status: int, **more: Any) -> HttpResponse:
    page = {
        "row": row,
        "patient": row.patient,
        "is_image": row.media_type in IMAGES,
        "is_text": row.media_type in TEXTS,
        "is_pdf": row.media_type == Media.PDF,
    }
    return render(request, "documents/document.html", page | more, status=status)


@require_GET
@allow(Permission.CLINICAL_READ, glass="patient_id")
def file(request: HttpRequest, patient_id: int, document_id: int) -> HttpResponse:
    """Give the file out: a PDF or picture to be looked at, all else to be saved."""
    try:
        row, content = actions.open_file(
            by=request.actor, patient_id=patient_id, document_id=document_id
        )
    except DocumentUnknownError as error:
        raise Http404 from error
    except FileLostError as error:
        lost = _read(request, patient_id, document_id)
        refusal = sentence_for(error)
        return _page(request, lost, HTTPStatus.CONFLICT, form=AwayForm(), refusal=refusal)
    return _given_out(row, content)


def _given_out(row: Document, content: bytes) -> HttpResponse:
    """Answer with a file that no browser takes for a page of this site, and none keeps."""
    media = Media(row.media_type)
    charset = "; charset=utf-8" if media in TEXTS else ""
    answer = HttpResponse(content, content_type=f"{media}{charset}")
    stem = row.file_name.rpartition(".")[0] or row.file_name
    name = f"{stem}.{ENDINGS[media]}"
    saved = media not in IMAGES | {Media.PDF}
    answer["Content-Disposition"] = content_disposition_header(saved, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@require_POST
@allow(Permission.CLINICAL_WRITE)
def away(request: HttpRequest, patient_id: int, document_id: int) -> HttpResponse:
    """Put a document away, for a reason; refused, it is asked again without the content."""
    row = documents_of(request.actor, patient_id).filter(pk=document_id).first()
    if row is None:
        raise Http404
    form = AwayForm(request.POST)
    if form.is_valid():
        one = {"patient_id": patient_id, "document_id": document_id}
        try:
            actions.put_away(by=request.actor, **one, reason=form.cleaned_data["reason"])
        except AshiError as error:
            form.add_error("reason", sentence_for(error))
        else:
            messages.success(request, _("The document is put away."))
            return redirect("documents", patient_id)
    return _page(request, row, HTTPStatus.UNPROCESSABLE_ENTITY, form=form, bare=True)
