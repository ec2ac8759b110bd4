"""A visit by its link: see it, change it, cancel it, take it into a calendar."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.billing.absences import cancel_late_online, cancel_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.errors import BookingError, SlotTakenError
from ashi.apps.bookings.links import visit_of
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.requests import wants_a_time
from ashi.apps.bookings.telling import contacts_of, values_of
from ashi.apps.bookings.terms import is_late_cancel
from ashi.apps.encounters.actions.wishes import wait_for_another, waits_of
from ashi.apps.messages.calendar_file import calendar_of
from ashi.apps.screening.models import Intake
from ashi.web.numbers import row_number
from ashi.web.policy import open_to_all
from ashi.web.public.arriving import REGISTRAR
from ashi.web.public.booking import PUBLIC, times_page, visit_page
from ashi.web.public.late_cancel import LateCancelForm, late_form
from ashi.web.public.taken import taken
from ashi.web.public.times import chooser_role
from ashi.web.public.waiting import wish_token, write_kept
from ashi.web.wording import sentence_for


def _visit(token: str) -> Visit:
    visit = visit_of(token)
    if visit is None or visit.patient is None:
        raise Http404
    return visit


def _page(
    visit: Visit, token: str, refusal: str = "", late: LateCancelForm | None = None
) -> dict[str, Any]:
    now = timezone.now()
    return visit_page(visit) | {
        "token": token,
        "refusal": refusal,
        "may_change": visit.status == Visit.Status.BOOKED
        and visit.session.starts_at > now
        and not is_late_cancel(visit, now),
        "late": late or late_form(visit, now),
        "over": visit.session.starts_at <= now,
        "may_wait": wants_a_time(visit),
        "waits": wants_a_time(visit) and bool(waits_of([visit])),
        "intake": Intake.objects.filter(visit=visit).first(),
    }


@require_GET
@open_to_all
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show the visit of a link."""
    return render(request, "public/manage.html", _page(_visit(token), token))


@require_POST
@open_to_all
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel by link: free until the centre's limit, then with the fee that is agreed to."""
    visit = _visit(token)
    refusal, late = "", late_form(visit, timezone.now(), request.POST)
    if visit.status == Visit.Status.CANCELLED:
        return redirect("visit-manage", token=token)  # sent twice
    if late is None or "owed" not in late.errors:
        try:
            _cancel(visit, late)
            return redirect("visit-manage", token=token)
        except BookingError as error:
            refusal, late = sentence_for(error), None
    page = _page(_visit(token), token, refusal, late)
    return render(request, "public/manage.html", page, status=422)


def _cancel(visit: Visit, late: LateCancelForm | None) -> None:
    named: dict[str, Any] = {"by": PUBLIC, "visit_id": visit.pk, "reason": "patient, online"}
    if late is None:
        cancel_visit(**named)
    else:
        seen = late.cleaned_data.get("version") or 0  # 0: not as it was shown
        cancel_late_online(**named, version=seen, agreed=late.agreed())


@require_POST
@open_to_all
def wait(request: HttpRequest, token: str) -> HttpResponse:
    """Put whoever asked for a first visit that found no time on the waiting list."""
    visit = _visit(token)
    try:
        wish = wait_for_another(by=REGISTRAR, visit=visit)
    except BookingError as error:
        page = _page(visit, token, sentence_for(error))
        return render(request, "public/manage.html", page, status=422)
    for contact in contacts_of(visit.patient_id, "wish-kept")[:1]:
        write_kept(wish.patient, wish, contact.email, wish.patient.language)
    return redirect("wait-done", token=wish_token(wish))


@require_http_methods(["GET", "POST"])
@open_to_all
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Choose another time for the visit of a link."""
    visit = _visit(token)
    refusal = ""
    if late_form(visit, timezone.now()) is not None:
        return redirect("visit-manage", token=token)  # it says what can be done
    if request.method == "POST":
        try:
            _move(request, visit)
            return redirect("visit-manage", token=token)
        except SlotTakenError as error:
            return taken(request, visit.session.service, error, visit=visit, token=token)
        except BookingError as error:
            refusal = sentence_for(error)
        except ValueError:
            refusal = _("Please choose a time.")
    page = times_page(request, visit.session.service, visit)
    return render(
        request,
        "public/times.html",
        page | {"refusal": refusal, "token": token},
        status=422 if refusal else 200,
    )


def _move(request: HttpRequest, visit: Visit) -> None:
    start = datetime.fromisoformat(request.POST.get("start", ""))
    if start.tzinfo is None:
        raise ValueError
    role, person = chooser_role(visit.session.service), row_number(request.POST.get("with"))
    pins = {role: person} if role and person else {}
    move_visit(by=PUBLIC, visit_id=visit.pk, starts_at=start, roles=pins)


@require_GET
@open_to_all
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the visit as a calendar file."""
    visit = _visit(token)
    kind = "visit-booked" if visit.status == Visit.Status.BOOKED else "visit-cancelled"
    answer = HttpResponse(
        calendar_of(kind, values_of(visit, "")), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer
