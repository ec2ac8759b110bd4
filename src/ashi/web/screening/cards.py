"""The card with warning signs: printed, and recorded as given."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.screening.actions.cards import give_card
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.policy import allow
from ashi.web.printing.card import card_document
from ashi.web.printing.engine import pdf_of
from ashi.web.printing.pages import language_of
from ashi.web.screening.acts import UNPROCESSABLE, back_to_chart


class CardForm(forms.Form):
    """In which language the card was given."""

    lang = forms.ChoiceField(choices=settings.LANGUAGES)


@require_safe
@allow(Permission.CLINICAL_READ)
def card(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Give the card as PDF, in the language asked for."""
    visit = visit_or_404(request, visit_id)
    with translation.override(language_of(request)):
        language = translation.get_language() or "en"
        document = card_document(visit.session.centre, language, str(request.user))
        made = pdf_of(document, "card.typ")
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="card-{language}.pdf"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@allow(Permission.CLINICAL_WRITE)
def given(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep that the card was given and understood."""
    visit = visit_or_404(request, visit_id)
    form = CardForm(request.POST)
    if not form.is_valid():
        return page(request, visit, UNPROCESSABLE, screening_form=form)
    give_card(by=request.actor, visit_id=visit.pk, language=form.cleaned_data["lang"])
    return back_to_chart(visit.pk, "card")
