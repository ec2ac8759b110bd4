"""A class: everybody who has a place in it, each with their own visit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.encounters.one_visit import visits_of_class
from ashi.web.policy import allow


@require_GET
@allow(Permission.DIARY_READ)
def a_class(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show who is in a class, and where each of them stands."""
    members = visits_of_class(request.actor, session_id)
    if not members:
        raise Http404
    record(by=request.actor, action="class.read", subject=("session", session_id))
    template = "desk/_class.html" if request.htmx else "desk/class.html"
    return render(request, template, {"members": members, "session": members[0].visit.session})
