"""Every view says who may: ``@allow(...)`` for a permission, ``@for_staff``, ``@open_to_all``.

A test walks the URL configuration and fails for a view without a policy.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.policy import is_staff, may
from ashi.apps.accounts.roles import FULL_ONLY, Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Purpose
from ashi.apps.patients.queries import kept_of
from ashi.apps.staff.queries import open_for
from ashi.web.actors import actor_of, enter_zone
from ashi.web.once import View, once

SECOND_FACTOR = "second_factor"
FOR_STAFF = "staff"
BY_PIN = "by_pin"
BIGGEST_ID = 2**63  # what an address may name and a column cannot hold


def allow(permission: Permission, *, glass: str = "") -> Callable[[View], View]:
    """Let only holders of ``permission`` in; others see 404, and the refusal is recorded.

    Where the view opens one patient's record, ``glass`` names the argument that holds the
    patient's id: those whose role is refused may then open that record for a reason.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            patient_id = kwargs[glass] if glass else None
            if not may(request.actor, permission) and not _through_glass(request, patient_id):
                _note_refusal(request, permission, patient_id)
                if patient_id is None or not may(request.actor, Permission.GLASS_OPEN):
                    raise Http404
                page = {"patient_id": patient_id}
                return render(request, "staff/closed.html", page, status=HTTPStatus.FORBIDDEN)
            return _staff_view(view, request, permission, *args, **kwargs)

        guarded.policy = permission
        return guarded

    return decorate


def for_staff(view: View) -> View:
    """Let everybody in who works at a centre, in whatever role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not is_staff(request.actor):
            _note_refusal(request, FOR_STAFF, None)
            raise Http404
        return _staff_view(view, request, None, *args, **kwargs)

    guarded.policy = FOR_STAFF
    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is: on a tablet of the centre by PIN, elsewhere on the sign-in page."""
    page = reverse("tablet") if request.tablet else None
    return redirect_to_login(request.get_full_path(), page)


def _staff_view(
    view: View, request: HttpRequest, permission: Permission | None, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """Show a view to somebody who may, once they are known well enough for it."""
    if request.session.get(BY_PIN) and permission in FULL_ONLY:
        return _to_sign_in(request)
    if lacks_second_factor(request):
        return redirect("mfa_index")
    if request.centre is not None:
        enter_zone(request.centre)
    try:
        return once(view, request, *args, **kwargs)
    except NotAllowedError as error:
        _note_refusal(request, str(error.fields.get("permission", permission or "")), None)
        raise Http404 from error
    except Http404:
        kept = kept_of(kwargs["patient_id"]) if "patient_id" in kwargs else None
        if kept is None or request.method != "GET" or request.resolver_match is None:
            raise
        there = kwargs | {"patient_id": kept}
        return redirect(reverse(request.resolver_match.view_name, kwargs=there))


def _through_glass(request: HttpRequest, patient_id: int | None) -> bool:
    """Tell whether the actor has opened this record; what they do then bears their reason."""
    if patient_id is None or not may(request.actor, Permission.GLASS_OPEN):
        return False
    opened = open_for(request.actor, patient_id)
    if opened is not None:
        request.actor = replace(
            actor_of(request), purpose=Purpose.EMERGENCY, break_glass_reason=opened.reason
        )
    return opened is not None


def _note_refusal(request: HttpRequest, permission: str, patient_id: int | None) -> None:
    match = request.resolver_match
    record(
        by=request.actor,
        action="access.refused",
        subject=("url", match.view_name if match else ""),
        patient_id=patient_id if patient_id and patient_id < BIGGEST_ID else None,
        detail={"permission": str(permission)},
    )


def lacks_second_factor(request: HttpRequest) -> bool:
    """Tell whether a member of staff has yet to set up a code app or a passkey.

    Looked up once a session: whoever has one cannot lose it while signed in without saying so.
    """
    if not settings.STAFF_NEED_SECOND_FACTOR or request.actor.centre_id is None:
        return False
    if not request.session.get(SECOND_FACTOR):
        request.session[SECOND_FACTOR] = is_mfa_enabled(request.user)
    return not request.session[SECOND_FACTOR]


def open_to_all(view: View) -> View:
    """Declare that anybody may see this view."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.centre:  # a lazy object: it is never None itself
            enter_zone(request.centre)
        return once(view, request, *args, **kwargs)

    shown.policy = "open"
    return shown
