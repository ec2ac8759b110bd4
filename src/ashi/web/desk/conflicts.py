"""Visits that cannot take place as booked: why, what is proposed, and applying it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.actions.settling import settle_conflicts
from ashi.apps.bookings.conflicts import Cause, conflicts_of
from ashi.apps.bookings.proposals import Settled, proposals_for
from ashi.apps.centres.models import Resource
from ashi.web.desk.answers import told
from ashi.web.desk.board.words import local
from ashi.web.desk.board_page import note_read
from ashi.web.policy import allow
from ashi.web.settings.wording import REASON_WORDS

MANY = 60  # chosen: proposals reckoned at once; the page says how many more there are


@dataclass(frozen=True, slots=True)
class Shown:
    """One visit in conflict, in words."""

    settled: Settled
    why: tuple[str, ...]
    instead: tuple[str, ...]


@require_GET
@allow(Permission.DIARY_WRITE)
def conflicts(request: HttpRequest) -> HttpResponse:
    """Show every visit that cannot stand, with a proposal each."""
    note_read(request, timezone.localdate(), "conflicts")
    return render(request, "desk/conflicts.html", _page(request))


@require_GET
@allow(Permission.DIARY_WRITE)
def count(request: HttpRequest) -> HttpResponse:
    """Give the link with the number, for the board."""
    found = conflicts_of(request.centre, timezone.now())
    page = {"count": sum(len(one.visits) for one in found)}
    return render(request, "desk/_conflict_count.html", page)


@require_POST
@allow(Permission.DIARY_WRITE)
def settle(request: HttpRequest) -> HttpResponse:
    """Apply what was pressed; what has changed meanwhile is shown again."""
    marks = request.POST.getlist("mark")[:MANY]
    done = settle_conflicts(by=request.actor, centre=request.centre, marks=marks)
    if done.moved:
        moved = len(done.moved)
        said = ngettext("%(count)s visit is moved.", "%(count)s visits are moved.", moved)
        told(request, said % {"count": moved})
    if done.refused:
        said = ngettext(
            "%(count)s proposal did not hold any more. What is shown now is new.",
            "%(count)s proposals did not hold any more. What is shown now is new.",
            done.refused,
        )
        told(request, said % {"count": done.refused})
    return redirect("conflicts")


def _page(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    found = conflicts_of(request.centre, now)
    settled = proposals_for(request.centre, found[:MANY], now)
    ids = {pk for one in settled if one.proposal for pk in one.proposal.opening.roles.values()}
    people = Resource.objects.in_bulk(ids)
    return {
        "rows": [Shown(one, _why(one), _instead(one, people)) for one in settled],
        "more": sum(len(one.visits) for one in found[MANY:]),
        "total": sum(len(one.visits) for one in found),
        "marks": [one.mark for one in settled if one.proposal],
    }


def _why(one: Settled) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_cause(cause) for cause in one.conflict.causes))


def _cause(cause: Cause) -> str:
    words = {
        "absence": _("%(name)s is away: %(reason)s"),
        "closure": _("The centre is closed: %(closed)s"),
        "hours": _("%(name)s is not there at this time any more"),
        "put-away": _("%(name)s is not in the diary any more"),
        "unfit": _("%(name)s does not do this any more"),
        "permit": _("The permit of %(name)s does not reach this day"),
        "remover": _("Too few people are in the house to take the needles out"),
        "service": _("The service has other phases now"),
    }
    reason = str(dict(REASON_WORDS).get(getattr(cause.row, "reason", ""), ""))
    return words[cause.code] % {
        "name": local(cause.resource) if cause.resource else "",
        "reason": reason,
        "closed": local(cause.row) if cause.code == "closure" else "",
    }


def _instead(one: Settled, people: dict[int, Resource]) -> tuple[str, ...]:
    """Return what the proposal changes: the time, and each role that somebody else fills."""
    if one.proposal is None:
        return ()
    session, opening = one.conflict.session, one.proposal.opening
    before = {role.key: role.resource_id for role in session.roles.all()}
    said = []
    if opening.start != session.starts_at:
        said.append(date_format(timezone.localtime(opening.start), "l j E, H:i"))
    for key, pk in opening.roles.items():
        if before.get(key) != pk:
            said.append(local(people[pk]))
    if one.proposal.as_now:
        said.append(_("with the phases that the service has now"))
    return tuple(dict.fromkeys(said))
