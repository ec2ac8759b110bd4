"""How it stands with the backups of this installation; one made now, the newest file looked at."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.backups.actions import ask
from ashi.apps.backups.models import BackupOrder, Cause
from ashi.apps.backups.queries import OrderStanding, last_order, standing
from ashi.web.policy import allow
from ashi.web.settings.backups_wording import CURES, STEP_WORDS

What, Step = BackupOrder.What, BackupOrder.Step
STEPS = {What.MAKE: (Step.WRITES, Step.TRIES, Step.SEALS), What.CHECK: (Step.READS,)}


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """What was asked for last of a kind: ``open``, ``silent`` where no worker runs, or its end."""

    order: BackupOrder
    state: str
    is_open: bool
    at: int
    of: int
    step: str | Promise
    cure: str | Promise

    @property
    def halves(self) -> int:
        """How much of the way is drawn: what is being done counts half."""
        return max(2 * self.at - 1, 0)

    @property
    def all_halves(self) -> int:
        """How much the whole way is."""
        return 2 * self.of


@require_GET
@allow(Permission.SETTINGS_WRITE)
def backups(request: HttpRequest) -> HttpResponse:
    """Show the newest backups, what became of each, and how far the one asked for is."""
    return render(request, "settings/backups.html", _page(timezone.now()))


@require_GET
@allow(Permission.SETTINGS_WRITE)
def live(request: HttpRequest) -> HttpResponse:
    """Give what changes again, or nothing while what the page shows still holds."""
    page = _page(timezone.now())
    if request.GET.get("tag") == page["tag"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "settings/_backups.html", page)


@require_POST
@allow(Permission.SETTINGS_WRITE)
def make(request: HttpRequest) -> HttpResponse:
    """Ask the worker for a backup; it is seen on the page."""
    return _asked(request, What.MAKE)


@require_POST
@allow(Permission.SETTINGS_WRITE)
def check(request: HttpRequest) -> HttpResponse:
    """Ask the worker to look at the newest file."""
    return _asked(request, What.CHECK)


def _asked(request: HttpRequest, what: BackupOrder.What) -> HttpResponse:
    if settings.NIGHTLY is not None:
        ask(by=request.actor, what=what)
    return redirect("settings-backups")


def _page(now: datetime) -> dict[str, Any]:
    how = standing(now=now)
    orders = [_shown(one) for what in What if (one := last_order(what, now=now))]
    newest = how.runs[0] if how.runs else None
    at_work = {one.order.what for one in orders if one.is_open}
    shown = [(one.order.pk, one.state, one.at) for one in orders], newest and newest.ended_at
    return {
        "standing": how,
        "nightly": settings.NIGHTLY,
        "recipients": len(settings.NIGHTLY.recipients) if settings.NIGHTLY else 0,
        "orders": orders,
        "at_work": bool(at_work),
        "may_make": What.MAKE not in at_work,
        "may_check": What.CHECK not in at_work and how.good is not None,
        "tag": sha256(repr(shown).encode()).hexdigest()[:16],
    }


def _shown(one: OrderStanding) -> ShownOrder:
    order, steps = one.order, STEPS[What(one.order.what)]
    if one.is_open:
        state = "silent" if one.nobody_works else "open"
    else:
        state = BackupOrder.Outcome.FAILED if one.is_lost else order.outcome
    return ShownOrder(
        order=order,
        state=state,
        is_open=one.is_open,
        at=steps.index(Step(order.step)) + 1 if order.step in steps else 0,
        of=len(steps),
        step=STEP_WORDS[Step(order.step)],
        cure=CURES[Cause.CUT_OFF if one.is_lost else Cause(order.cause)],
    )
