"""Tongue and pulse are charted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.charting.actions.tradition import keep_tongue_pulse
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.acts import UNPROCESSABLE
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.charting.tradition import TonguePulseForm
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_POST
@allow(Permission.CLINICAL_WRITE)
def tongue(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Chart tongue and pulse; what is refused stays typed."""
    visit = visit_or_404(request, visit_id)
    form = TonguePulseForm(request.POST)
    if form.is_valid():
        try:
            words = form.cleaned_data["words"]
            keep_tongue_pulse(by=request.actor, visit_id=visit_id, signs=form.signs(), words=words)
            return redirect(f"{request.path.removesuffix('/tongue')}#tongue")
        except AshiError as error:
            form.add_error(None, sentence_for(error))
    return page(request, visit, UNPROCESSABLE, tongue_form=form)
