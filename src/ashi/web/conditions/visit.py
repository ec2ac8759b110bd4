"""A visit with needles as the centre gives it, for pages that show one."""

from typing import Any

from ashi.apps.bookings.offers import offer_of
from ashi.apps.centres.models import Centre
from ashi.web.public.booking import online_services
from ashi.web.public.strip import strip

REST = "rest"  # the phase in which needles rest


def visit_of(centre: Centre) -> dict[str, Any]:
    """Return a visit with needles as the centre gives it; nothing where none is booked online."""
    for service in online_services(centre).prefetch_related("phases", "roles"):
        offer = offer_of(service)
        if any(phase.kind == REST for phase in offer.phases):
            return {"service": service, "minutes": offer.minutes, "strip": strip(offer.phases)}
    return {}
