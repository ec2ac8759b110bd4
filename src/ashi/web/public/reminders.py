"""Reminders by their link: whoever gets them says that they want no more, or again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ashi.apps.reminders.actions import stop_reminders, want_reminders
from ashi.apps.reminders.links import contact_of
from ashi.apps.reminders.models import NoReminders
from ashi.web.policy import open_to_all
from ashi.web.public.booking import PUBLIC

CHANGES = {"yes": want_reminders, "no": stop_reminders}


@require_http_methods(["GET", "POST"])
@open_to_all
def reminders(request: HttpRequest, reminders_token: str) -> HttpResponse:
    """Show whether somebody is reminded; a press changes it, a second one nothing."""
    contact = contact_of(reminders_token)
    if contact is None:
        raise Http404
    change = CHANGES.get(request.POST.get("want", ""))
    if change is not None:
        change(by=PUBLIC, contact=contact)
        return redirect("reminders", reminders_token=reminders_token)
    refusal = _("Please choose an answer.") if request.method == "POST" else ""
    stopped = NoReminders.objects.filter(contact=contact).exists()
    page = {"stopped": stopped, "refusal": refusal}
    return render(request, "public/reminders.html", page, status=422 if refusal else 200)
