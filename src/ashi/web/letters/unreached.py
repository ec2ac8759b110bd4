"""Who could not be reached, and why: called by the desk, one after another."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.unreached import unreached_of
from ashi.apps.messages.actions import mark_told
from ashi.apps.messages.errors import MessageUnknownError
from ashi.apps.patients.queries import patients_for, with_contacts
from ashi.web.letters.wording import CHANNEL_WORDS, KIND_WORDS, reason_of
from ashi.web.policy import allow


@require_GET
@allow(Permission.DIARY_WRITE)
def unreached(request: HttpRequest) -> HttpResponse:
    """List who is still to be told by phone what could not be sent."""
    found = unreached_of(request.actor.centre_id or 0, timezone.now())
    people = with_contacts(patients_for(request.actor)).in_bulk(
        {message.patient_id for message, _start in found}
    )
    lines = [
        {
            "row": message,
            "start": start,
            "kind": KIND_WORDS.get(message.kind, message.kind),
            "channel": CHANNEL_WORDS[message.channel],
            "why": reason_of(message.last_error),
            "patient": people.get(message.patient_id or 0),
        }
        for message, start in found
    ]
    return render(request, "letters/unreached.html", {"lines": lines})


@require_POST
@allow(Permission.DIARY_WRITE)
def told(request: HttpRequest, message_id: int) -> HttpResponse:
    """Say that somebody was told by phone."""
    try:
        mark_told(by=request.actor, message_id=message_id)
    except MessageUnknownError as error:
        raise Http404 from error
    messages.success(request, _("Kept: told by phone."))
    return redirect("letters-unreached")
