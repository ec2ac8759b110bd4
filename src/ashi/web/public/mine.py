"""A patient's own page: the next visit first, then what has been."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit
from ashi.apps.patients.queries import patients_for
from ashi.web.policy import allow


@allow(Permission.OWN_VISITS)
def my_visits(request: HttpRequest) -> HttpResponse:
    """Show the visits of the one signed in and of those they act for."""
    now = timezone.now()
    visits = (
        Visit.objects.filter(
            patient__in=patients_for(request.actor),
            status__in=[Visit.Status.BOOKED, Visit.Status.NO_SHOW, Visit.Status.CANCELLED],
        )
        .select_related("session", "session__service", "patient")
        .order_by("session__starts_at")
    )
    to_come = visits.filter(status=Visit.Status.BOOKED, session__ends_at__gt=now)
    past = visits.filter(session__ends_at__lte=now).order_by("-session__starts_at")[:20]
    return render(
        request,
        "public/mine.html",
        {"to_come": [(one, manage_token(one)) for one in to_come], "past": past},
    )
