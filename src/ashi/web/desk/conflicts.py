"""Visits that cannot take place as booked: why, what is proposed, and applying it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.actions.leaving import leave_conflict, take_up_again
from ashi.apps.bookings.actions.settling import settle_conflicts
from ashi.apps.bookings.causes import Cause, Conflict, open_conflicts
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import BookingError, ConflictChangedError
from ashi.apps.bookings.proposals import Settled, proposals_for
from ashi.apps.centres.models import Resource
from ashi.web.desk.answers import told
from ashi.web.desk.board.words import local
from ashi.web.desk.board_page import note_read
from ashi.web.numbers import MOST_ROW
from ashi.web.policy import allow
from ashi.web.settings.wording import REASON_WORDS
from ashi.web.wording import sentence_for

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
    page = {"count": sum(len(one.visits) for one in open_conflicts(found))}
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


class LeaveForm(forms.Form):
    """Which conflict, as it was shown, and why it is left as it is."""

    session = forms.IntegerField(min_value=1, max_value=MOST_ROW)
    mark = forms.CharField(max_length=32)
    reason = forms.CharField(max_length=300)


@require_POST
@allow(Permission.DIARY_OVERRIDE)
def leave(request: HttpRequest) -> HttpResponse:
    """Leave one as it is, with the reason; what has changed meanwhile is shown again."""
    form = LeaveForm(request.POST)
    if not form.is_valid():
        wrong = {
            "session": form.data.get("session"),
            "reason": form.data.get("reason", "")[:300],
            "homeless": not {"session", "mark"}.isdisjoint(form.errors),
        }
        page = _page(request) | {"unsaid": wrong}
        return render(request, "desk/conflicts.html", page, status=422)
    said = form.cleaned_data
    try:
        leave_conflict(
            by=request.actor,
            centre=request.centre,
            session_id=said["session"],
            mark=said["mark"],
            reason=said["reason"],
        )
    except BookingError as error:
        told(request, sentence_for(error))
    else:
        told(
            request,
            _("Left as it is, until the visit or what speaks against it changes."),
        )
    return redirect("conflicts")


@require_POST
@allow(Permission.DIARY_OVERRIDE)
def take_up(request: HttpRequest, left_id: int) -> HttpResponse:
    """Put one that was left as it is back among the conflicts."""
    try:
        take_up_again(by=request.actor, left_id=left_id)
    except ConflictChangedError as error:
        raise Http404 from error
    told(request, _("It is among the conflicts again."))
    return redirect("conflicts")


def _page(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    every = conflicts_of(request.centre, now)
    found = open_conflicts(every)
    settled = proposals_for(request.centre, found[:MANY], now)
    ids = {pk for one in settled if one.proposal for pk in one.proposal.opening.roles.values()}
    people = Resource.objects.in_bulk(ids)
    return {
        "rows": [
            Shown(one, causes_in_words(one.conflict), _instead(one, people)) for one in settled
        ],
        "more": sum(len(one.visits) for one in found[MANY:]),
        "total": sum(len(one.visits) for one in found),
        "marks": [one.mark for one in settled if one.proposal],
        "left": [(one, causes_in_words(one)) for one in every if one.is_left],
        "may_override": may(request.actor, Permission.DIARY_OVERRIDE),
    }


def causes_in_words(conflict: Conflict) -> tuple[str, ...]:
    """Return what speaks against a visit, one sentence each."""
    return tuple(dict.fromkeys(_cause(cause) for cause in conflict.causes))


def cause_word(code: str, name: str) -> str:
    """Return in short what speaks against a visit; ``name`` is whom it is about, if anybody."""
    words = {
        "absence": _("%(name)s is away"),
        "closure": _("The centre is closed"),
        "hours": _("%(name)s is not there at this time any more"),
        "put-away": _("%(name)s is not in the diary any more"),
        "unfit": _("%(name)s does not do this any more"),
        "permit": _("The permit of %(name)s does not reach this day"),
        "remover": _("Too few people are in the house to take the needles out"),
        "rooms": _("%(name)s would have needles at rest in too many rooms"),
        "service": _("The service has other phases now"),
    }
    return words[code] % {"name": name}


def _cause(cause: Cause) -> str:
    name = local(cause.resource) if cause.resource else ""
    if cause.code == "closure":
        return _("The centre is closed: %(closed)s") % {"closed": local(cause.row)}
    if cause.code == "absence":
        reason = str(dict(REASON_WORDS).get(getattr(cause.row, "reason", ""), ""))
        return _("%(name)s is away: %(reason)s") % {"name": name, "reason": reason}
    return cause_word(cause.code, name)


def others_in_words(
    before: Mapping[str, int], after: Mapping[str, int], people: Mapping[int, Resource]
) -> list[str]:
    """Return who or what fills a role that somebody else had, each once."""
    new = [local(people[pk]) for key, pk in after.items() if before.get(key) != pk]
    return list(dict.fromkeys(new))


def _instead(one: Settled, people: dict[int, Resource]) -> tuple[str, ...]:
    """Return what the proposal changes: the time, and each role that somebody else fills."""
    if one.proposal is None:
        return ()
    session, opening = one.conflict.session, one.proposal.opening
    before = {role.key: role.resource_id for role in session.roles.all()}
    said = []
    if opening.start != session.starts_at:
        said.append(date_format(timezone.localtime(opening.start), "l j E, H:i"))
    said += others_in_words(before, opening.roles, people)
    if one.proposal.as_now:
        said.append(_("with the phases that the service has now"))
    return tuple(dict.fromkeys(said))
