"""Steps that were taken on a board without connection arrive one by one, each with its key."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.encounters.actions.taken_later import keep_press
from ashi.apps.encounters.errors import StepAsksError, StepClashesError
from ashi.apps.encounters.models import Step
from ashi.apps.encounters.taken_later import Clash
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.forms import LaterStepForm
from ashi.web.desk.later_wording import clock_was_off, not_understood
from ashi.web.desk.visit_page import found_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_POST
@allow(Permission.STEP_WRITE)
def take_later(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep one step of a queue, or say what stands against it, with the other version."""
    found_or_404(request, visit_id)
    form = LaterStepForm(request.POST)
    if not form.is_valid():
        return _refused(not_understood())
    press, confirmed = form.press(visit_id)
    try:
        step = keep_press(by=request.actor, press=press, confirmed=confirmed)
    except (StepAsksError, StepClashesError) as error:
        return _refused(sentence_for(error), theirs=_other_version(error), can_keep=True)
    except AshiError as error:
        return _refused(sentence_for(error))
    return JsonResponse({"state": "kept", "says": _off(step)})


def _refused(says: str, *, theirs: str = "", can_keep: bool = False) -> HttpResponse:
    answer = {"state": "refused", "says": says, "theirs": theirs, "can_keep": can_keep}
    return JsonResponse(answer, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _off(step: Step) -> str:
    """Return that a device's clock was off, and when the step is taken to have happened."""
    return clock_was_off(step.claimed_at, step.occurred_at) if step.claimed_at else ""


def _other_version(error: AshiError) -> str:
    """Return what somebody else has recorded, in a line."""
    fields: dict[str, Any] = error.fields
    if fields.get("clash") != Clash.DONE_MEANWHILE or fields["at"] is None:
        return ""
    step = {"kind": fields["kind"], "needles": fields["needles"] or 0, "minutes": 0}
    words = " ".join(render_to_string("desk/_step_word.html", {"step": step}).split())
    return f"{date_format(localtime(fields['at']), 'H:i')} {words}, {fields['by']}"
