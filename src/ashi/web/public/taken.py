"""The answer to whoever comes second: that the time has gone, and the nearest others at once.

No month is searched for it: of thirty people who want one time, twenty-nine get this page.
"""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import offer_of
from ashi.apps.centres.models import Resource, Service
from ashi.web.public.strip import strip
from ashi.web.public.times import chooser_role


def taken(
    request: HttpRequest,
    service: Service,
    error: SlotTakenError,
    *,
    visit: Visit | None = None,
    token: str = "",
) -> HttpResponse:
    """Offer the nearest other times, in the form that was refused; ``visit`` when it is moved."""
    nearest, role = error.fields["nearest"], chooser_role(service)
    people = Resource.objects.in_bulk({one.roles[role] for one in nearest} if role else ())
    offer = offer_of(service)
    page: dict[str, Any] = {
        "service": service,
        "minutes": offer.minutes,
        "strip": strip(offer.phases),
        "nearest": [(one, people.get(one.roles[role]) if role else None) for one in nearest],
        "with": request.POST.get("with", ""),
        "key": uuid4().hex,
        "visit": visit,
        "token": token,
    }
    return render(request, "public/taken.html", page, status=422)
