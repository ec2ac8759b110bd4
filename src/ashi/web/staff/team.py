"""The team: who works here as what, until when; invite, change, end, sign out."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission, Role
from ashi.apps.staff.actions import team as actions
from ashi.apps.staff.errors import MemberUnknownError
from ashi.apps.staff.queries import Member, tablets_of, team_of
from ashi.core.kernel.errors import AshiError
from ashi.web.policy import allow
from ashi.web.staff.forms import EndForm, InviteForm, RoleForm
from ashi.web.staff.wording import FIELD_OF
from ashi.web.wording import sentence_for


@require_GET
@allow(Permission.STAFF_WRITE)
def team(request: HttpRequest) -> HttpResponse:
    """List everybody who works or worked here, and the centre's tablets."""
    page = {"members": team_of(request.actor), "tablets": tablets_of(request.actor)}
    return render(request, "staff/team.html", page)


@require_http_methods(["GET", "POST"])
@allow(Permission.STAFF_WRITE)
def invite(request: HttpRequest) -> HttpResponse:
    """Give somebody a role here and write to them."""
    form = InviteForm(
        request.POST or None,
        initial={"language": request.LANGUAGE_CODE, "role": request.GET.get("role", "")},
    )
    if _done(form, partial(actions.invite, by=request.actor)):
        messages.success(request, _("A letter with a link is on its way."))
        return redirect("team")
    return render(request, "staff/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(Permission.STAFF_WRITE)
def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Show one member, and change their role."""
    row = _member(request, membership_id)
    form = RoleForm(
        request.POST or None,
        initial={"role": row.membership.role, "ends_on": row.membership.ends_on},
    )
    if _done(form, partial(actions.change_role, by=request.actor, membership_id=membership_id)):
        messages.success(request, _("Saved."))
        return redirect("team")
    return _shown(request, row, form=form)


@require_POST
@allow(Permission.STAFF_WRITE)
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a membership on a day, or now."""
    row = _member(request, membership_id)
    now = "now" in request.POST
    yesterday = timezone.localdate() - timedelta(days=1)
    form = EndForm({"ends_on": yesterday} if now else request.POST, prefix="" if now else "end")
    if _done(
        form,
        lambda ends_on: actions.end_membership(
            by=request.actor, membership_id=membership_id, last_day=ends_on
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("team")
    return _shown(request, row, ending=form)


@require_POST
@allow(Permission.STAFF_WRITE)
def sign_out(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Sign a member out everywhere; their role stays."""
    row = _member(request, membership_id)
    actions.sign_out_everywhere(by=request.actor, user_id=row.membership.user_id)
    messages.success(request, _("Signed out everywhere."))
    return redirect("team")


def _done(form: Form, act: Callable[..., object]) -> bool:
    """Act with what a form says; a refusal is said beside the field it is about."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except AshiError as error:
        form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        return False
    return True


def _member(request: HttpRequest, membership_id: int) -> Member:
    rows = [one for one in team_of(request.actor) if one.membership.pk == membership_id]
    if not rows:
        raise Http404 from MemberUnknownError(membership=membership_id)
    return rows[0]


def _shown(request: HttpRequest, row: Member, **forms: Any) -> HttpResponse:
    kept = row.membership
    page = {
        "form": RoleForm(initial={"role": kept.role, "ends_on": kept.ends_on}),
        "ending": EndForm(initial={"ends_on": kept.ends_on}, prefix="end"),
        "member": row,
        "is_locum": kept.role == Role.LOCUM,
        **forms,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "staff/member.html", page, status=status)
