"""From a request to the actor that every action takes as ``by``."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Purpose, Source
from ashi.apps.centres.models import Centre
from ashi.apps.centres.queries import current_membership
from ashi.apps.staff.models import Tablet
from ashi.web.staff.attaching import attach

PURPOSES = {
    Role.DESK: Purpose.SCHEDULING,
    Role.AUDITOR: Purpose.QUALITY,
    Role.OWNER: Purpose.OPERATIONS,
    Role.PATIENT: Purpose.PATIENT_REQUEST,
    Role.PUBLIC: Purpose.PATIENT_REQUEST,
}


class AshiRequest(HttpRequest):
    """A request after ActorMiddleware."""

    actor: Actor
    centre: Centre | None
    tablet: Tablet | None


def actor_of(request: HttpRequest) -> Actor:
    """Make the actor of a signed-in member, a patient, or the public."""
    if not request.user.is_authenticated:
        return _nobody(request.tablet)
    membership = current_membership(request.user, request.session.get("centre_id"))
    role = Role(membership.role) if membership else Role.PATIENT
    return Actor(
        role=role,
        user_id=request.user.pk,
        centre_id=membership.centre_id if membership else None,
        device_id=request.session.get("device_id"),
        purpose=PURPOSES.get(role, Purpose.TREATMENT),
    )


def _nobody(tablet: Tablet | None) -> Actor:
    """Return the public, or a locked tablet: it may nothing, and the trail knows which it was."""
    if tablet is None:
        return Actor(role=Role.PUBLIC, source=Source.PUBLIC, purpose=Purpose.PATIENT_REQUEST)
    return Actor(role=Role.PUBLIC, centre_id=tablet.centre_id, device_id=tablet.pk)


def _centre(request: HttpRequest) -> Centre | None:
    """Return the actor's centre, else the organisation's first."""
    known = request.actor.centre_id
    rows = Centre.objects.filter(pk=known) if known else Centre.objects.order_by("pk")
    return rows.first()


class ActorMiddleware:
    """Give each request a lazy ``actor`` and ``centre``; staff pages run in the centre's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach, activate the zone, answer, and put the zone back."""
        request.actor = SimpleLazyObject(lambda: actor_of(request))
        request.centre = SimpleLazyObject(lambda: _centre(request))
        request.tablet = attach(request)
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


def enter_zone(centre: Centre) -> None:
    """Show times in ``centre``'s zone for the rest of this request."""
    timezone.activate(ZoneInfo(centre.zone))
