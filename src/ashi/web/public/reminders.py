"""Reminders by their link: whoever gets them says that they want no more, or again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ashi.apps.reminders.actions import stop_reminders, want_reminders
from ashi.apps.reminders.links import Stop, opened
from ashi.apps.reminders.models import NoReminders
from ashi.web.policy import open_to_all
from ashi.web.public.booking import PUBLIC

CHANGES = {"yes": want_reminders, "no": stop_reminders}
OF_ONE = "-one"  # behind a wish: of the patient the letter was about


@require_http_methods(["GET", "POST"])
@open_to_all
def reminders(request: HttpRequest, reminders_token: str) -> HttpResponse:
    """Show of whom somebody is reminded; a press changes it, a second one nothing."""
    stop = _found(reminders_token)
    wish = request.POST.get("want", "")
    change = CHANGES.get(wish.removesuffix(OF_ONE))
    if change is not None:
        about = stop.about.pk if stop.about and wish.endswith(OF_ONE) else None
        if wish.endswith(OF_ONE) and about is None:
            raise Http404
        change(by=PUBLIC, contact=stop.contact, patient_id=about)
        return redirect("reminders", reminders_token=reminders_token)
    refusal = _("Please choose an answer.") if request.method == "POST" else ""
    rows = set(NoReminders.objects.filter(contact=stop.contact).values_list("patient", flat=True))
    page = {
        "about": stop.about if stop.speaks_for_several else None,
        "stopped": None in rows or (not stop.speaks_for_several and bool(rows)),
        "one_stopped": stop.about is not None and stop.about.pk in rows,
        "refusal": refusal,
    }
    return render(request, "public/reminders.html", page, status=422 if refusal else 200)


@csrf_exempt  # a mail program posts it for its user, without a page of ours (RFC 8058)
@require_http_methods(["GET", "POST"])
@open_to_all
def stop_now(request: HttpRequest, reminders_token: str) -> HttpResponse:
    """Stop the reminders of whom the letter was about; who opens the address sees the page."""
    stop = _found(reminders_token)
    if request.method == "POST":
        about = stop.about.pk if stop.about else None
        stop_reminders(by=PUBLIC, contact=stop.contact, patient_id=about)
        return HttpResponse(content_type="text/plain")
    return redirect("reminders", reminders_token=reminders_token)


def _found(token: str) -> Stop:
    stop = opened(token)
    if stop is None:
        raise Http404
    return stop
