"""Who am I: my role, what I may, where I am signed in, my second step, my PIN."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.policy import member_of
from ashi.apps.accounts.roles import Permission, Role, permissions_of
from ashi.apps.charting.tradition import looks_at_tongue
from ashi.apps.staff.actions.switching import set_pin
from ashi.apps.staff.actions.team import sign_out_everywhere
from ashi.apps.staff.models import Pin
from ashi.core.kernel.errors import AshiError
from ashi.web.accounts.wording import PERMISSION_WORDS
from ashi.web.policy import BY_PIN, for_staff
from ashi.web.staff.forms import PinForm
from ashi.web.staff.wording import FIELD_OF
from ashi.web.wording import sentence_for


@require_GET
@for_staff
def me(request: HttpRequest) -> HttpResponse:
    """Show what the centre knows of the one who looks."""
    mine = permissions_of(Role(request.actor.role))
    user_id = request.actor.user_id
    page = {
        "may": [PERMISSION_WORDS[one] for one in Permission if one in mine],
        "may_not": [
            PERMISSION_WORDS[one]
            for one in Permission
            if one not in mine and one is not Permission.OWN_VISITS
        ],
        "sessions": UserSession.objects.filter(user=user_id).order_by("-last_seen_at"),
        "factors": Authenticator.objects.filter(user=user_id).order_by("type"),
        "pin": Pin.objects.filter(user=user_id).first(),
        "tradition": looks_at_tongue(request.actor),
        "by_pin": request.session.get(BY_PIN, False),
    }
    return render(request, "staff/me.html", page)


@require_http_methods(["GET", "POST"])
@for_staff
def pin(request: HttpRequest) -> HttpResponse:
    """Set the PIN by which one takes over a tablet; never from a session that a PIN began."""
    if request.session.get(BY_PIN):
        return redirect("tablet")
    return _pin(request)


@reauthentication_required
def _pin(request: HttpRequest) -> HttpResponse:
    form = PinForm(request.POST or None)
    if form.is_valid():
        try:
            set_pin(by=request.actor, pin=form.cleaned_data["pin"])
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        else:
            messages.success(request, _("Your PIN is set."))
            return redirect("me")
    return render(request, "staff/pin.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@for_staff
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign oneself out on every device, this one included."""
    sign_out_everywhere(by=request.actor, user_id=member_of(request.actor)[0])
    logout(request)
    return redirect("account_login")
