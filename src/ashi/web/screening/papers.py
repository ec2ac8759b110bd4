"""A consent text is printed, signed on the paper, and the paper kept with the consent."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.documents.papers import add_photograph, keep_signed_paper
from ashi.apps.screening.actions.papers import print_consent
from ashi.core.kernel.errors import AshiError
from ashi.core.safety.consents import ConsentText
from ashi.web.charting.pages import visit_or_404
from ashi.web.policy import allow
from ashi.web.printing.consent import consent_document
from ashi.web.printing.engine import pdf_of
from ashi.web.printing.pages import language_of
from ashi.web.screening.consenting import consent_page, text_or_404
from ashi.web.screening.own_rates import own_rate_words
from ashi.web.screening.panel import consent_title
from ashi.web.screening.paper_forms import PhotographForm, paper_form
from ashi.web.wording import sentence_for

PRINTED_IN = ("en", "el")
FIELD_OF = {
    "documents.file": "file",
    "screening.no_name_signed": "signed_name",
    "screening.paper_unknown": "paper",
    "screening.witness_unknown": "witness",
}


@require_POST
@allow(Permission.CLINICAL_WRITE)
def print_text(request: HttpRequest, visit_id: int, technique: str) -> HttpResponse:
    """Give a consent text as PDF, under a code of its own, in the language asked for."""
    visit, text = visit_or_404(request, visit_id), text_or_404(technique)
    with translation.override(_language(request)):
        paper = print_consent(
            by=request.actor,
            visit_id=visit.pk,
            technique=text.technique,
            language=translation.get_language() or "en",
            own_rate=own_rate_words(visit.session.centre_id, text.technique),
        )
        made = pdf_of(consent_document(paper, str(request.user)), "consent.typ")
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="consent-{paper.code}.pdf"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("lang", "") or language_of(request)
    if asked not in PRINTED_IN:
        raise Http404
    return asked


@require_POST
@allow(Permission.CLINICAL_WRITE)
def paper(request: HttpRequest, visit_id: int, technique: str) -> HttpResponse:
    """Keep a consent that was signed on a printed text, with the photograph of the paper."""
    visit, text = visit_or_404(request, visit_id), text_or_404(technique)
    form = paper_form(request, visit.patient_id or 0, technique, request.POST, request.FILES)
    if form.is_valid():
        try:
            keep_signed_paper(
                by=request.actor,
                visit_id=visit.pk,
                said=form.on_paper(),
                file=form.received(),
                title=_title(text),
            )
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        else:
            messages.success(request, _("The consent and the photograph of its paper are kept."))
            return redirect("screening-consent", visit_id=visit.pk, technique=technique)
    return consent_page(request, visit, text, HTTPStatus.UNPROCESSABLE_ENTITY, paper_form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def photograph(request: HttpRequest, visit_id: int, technique: str) -> HttpResponse:
    """Add a photograph of the paper to a consent that was given on paper."""
    visit, text = visit_or_404(request, visit_id), text_or_404(technique)
    form = PhotographForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_photograph(
                by=request.actor,
                visit_id=visit.pk,
                technique=technique,
                file=form.received(),
                title=_title(text),
            )
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        else:
            messages.success(request, _("The photograph is kept with the consent."))
            return redirect("screening-consent", visit_id=visit.pk, technique=technique)
    return consent_page(request, visit, text, HTTPStatus.UNPROCESSABLE_ENTITY, photograph_form=form)


def _title(text: ConsentText) -> str:
    return _("Consent on paper: %(title)s") % {"title": consent_title(text.technique)}
