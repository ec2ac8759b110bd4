"""Every view says who may: ``@allow(...)`` for a permission, ``@open_to_all`` for the public.

A test walks the URL configuration and fails for a view without a policy.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.web.actors import enter_zone

SECOND_FACTOR = "second_factor"
View = Callable[..., HttpResponseBase]


def allow(permission: Permission) -> Callable[[View], View]:
    """Let only holders of ``permission`` in; others see 404, and the refusal is recorded."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.actor, permission):
                record(
                    by=request.actor,
                    action="access.refused",
                    subject=("url", match.view_name if (match := request.resolver_match) else ""),
                    detail={"permission": str(permission)},
                )
                raise Http404
            if lacks_second_factor(request):
                return redirect("mfa_index")
            if request.centre is not None:
                enter_zone(request.centre)
            return view(request, *args, **kwargs)

        guarded.policy = permission
        return guarded

    return decorate


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
        if request.centre is not None:
            enter_zone(request.centre)
        return view(request, *args, **kwargs)

    shown.policy = "open"
    return shown
