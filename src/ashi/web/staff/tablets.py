"""A shared tablet: enrolled by the owner, locked when idle, taken over by PIN."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.encounters.day_board import day_rows
from ashi.apps.staff.actions.switching import change_person
from ashi.apps.staff.actions.tablets import enrol_tablet, revoke_tablet
from ashi.apps.staff.errors import TabletUnknownError
from ashi.apps.staff.models import Tablet
from ashi.apps.staff.queries import people_at
from ashi.core.kernel.errors import AshiError
from ashi.web.accounts.demo import BACKEND
from ashi.web.desk.wall import wall_rooms
from ashi.web.policy import BY_PIN, allow, open_to_all
from ashi.web.staff.attaching import DEVICE, give_cookie
from ashi.web.staff.forms import SwitchForm, TabletForm
from ashi.web.staff.wording import FIELD_OF
from ashi.web.wording import sentence_for

A_DAY_S = 24 * 3600


@require_http_methods(["GET", "POST"])
@allow(Permission.STAFF_WRITE)
def enrol(request: HttpRequest) -> HttpResponse:
    """Make the device in hand one of the centre's tablets."""
    form = TabletForm(request.POST or None)
    if form.is_valid():
        try:
            _tablet, token = enrol_tablet(by=request.actor, name=form.cleaned_data["name"])
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        else:
            request.session.pop(DEVICE, None)
            answer = redirect("team")
            give_cookie(answer, token, secure=request.is_secure())
            messages.success(request, _("This device is now a tablet of the centre."))
            return answer
    return render(request, "staff/enrol.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@allow(Permission.STAFF_WRITE)
def revoke(request: HttpRequest, tablet_id: int) -> HttpResponse:
    """End a tablet, from wherever the owner is."""
    try:
        revoke_tablet(by=request.actor, tablet_id=tablet_id)
    except TabletUnknownError as error:
        raise Http404 from error
    messages.success(request, _("The tablet is no longer enrolled."))
    return redirect("team")


@require_http_methods(["GET", "POST"])
@open_to_all
def tablet(request: HttpRequest) -> HttpResponse:
    """Show the locked tablet, the wall and who may take over; and change the person."""
    here = _here(request)
    form = SwitchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = change_person(
                tablet=here, user_id=form.cleaned_data["person"], pin=form.cleaned_data["pin"]
            )
        except AshiError as error:
            form.add_error("pin", sentence_for(error))
        else:
            login(request, user, backend=BACKEND)
            request.session.update({DEVICE: here.pk, BY_PIN: True})
            return redirect(_onward(request))
    if not request.user.is_authenticated:
        _note_wall(request, here)
    page = _wall(here) | {"form": form, "people": people_at(here), "next": _onward(request)}
    return render(request, "staff/tablet.html", page, status=422 if form.errors else 200)


@require_POST
@open_to_all
def lock(request: HttpRequest) -> HttpResponse:
    """Sign out at the tablet, and keep the address for who comes next, by PIN or fully."""
    _here(request)
    onward = urlencode({"next": _onward(request)})
    logout(request)
    page = reverse("account_login" if "full" in request.POST else "tablet")
    return redirect(f"{page}?{onward}")


@require_GET
@open_to_all
def wall(request: HttpRequest) -> HttpResponse:
    """Give the wall of a locked tablet anew."""
    return render(request, "desk/_wall.html", _wall(_here(request)))


def _note_wall(request: HttpRequest, here: Tablet) -> None:
    """Leave one event a day. It is remembered outside the session: a locked tablet has none."""
    day = timezone.localdate().isoformat()
    if cache.add(f"tablet-wall:{here.pk}:{day}", 1, timeout=A_DAY_S):
        record(by=request.actor, action="wall.read", subject=("wall", day))


def _here(request: HttpRequest) -> Tablet:
    if request.tablet is None:
        raise Http404
    return request.tablet


def _onward(request: HttpRequest) -> str:
    """Return the address to go on to: one of ours, else the day board."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else reverse("home")


def _wall(here: Tablet) -> dict[str, object]:
    now = timezone.now()
    rows = day_rows(here.centre, timezone.localdate(), now)
    return {"rooms": wall_rooms(rows, now), "now": now, "tag": "", "here": here}
