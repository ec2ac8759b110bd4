"""A consent text is read and signed on the screen; a consent is withdrawn."""

from http import HTTPStatus

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.models import Visit
from ashi.apps.documents.papers import photographs_of
from ashi.apps.screening.actions import consenting
from ashi.apps.screening.known import consents_of
from ashi.core.kernel.errors import AshiError
from ashi.core.safety.consents import ConsentText, consent_texts
from ashi.web.charting.pages import visit_or_404
from ashi.web.policy import allow
from ashi.web.screening.acts import back_to_chart
from ashi.web.screening.forms import ConsentForm, WithdrawForm
from ashi.web.screening.own_rates import own_rate_words
from ashi.web.screening.paper_forms import PhotographForm, paper_form
from ashi.web.screening.wording import FIELD_OF, in_greek
from ashi.web.wording import sentence_for


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def consent(request: HttpRequest, visit_id: int, technique: str) -> HttpResponse:
    """Show a consent text to whoever signs it, and keep the signature."""
    visit, text = visit_or_404(request, visit_id), text_or_404(technique)
    if request.method == "GET":
        return consent_page(request, visit, text)
    form = ConsentForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            consenting.give_consent(
                by=request.actor,
                visit_id=visit_id,
                technique=technique,
                read_version=values["version"],
                language=translation.get_language() or "en",
                signed_name=values["signed_name"],
                speaks_for=values["speaks_for"],
                way=values["way"],
                own_rate=own_rate_words(visit.session.centre_id, technique),
            )
            return back_to_chart(visit_id)
        except AshiError as error:
            form = ConsentForm(request.POST.dict() | {"version": text.version})
            form.full_clean()
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
    return consent_page(request, visit, text, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def withdraw(request: HttpRequest, visit_id: int, technique: str) -> HttpResponse:
    """Keep that a consent was withdrawn."""
    visit, text = visit_or_404(request, visit_id), text_or_404(technique)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            act = {"by": request.actor, "visit_id": visit_id, "technique": technique}
            consenting.withdraw_consent(**act, **form.cleaned_data)
            return back_to_chart(visit_id)
        except AshiError as error:
            form.add_error(None, sentence_for(error))
    return consent_page(request, visit, text, HTTPStatus.UNPROCESSABLE_ENTITY, withdraw_form=form)


def text_or_404(technique: str) -> ConsentText:
    """Return the text of a technique that has one."""
    text = consent_texts().get(technique)
    if text is None:
        raise Http404
    return text


def consent_page(
    request: HttpRequest,
    visit: Visit,
    text: ConsentText,
    status: int = HTTPStatus.OK,
    **forms: Form,
) -> HttpResponse:
    """Draw a consent text with what is signed, and the ways to sign it."""
    given = consents_of(visit.patient_id or 0).get(text.technique)
    context = {
        "visit": visit,
        "form": ConsentForm(initial={"version": text.version}),
        "withdraw_form": WithdrawForm(),
        "text": text,
        "title": text.title_el if in_greek() else text.title,
        "paragraphs": text.paragraphs_el if in_greek() else text.paragraphs,
        "own_rate": own_rate_words(visit.session.centre_id, text.technique),
        "given": given,
        "printed_in": (("en", _("Print in English")), ("el", _("Print in Greek"))),
        "photographs": photographs_of(given),
        "paper_form": paper_form(request, visit.patient_id or 0, text.technique),
        "photograph_form": PhotographForm(),
        "refused": next(iter(forms.values()), None),
    }
    return render(request, "screening/consent.html", context | forms, status=status)
