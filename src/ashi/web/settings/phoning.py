"""From an absence or a closure to the list of those whom it hits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ashi.apps.centres.models import Absence, Closure
from ashi.apps.encounters.actions.call_lists import call_because


def to_phone(request: HttpRequest, cause: Absence | Closure) -> HttpResponse | None:
    """List whom to phone; return the way to the list, or None where nobody is hit."""
    listed = call_because(by=request.actor, cause=cause)
    if listed is None:
        return None
    said = _("Visits are booked in this time. The call list says whom to phone.")
    messages.warning(request, said)
    return redirect("call-list", call_list_id=listed.pk)
