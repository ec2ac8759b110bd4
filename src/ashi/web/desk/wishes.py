"""Who wants a time: the nearest that fits, and taking somebody off the list."""

from datetime import date, timedelta
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.models import Wish
from ashi.apps.bookings.openings import openings_for
from ashi.apps.bookings.wishing import pins_for, suits
from ashi.apps.centres.models import ROOMS, Resource
from ashi.apps.encounters.actions.wishes import withdraw_wish
from ashi.apps.waiting.offering import LEAST_NOTICE, LEAST_TIME
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import back, told
from ashi.web.desk.offered import DAYS_OFFERED
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

MANY = 5_000  # openings of the days looked through


@require_GET
@allow(Permission.DIARY_WRITE)
def fit(request: HttpRequest, wish_id: int, day: date) -> HttpResponse:
    """Show the first time from ``day`` on that fits what somebody wants."""
    wish = (
        Wish.objects.select_related("service__centre", "patient", "practitioner")
        .filter(pk=wish_id, centre=request.centre, state=Wish.State.OPEN)
        .first()
    )
    if wish is None:
        raise Http404
    first = max(day, timezone.localdate())
    found = openings_for(
        service=wish.service,
        first=first,
        last=first + timedelta(days=DAYS_OFFERED),
        roles=pins_for(wish.service, wish.practitioner),
        earliest=timezone.now(),
        limit=MANY,
        patient=wish.patient,
    )
    fitting = [one for one in found if suits(wish, one.start)]
    opening = next(iter(fitting), None)
    answerable = timezone.now() + LEAST_NOTICE + LEAST_TIME
    rooms = Resource.objects.filter(
        pk__in=opening.roles.values() if opening else [], kind__in=ROOMS
    )
    context = {
        "wish": wish,
        "opening": opening,
        "to_offer": next((one for one in fitting if one.start >= answerable), None),
        "room": rooms.first() or "",
        "is_today": opening is not None and timezone.localdate(opening.start) == first == day,
        "key": uuid4(),
    }
    return render(request, "desk/_wish_fit.html", context)


@require_POST
@allow(Permission.DIARY_WRITE)
def withdraw(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Take somebody off the list."""
    try:
        withdraw_wish(by=request.actor, wish_id=wish_id)
    except AshiError as error:
        told(request, sentence_for(error))
    return back(request)
