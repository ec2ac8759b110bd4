"""What happens at the doors, for the trail: who signed in, who could not, who tries to get round.

A try bears the id of the account it was made at, where there is one, and never what was typed. A
form without a proof of its origin, and too many of anything, is told once an hour for each network
it comes from, and no oftener than ``MOST_AN_HOUR`` times for all: nobody fills the disk with it.
"""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.views.csrf import csrf_failure

from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor, Purpose, Source
from ashi.web.actors import actor_of
from ashi.web.counting import counted

Answer = Callable[[HttpRequest], HttpResponse]
TOO_MANY = 429
HOUR_S = 3600
MOST_AN_HOUR = 100  # chosen: more than a centre's day has, and 2,400 rows a day at the worst
SALT = "ashi.doors"
PASSKEY, BY_PIN = "mfa_login_webauthn", "tablet"  # a change of person by PIN has its own event
NOBODY = Actor(role=Role.PUBLIC, source=Source.PUBLIC, purpose=Purpose.PATIENT_REQUEST)
NETWORK_BITS = {4: 32, 6: 64}  # of version 6 a household has that many addresses


def signed_in(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Tell that somebody signed in; called by Django's signal."""
    at = _door(request)
    if at and at != BY_PIN:
        whom = ("user", user.pk)
        record(by=actor_of(request), action="sign_in.done", subject=whom, detail={"at": at})


def password_missed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Tell that a password did not fit; called by Django's signal."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=typed).first() if typed else None
    _missed(request, user)


def second_missed(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Tell that a code or a key did not fit; called by the library's signals."""
    _missed(request, user)


def tell_misses_and_limits(get_response: Answer) -> Answer:
    """Tell what no signal tells: a passkey nobody here has, and an answer that it is too many."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = get_response(request)
        if given.status_code == TOO_MANY:
            tell_limit(request)
        by_key = request.method == "POST" and _door(request) == PASSKEY
        if by_key and not request.user.is_authenticated:
            _missed(request, None)
        return given

    return answer


def tell_limit(request: HttpRequest) -> None:
    """Tell that somebody asked for more than is given in a while."""
    _tell_sometimes("limit.reached", request)


def no_proof(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that does not prove its origin, and tell it."""
    _tell_sometimes("origin.refused", request)
    return csrf_failure(request, reason)


def _missed(request: HttpRequest | None, user: User | None) -> None:
    at = _door(request) if request is not None else ""
    if at:
        whose = ("user", user.pk if user else "")
        record(by=NOBODY, action="sign_in.miss", subject=whose, detail={"at": at})


def _tell_sometimes(action: str, request: HttpRequest) -> None:
    source = salted_hmac(SALT, _network(request)).hexdigest()[:16]
    if not cache.add(f"door:{action}:{source}", 1, HOUR_S):
        return
    if counted(f"door:{action}", HOUR_S) <= MOST_AN_HOUR:
        user = getattr(request, "user", None)
        by = actor_of(request) if user is not None and user.is_authenticated else NOBODY
        record(by=by, action=action, subject=("url", _door(request)), detail={"source": source})


def _network(request: HttpRequest) -> str:
    """Return the network of the visitor, which is what one person can change at will."""
    told = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(told)
    except ValueError:
        return ""
    return str(ip_network((address, NETWORK_BITS[address.version]), strict=False))


def _door(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return str(match.view_name) if match else ""
