"""A late patient's visit made shorter by one press, and put back by another."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.actions.shortening import lengthen_visit, shorten_visit
from ashi.apps.encounters.late_patient import late_patient
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import back, told
from ashi.web.desk.visit_page import found_or_404
from ashi.web.numbers import whole
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

WAYS = ("whole", "shorten", "leave-out")


@require_POST
@allow(Permission.DIARY_WRITE)
def shorten(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Let the visit begin now, as long, shorter, or without what may be left out."""
    found = found_or_404(request, visit_id)
    kind = request.POST.get("way", "shorten")
    if kind not in WAYS:
        raise Http404
    late = late_patient(found.day, timezone.now())
    way = late.way(kind) if late else None
    if late is None or way is None:
        told(request, _("This can no longer be done: look at the visit again."))
        return back(request)
    session = found.visit.session
    kept = {"at": session.starts_at.isoformat(), "plan": session.plan}
    version = whole(request.POST.get("version")) or 0
    try:
        visit = shorten_visit(
            by=request.actor,
            visit_id=visit_id,
            version=version,
            starts_at=late.begins_at,
            minutes=way.minutes,
        )
    except AshiError as error:
        told(request, sentence_for(error))
        return back(request)
    request.session[f"undo-late-{visit_id}"] = kept | {"version": visit.version}
    name = found.visit.patient.full_name if found.visit.patient else ""
    values = {
        "name": name,
        "at": timezone.localtime(late.begins_at).strftime("%H:%M"),
        "until": timezone.localtime(way.ends_at).strftime("%H:%M"),
    }
    said = _("%(name)s: from %(at)s to %(until)s.") % values
    told(request, said, undo=reverse("visit-lengthen", args=[visit_id]))
    return back(request)


@require_POST
@allow(Permission.DIARY_WRITE)
def lengthen(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Put a visit back to what it was before this sign-in last shortened it."""
    found_or_404(request, visit_id)
    known = request.session.pop(f"undo-late-{visit_id}", None)
    if known is None:
        told(request, _("There is nothing to take back."))
        return back(request)
    try:
        lengthen_visit(
            by=request.actor,
            visit_id=visit_id,
            version=known["version"],
            starts_at=datetime.fromisoformat(known["at"]),
            plan=known["plan"],
        )
        told(request, _("Put back."))
    except AshiError as error:
        told(request, sentence_for(error))
    return back(request)
