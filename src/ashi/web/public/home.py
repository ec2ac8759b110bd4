"""The first page: each role goes to where its day begins, everybody else to the centre."""

from collections import defaultdict
from typing import Any

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.offers import offer_of
from ashi.apps.centres.models import Centre, Service, WeeklyHours
from ashi.apps.centres.queries import public_people
from ashi.core.knowledge.pages.places import CENTRE, HOME
from ashi.web.conditions.clinic import clinic_page
from ashi.web.conditions.general import others
from ashi.web.conditions.lines import plain_of
from ashi.web.conditions.own import PACKAGED, Own, own_for
from ashi.web.conditions.parts import by_part
from ashi.web.conditions.reading import LANGUAGES, readable
from ashi.web.conditions.site import site_card
from ashi.web.conditions.structured import as_script
from ashi.web.policy import open_to_all
from ashi.web.templatetags.frame import in_language


@open_to_all
def home(request: HttpRequest) -> HttpResponseBase:
    """Send staff to the day board, and show others the centre."""
    if may(request.actor, Permission.DIARY_READ):
        return redirect("desk")
    if may(request.actor, Permission.AUDIT_READ):
        return redirect("trail")
    if may(request.actor, Permission.OWN_VISITS):
        return redirect("my-visits")
    return _never_kept(centre_page(request))


def _never_kept(response: HttpResponseBase) -> HttpResponseBase:
    """Return a page that a browser asks for anew: whoever signs in is sent on from here."""
    patch_cache_control(response, private=True, no_cache=True, max_age=0)
    return response


@open_to_all
@readable
def centre_page(request: HttpRequest) -> HttpResponse:
    """Show the centre's people, offers, prices and hours."""
    own = own_for(request, HOME, CENTRE) if request.centre else PACKAGED
    return shown_centre(request, own)


def shown_centre(request: HttpRequest, own: Own) -> HttpResponse:
    """Show the centre in these words."""
    centre = request.centre
    here = request.build_absolute_uri(reverse("centre"))
    where = {"": here, **{code: f"{here}?lang={code}" for code in LANGUAGES}}
    page: dict[str, Any] = {"addresses": where, "card": site_card(request, "centre")}
    if centre is not None:
        services = Service.objects.filter(centre=centre, active=True).order_by("position")
        lead = plain_of(own.text("lead")) or in_language(centre, "about")
        page |= {
            "own": own,
            "lead": lead,
            "words": own.lines("words"),
            "people": public_people(centre.pk, timezone.localdate()),
            "structured": as_script(clinic_page(centre, lead, here)),
            "offered": [
                (row, offer_of(row).minutes) for row in services.prefetch_related("phases", "roles")
            ],
            "hours": opening_hours(centre),
            "parts": by_part(),
            "others": others(""),
        }
    return render(request, "public/home.html", page)


def opening_hours(centre: Centre) -> list[tuple[str, str]]:
    """Return for each weekday when practitioners are here, first to last."""
    rows = (
        WeeklyHours.objects.filter(
            resource__centre=centre, resource__kind="practitioner", resource__active=True
        )
        .values("weekday")
        .annotate(opens=Min("opens_min"), closes=Max("closes_min"))
    )
    open_on: dict[int, str] = defaultdict(lambda: _("closed"))
    for row in rows:
        open_on[row["weekday"]] = f"{_wall(row['opens'])}–{_wall(row['closes'])}"
    return [(str(name), open_on[day]) for day, name in WEEKDAYS.items()]


def _wall(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
