"""What beats on every staff page: bells, the needle count, screens that say they are there."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.encounters.actions.bells import call_to_bell, take_bell
from ashi.apps.encounters.actions.calls import close_call_back
from ashi.apps.encounters.actions.presence import be_present
from ashi.apps.encounters.actions.rooms import mark_ready
from ashi.apps.encounters.open_bells import pulse_tag
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import back, told
from ashi.web.desk.forms import CallForm, PresenceForm
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


def _tag(request: HttpRequest) -> str:
    rows = pulse_tag(request.actor.centre_id, timezone.now())
    return f'"{rows}.{request.actor.role}.{get_language()}"'


@require_GET
@allow(Permission.DIARY_READ)
@condition(etag_func=_tag)
def beat(request: HttpRequest) -> HttpResponse:
    """Answer 304 while nothing has changed, else the bar and the count."""
    return render(request, "desk/_pulse.html")


@require_POST
@allow(Permission.DIARY_READ)
def presence(request: HttpRequest) -> HttpResponse:
    """Keep that this screen is there, and whether it can be heard."""
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    label = request.session.get("device_name") or str(request.user)
    be_present(by=request.actor, label=label[:60], **form.cleaned_data)
    return HttpResponse(status=204)


@require_POST
@allow(Permission.STEP_WRITE)
def take(request: HttpRequest, bell_id: int) -> HttpResponse:
    """Take a bell; who is second is told who was first."""
    try:
        take_bell(by=request.actor, bell_id=bell_id)
    except AshiError as error:
        told(request, sentence_for(error))
    return _answer(request)


@require_POST
@allow(Permission.STEP_WRITE)
def call(request: HttpRequest, bell_id: int) -> HttpResponse:
    """Call a colleague to a bell."""
    form = CallForm(request.POST)
    if form.is_valid():
        try:
            call_to_bell(by=request.actor, bell_id=bell_id, user_id=form.cleaned_data["user_id"])
        except AshiError as error:
            told(request, sentence_for(error))
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    """Give the bar again to a page that asked in the background, else go back."""
    return render(request, "desk/_pulse.html") if request.htmx else back(request)


@require_POST
@allow(Permission.STEP_WRITE)
def reached(request: HttpRequest, call_id: int) -> HttpResponse:
    """Say that a patient who had to be phoned was reached."""
    try:
        close_call_back(by=request.actor, call_id=call_id)
    except AshiError as error:
        told(request, sentence_for(error))
    return _answer(request)


@require_POST
@allow(Permission.STEP_WRITE)
def ready(request: HttpRequest, resource_id: int, step_id: UUID) -> HttpResponse:
    """Say that a room is ready."""
    try:
        mark_ready(by=request.actor, resource_id=resource_id, step_id=step_id)
    except AshiError as error:
        told(request, sentence_for(error))
    return back(request)
