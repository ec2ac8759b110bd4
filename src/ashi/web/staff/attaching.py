"""Tie a session to the tablet it runs on, by the tablet's cookie."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import is_staff
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.queries import current_membership
from ashi.apps.staff.actions.tablets import note_full_sign_in, tablet_of
from ashi.apps.staff.models import Tablet

COOKIE = f"{settings.COOKIE_PREFIX}ashi_tablet"
DEVICE = "device_id"
LIVES_S = 400 * 24 * 3600  # the longest a browser keeps one


def attach(request: HttpRequest) -> Tablet | None:
    """Return the tablet this request comes from; a session begun fully there is noted once.

    A session of a tablet that is no longer enrolled, or that turns up elsewhere, ends here.
    """
    token = request.COOKIES.get(COOKIE, "")
    tablet = tablet_of(token) if token else None
    bound_to = request.session.get(DEVICE)
    if bound_to is not None and (tablet is None or tablet.pk != bound_to):
        logout(request)
    elif tablet is not None and bound_to is None and request.user.is_authenticated:
        _bind(request, request.user, tablet)
    return tablet


def _bind(request: HttpRequest, user: User, tablet: Tablet) -> None:
    """Only a full sign-in leaves a session without a tablet: the PIN's has one from the start."""
    membership = current_membership(user, tablet.centre_id)
    request.session[DEVICE] = tablet.pk
    if membership is None or membership.centre_id != tablet.centre_id:
        return
    by = Actor(
        role=membership.role,
        user_id=user.pk,
        centre_id=tablet.centre_id,
        device_id=tablet.pk,
    )
    if is_staff(by):
        note_full_sign_in(by=by, tablet=tablet)


def give_cookie(answer: HttpResponse, token: str, *, secure: bool) -> None:
    """Make the browser that is answered an enrolled tablet."""
    answer.set_cookie(COOKIE, token, LIVES_S, httponly=True, samesite="Lax", secure=secure)
