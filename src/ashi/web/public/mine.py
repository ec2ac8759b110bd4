"""A patient's own page: the next visit first, then what has been."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import AWAITS, LIVE, Visit
from ashi.apps.outcomes.mine import shown_to
from ashi.apps.outcomes.progress import course_of_care
from ashi.apps.outcomes.queries import open_now
from ashi.apps.patients.queries import patients_for
from ashi.apps.programmes.links import home_token
from ashi.apps.programmes.models import Programme
from ashi.apps.programmes.queries import live_of
from ashi.core.outcomes.progress import for_patient
from ashi.web.policy import allow

FEW = 3  # a parent with children, not a ward


@allow(Permission.OWN_VISITS)
def my_visits(request: HttpRequest) -> HttpResponse:
    """Show the visits of the one signed in and of those they act for."""
    now = timezone.now()
    visits = (
        Visit.objects.filter(
            patient__in=patients_for(request.actor),
            status__in=[*LIVE, Visit.Status.NO_SHOW, Visit.Status.CANCELLED],
        )
        .select_related("session__service", "session__centre", "patient")
        .order_by("session__starts_at")
    )
    promised = visits.filter(AWAITS | Q(status=Visit.Status.BOOKED))
    to_come = promised.filter(session__ends_at__gt=now)
    past = (
        visits.exclude(status=Visit.Status.HELD)
        .filter(session__ends_at__lte=now)
        .order_by("-session__starts_at")[:20]
    )
    return render(
        request,
        "public/mine.html",
        {
            "to_come": [(one, manage_token(one)) for one in to_come],
            "past": past,
            "exercises": _exercises(request),
            **_progress(request, now),
        },
    )


def _exercises(request: HttpRequest) -> list[tuple[Programme, str]]:
    """Return what is to be done at home now, each with the address of its page."""
    patients = [one.pk for one in shown_to(request.actor)[:FEW]]
    return [(one, reverse("home-today", args=[home_token(one)])) for one in live_of(patients)]


def _progress(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Return how it goes in a sentence, of whoever's record they may see, and what waits."""
    language = translation.get_language() or "en"
    patients = shown_to(request.actor)
    told = [(one, course_of_care(request.centre, one.pk, now).pain) for one in patients[:FEW]]
    return {
        "told": [(one, for_patient(pain, language)) for one, pain in told if pain.asked],
        "waiting": open_now([one.pk for one in patients], now)[:FEW],
    }
