"""Online booking: what for, with whom and when; hold; details; code; done."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Purpose, Source
from ashi.apps.bookings.actions.holding import hold_visit, release_hold
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.errors import BookingError, HoldExpiredError, SlotTakenError
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import offer_of, planned
from ashi.apps.centres.models import Centre, Resource, Service
from ashi.core.kernel.errors import AshiError
from ashi.web.doors import tell_limit
from ashi.web.numbers import row_number
from ashi.web.policy import open_to_all
from ashi.web.public import codes
from ashi.web.public.arriving import confirm_for
from ashi.web.public.forms import CodeForm, DetailsForm
from ashi.web.public.strip import strip
from ashi.web.public.taken import taken
from ashi.web.public.times import choice_for, chooser_role
from ashi.web.wording import sentence_for

PUBLIC = Actor(role=Role.PUBLIC, source=Source.PUBLIC, purpose=Purpose.PATIENT_REQUEST)
HELD = "booking"
KEY = re.compile(r"[0-9a-f-]{32,36}")  # what the page of times writes


def online_services(centre: Centre) -> Any:
    """Return what may be booked online, in the centre's order."""
    return Service.objects.filter(centre=centre, active=True, bookable_online=True).order_by(
        "position"
    )


@require_GET
@open_to_all
def services(request: HttpRequest) -> HttpResponse:
    """Step one: what for."""
    if request.centre is None:
        raise Http404
    rows = online_services(request.centre).prefetch_related("phases", "roles")
    offered = [(row, offer_of(row)) for row in rows]
    return render(
        request,
        "public/services.html",
        {"offered": [(row, offer.minutes, strip(offer.phases)) for row, offer in offered]},
    )


@require_http_methods(["GET", "POST"])
@open_to_all
def times(request: HttpRequest, slug: str) -> HttpResponse:
    """Step two: with whom and when; a POST holds the time."""
    if request.centre is None:
        raise Http404
    service = get_object_or_404(online_services(request.centre).select_related("centre"), slug=slug)
    refusal = ""
    if request.method == "POST":
        try:
            visit = _hold(request, service)
            return redirect("book-details", visit=visit.uuid)
        except SlotTakenError as error:
            return taken(request, service, error)
        except BookingError as error:
            refusal = sentence_for(error)
        except ValueError:
            refusal = _("Please choose a time.")
    page = times_page(request, service) | {"refusal": refusal}
    return render(request, "public/times.html", page, status=422 if refusal else 200)


def times_page(
    request: HttpRequest, service: Service, visit: Visit | None = None
) -> dict[str, Any]:
    """Return what the picker of days and times shows."""
    asked = request.POST if request.method == "POST" else request.GET
    role = chooser_role(service)
    people = list(people_for(service, role))
    person = next((one for one, _fit in people if str(one.pk) == asked.get("with")), None)
    choice = choice_for(PUBLIC, service, person=person, day=_day(asked.get("day")), visit=visit)
    names = {one.pk: one for one, _fit in people}
    offer = offer_of(service)
    return {
        "service": service,
        "minutes": offer.minutes,
        "people": [(one, fit, choice.soonest.get(one.pk)) for one, fit in people],
        "anyone": choice.soonest.get(None),
        "person": person,
        "choice": choice,
        "parts": [
            (_("Morning"), [(one, _with(one, role, names)) for one in choice.morning]),
            (_("Afternoon"), [(one, _with(one, role, names)) for one in choice.afternoon]),
        ],
        "strip": strip(offer.phases),
        "key": asked.get("key") or uuid4().hex,
        "visit": visit,
    }


def _with(one: Opening, role: str | None, people: dict[int, Resource]) -> Resource | None:
    """Return whom the patient would see at this time."""
    return people.get(one.roles[role]) if role is not None else None


def people_for(service: Service, role: str | None) -> list[tuple[Resource, bool]]:
    """Return practitioners who may be chosen, with whether this visit is theirs to do."""
    rows = Resource.objects.filter(
        centre=service.centre, kind="practitioner", active=True, bookable_online=True
    ).order_by("position")
    wanted = next((one for one in service.roles.all() if one.key == role), None)
    if wanted is None:
        return []
    return [(row, not wanted.skills or bool(set(wanted.skills) & set(row.skills))) for row in rows]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _hold(request: HttpRequest, service: Service) -> Visit:
    start = datetime.fromisoformat(request.POST.get("start", ""))
    if start.tzinfo is None:
        raise ValueError
    role, person = chooser_role(service), row_number(request.POST.get("with"))
    key = request.POST.get("key", "")
    pins = {role: person} if role and person else {}
    visit = hold_visit(
        by=PUBLIC,
        service=service,
        starts_at=start,
        roles=pins,
        idempotency_key=key if KEY.fullmatch(key) else None,
    )
    request.session[HELD] = {"visit": str(visit.uuid), "key": uuid4().hex}
    return visit


def held_visit(request: HttpRequest, uuid: UUID) -> Visit:
    """Return the visit this browser holds, or 404."""
    if request.session.get(HELD, {}).get("visit") != str(uuid):
        raise Http404
    return get_object_or_404(
        Visit.objects.select_related("session", "session__centre", "session__service"), uuid=uuid
    )


def is_settled(visit: Visit) -> bool:
    """Tell whether the steps are done: it is booked, or was asked for."""
    return visit.status == Visit.Status.BOOKED or visit.asked_at is not None


def visit_page(visit: Visit) -> dict[str, Any]:
    """Return what every later step shows of the visit."""
    filled = {role.key: role.resource for role in visit.session.roles.select_related("resource")}
    return {
        "visit": visit,
        "service": visit.session.service,
        "strip": strip(planned(visit.session.plan), visit.session.starts_at, filled),
        "free_until": visit.session.starts_at,
    }


@require_http_methods(["GET", "POST"])
@open_to_all
def details(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Step three: who comes; a POST sends the code."""
    held = held_visit(request, visit)
    if is_settled(held):
        return redirect("book-done", visit=visit)
    kept = request.session[HELD]
    form = DetailsForm(
        request.POST or None,
        initial=kept.get("details") or {"language": request.LANGUAGE_CODE},
    )
    if form.is_valid():
        values = form.for_session()
        if codes.may_send(values["email"], request.META.get("REMOTE_ADDR", "")):
            code = codes.send_code(
                email=values["email"],
                language=values["language"],
                centre=str(held.session.centre),
            )
            request.session[HELD] = {**kept, "details": values, "code": code}
            return redirect("book-code", visit=visit)
        tell_limit(request)
        form.add_error("email", _("Too many codes were asked for. Please try again in an hour."))
    status = 422 if form.errors else 200
    page = visit_page(held) | {"form": form}
    return render(request, "public/details.html", page, status=status)


@require_http_methods(["GET", "POST"])
@open_to_all
def code(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Step four: the code; when it is right the visit is booked."""
    held = held_visit(request, visit)
    kept = request.session[HELD]
    if is_settled(held):
        return redirect("book-done", visit=visit)
    if "code" not in kept:
        return redirect("book-details", visit=visit)
    form = CodeForm(request.POST or None)
    page = visit_page(held) | {"form": form, "email": kept["details"]["email"]}
    if form.is_valid():
        right = codes.is_right(kept["code"], form.cleaned_data["code"])
        request.session.modified = True
        if right:
            return _confirm(request, held, kept, form, page)
        form.add_error(
            "code", _("This is not the code we sent, or its time is up. You can ask for another.")
        )
    return render(request, "public/code.html", page, status=422 if form.errors else 200)


def _confirm(
    request: HttpRequest,
    held: Visit,
    kept: dict[str, Any],
    form: CodeForm,
    page: dict[str, Any],
) -> HttpResponse:
    try:
        confirm_for(by=PUBLIC, visit=held, details=kept["details"], idempotency_key=kept["key"])
    except (HoldExpiredError, SlotTakenError) as error:
        page["nearest"] = error.fields["nearest"]
        form.add_error(None, sentence_for(error))
    except AshiError as error:
        form.add_error(None, sentence_for(error))
    else:
        return redirect("book-done", visit=held.uuid)
    return render(request, "public/code.html", page, status=422)


@require_GET
@open_to_all
def done(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Say that it is booked, and what comes next."""
    booked = held_visit(request, visit)
    if not is_settled(booked):
        return redirect("book-details", visit=visit)
    return render(request, "public/done.html", visit_page(booked) | {"token": manage_token(booked)})


@require_POST
@open_to_all
def release(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Let the held time go and choose another; what was typed stays."""
    held = held_visit(request, visit)
    release_hold(by=PUBLIC, visit_id=held.pk)
    return redirect("book-times", slug=held.session.service.slug)
