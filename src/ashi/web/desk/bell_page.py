"""One bell: call somebody to it, or give the needles more time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.encounters.one_visit import staff_of
from ashi.apps.encounters.open_bells import pulse
from ashi.web.desk.visit_page import found_or_404, page_context
from ashi.web.policy import allow


@require_GET
@allow(Permission.STEP_WRITE)
def bell(request: HttpRequest, bell_id: int) -> HttpResponse:
    """Show who could be called, and what more time does to the next visit in the room."""
    open_bells = pulse(request.actor.centre_id).bells
    one = next((one for one in open_bells if one.bell.pk == bell_id), None)
    if one is None:
        raise Http404
    context = page_context(request, found_or_404(request, one.bell.visit_id))
    return render(
        request,
        "desk/bell.html",
        context | {"ringing": one, "people": staff_of(request.actor.centre_id)},
    )
