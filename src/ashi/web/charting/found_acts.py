"""What was found and measured is charted, and taken over from the last visit by one press."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.finding import measure_again, repeat_findings, say_ready
from ashi.apps.charting.errors import AgainFaultsError
from ashi.apps.charting.models import Ready
from ashi.apps.charting.queries import chart_of
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.acts import UNPROCESSABLE, press
from ashi.web.charting.forms import AgainForm, FoundForm
from ashi.web.charting.pages import again_lines, page, visit_or_404
from ashi.web.charting.wording import fault_words
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


@require_POST
@allow(Permission.CLINICAL_WRITE)
def found_after(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep what was measured again after the treatment; what cannot be read stays typed."""
    visit = visit_or_404(request, visit_id)
    note = chart_of(visit)
    form = AgainForm(again_lines(note), request.POST)
    if form.is_valid():
        try:
            measure_again(by=request.actor, visit_id=visit_id, typed=form.typed())
            return redirect(f"{request.path.removesuffix('/found/after')}#found")
        except AgainFaultsError as error:
            for row_id, fault in error.fields["faults"].items():
                form.add_error(str(row_id), fault_words(fault))
        except AshiError as error:
            form.add_error(None, sentence_for(error))
    return page(request, visit, UNPROCESSABLE, again_form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def ready(request: HttpRequest, visit_id: int, said: str) -> HttpResponse:
    """Keep by one press whether the patient is ready for exercise."""
    if said not in Ready.values:
        raise Http404
    return press(request, visit_id, partial(say_ready, ready=said))
