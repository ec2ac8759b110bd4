"""What was found and measured is charted, and taken over from the last visit by one press."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.finding import repeat_findings
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.acts import UNPROCESSABLE, press
from ashi.web.charting.forms import FoundForm
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_POST
@allow(Permission.CLINICAL_WRITE)
def found(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Chart what a line says was found; what cannot be read stays typed, with each fault named."""
    visit = visit_or_404(request, visit_id)
    form = FoundForm(request.POST)
    if form.is_valid():
        try:
            add_done(by=request.actor, visit_id=visit_id, line=form.cleaned_data["found"])
            return redirect(f"{request.path.removesuffix('/found')}#found")
        except AshiError as error:
            form.add_error("found", sentence_for(error))
    return page(request, visit, UNPROCESSABLE, found_form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def found_again(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Chart what was found last time, marked as copied."""
    return press(request, visit_id, repeat_findings)
