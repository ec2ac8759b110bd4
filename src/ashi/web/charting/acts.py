"""What is done on the chart by one press: needles, signatures, additions."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.charting.actions import doing, needling, signing
from ashi.apps.charting.errors import AskedError, SecondSetError
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.forms import AmendForm, DoneForm, LineForm, NoteForm
from ashi.web.charting.pages import keep, page, refused, visit_or_404
from ashi.web.charting.wording import FIELD_OF
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@require_POST
@allow(Permission.CLINICAL_WRITE)
def needles(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Chart what a line says; what cannot be read stays typed, with each fault named."""
    visit = visit_or_404(request, visit_id)
    form, second = LineForm(request.POST), False
    if form.is_valid():
        try:
            needling.add_needles(by=request.actor, visit_id=visit_id, **form.cleaned_data)
            return redirect(f"{request.path.removesuffix('/needles')}#needles")
        except AshiError as error:
            second = isinstance(error, SecondSetError)
            form.add_error("line", sentence_for(error))
    return page(request, visit, UNPROCESSABLE, line_form=form, second_set=second)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def done(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Chart what a line says was done and measured; what cannot be read stays typed."""
    visit = visit_or_404(request, visit_id)
    form = DoneForm(request.POST)
    if form.is_valid():
        try:
            line = form.cleaned_data["done"]
            doing.add_done(by=request.actor, visit_id=visit_id, line=line)
            return redirect(f"{request.path.removesuffix('/done')}#done")
        except AshiError as error:
            form.add_error("done", sentence_for(error))
    return page(request, visit, UNPROCESSABLE, done_form=form)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def done_off(request: HttpRequest, visit_id: int, what: str, row_id: int) -> HttpResponse:
    """Take a treatment or a measurement off the chart."""
    act = partial(doing.take_done_off, kind=what, row_id=row_id)
    return press(request, visit_id, act)


def press(request: HttpRequest, visit_id: int, act: Callable[..., object]) -> HttpResponse:
    """Do one act, and show the chart again; a refusal stands on it."""
    visit = visit_or_404(request, visit_id)
    try:
        act(by=request.actor, visit_id=visit_id)
    except AshiError as error:
        return page(request, visit, UNPROCESSABLE, refusal=sentence_for(error))
    return redirect("chart", visit_id=visit_id)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def look(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say that what was copied holds today."""
    return press(request, visit_id, needling.look_over)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def needles_in(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say that the charted needles went in."""
    return press(request, visit_id, needling.set_in)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def needles_out(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say that the needles came out."""
    return press(request, visit_id, needling.set_out)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def off(request: HttpRequest, visit_id: int, needle_id: int) -> HttpResponse:
    """Take a needle off the chart."""
    return press(request, visit_id, partial(needling.take_off, needle_id=needle_id))


@require_POST
@allow(Permission.CLINICAL_WRITE)
def sign(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep what is typed, then sign and lock; what stands against it is said or asked once."""
    visit = visit_or_404(request, visit_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refused(request, visit, form)
    try:
        note = keep(request, visit_id, form)
    except AshiError as error:
        return refused(request, visit, form, error)
    looked = request.POST.get("looked") == "on"
    try:
        signing.sign_note(by=request.actor, visit_id=visit_id, seen=note.version, looked=looked)
    except AshiError as error:
        more = {"sign_refusal": sentence_for(error), "sign_asks": isinstance(error, AskedError)}
        return page(request, visit, UNPROCESSABLE, **more)
    return redirect("chart", visit_id=visit_id)


@require_POST
@allow(Permission.CLINICAL_COSIGN)
def cosign(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Put a second signature."""
    return press(request, visit_id, signing.cosign_note)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def amend(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Add to a signed note."""
    visit = visit_or_404(request, visit_id)
    form = AmendForm(request.POST)
    if form.is_valid():
        try:
            signing.amend_note(by=request.actor, visit_id=visit_id, **form.cleaned_data)
            return redirect("chart", visit_id=visit_id)
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
    return page(request, visit, UNPROCESSABLE, amend_form=form)
