"""Who takes the needles out of a visit, chosen on its page."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.actions.handing_over import choose_remover
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.visit_page import answer, done, found_or_404
from ashi.web.numbers import MOST, MOST_ROW
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


class RemoverForm(forms.Form):
    """Who is to take the needles out, of the visit as it was seen."""

    who = forms.IntegerField(min_value=1, max_value=MOST_ROW)
    version = forms.IntegerField(min_value=1, max_value=MOST)


@require_POST
@allow(Permission.DIARY_WRITE)
def remover(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep who takes the needles out, or say why they cannot."""
    found_or_404(request, visit_id)
    form = RemoverForm(request.POST)
    refusal = "" if form.is_valid() else _("Choose who takes the needles out.")
    if not refusal:
        sent = form.cleaned_data
        try:
            choose_remover(
                by=request.actor,
                visit_id=visit_id,
                resource_id=sent["who"],
                version=sent["version"],
            )
        except AshiError as error:
            refusal = sentence_for(error)
    if refusal:
        return answer(request, visit_id, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=refusal)
    return done(request, visit_id)
