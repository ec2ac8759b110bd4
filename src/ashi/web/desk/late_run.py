"""Move the rest of a late day: what it would do, the press that does it, and the way back."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.centres.models import Resource
from ashi.apps.encounters.actions.late_run_back import take_back
from ashi.apps.encounters.actions.late_runs import Pressed, move_the_rest, note_told
from ashi.apps.encounters.errors import (
    LateRunUnknownError,
    RoomUnknownError,
    VisitUnknownError,
)
from ashi.apps.encounters.late_run import LateAsk, LateRunPlan, RunVisit, plan_for
from ashi.apps.encounters.late_run_seen import SeenMove, seen_run
from ashi.apps.encounters.running_late import ways_of
from ashi.apps.patients.models import ContactLink
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.answers import told
from ashi.web.desk.board_page import note_read
from ashi.web.desk.conflicts import others_in_words
from ashi.web.numbers import row_number
from ashi.web.policy import allow
from ashi.web.walltime import InstantField
from ashi.web.wording import sentence_for

MINUTES = (0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120)


class RowsField(forms.Field):
    """Ids of rows, ticked: none or many."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> frozenset[int]:
        """Return the ids."""
        found = [row_number(one) for one in value or ()]
        if None in found:
            raise forms.ValidationError(_("Tick the visits again."))
        return frozenset(one for one in found if one is not None)


class AskForm(forms.Form):
    """By how much somebody runs late, and who agreed to come earlier."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Begins the next visit later by"), coerce=int, required=False
    )
    agreed = RowsField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].empty_value = 0
        self.fields["minutes"].choices = [
            (one, _("%(count)s min") % {"count": one} if one else _("as it stands"))
            for one in MINUTES
        ]


class PressForm(AskForm):
    """What is pressed on a preview: when it was made, and what it showed."""

    at = InstantField()
    key = forms.UUIDField()
    seal = forms.CharField(max_length=32)
    send = forms.BooleanField(required=False)
    told = RowsField(required=False)
    elsewhere = RowsField(required=False)
    over = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where somebody is to be booked over."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("over") and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Say why they are booked over each other."))
        return cleaned


Row = tuple[RunVisit, list[str], list[str]]


@require_http_methods(["GET", "POST"])
@allow(Permission.DIARY_WRITE)
def late_run(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Show what running late (or being early) does to the rest of a day, and move it."""
    if request.method == "POST":
        return _press(request, resource_id)
    form = AskForm(request.GET)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return _preview(request, resource_id, form, status)


def _press(request: HttpRequest, resource_id: int) -> HttpResponse:
    form = PressForm(request.POST)
    if not form.is_valid():
        return _preview(request, resource_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    sent = form.cleaned_data
    ask = LateAsk(resource_id, sent["at"], sent["minutes"], sent["agreed"], sent["elsewhere"])
    over = sent["reason"] if sent["over"] else None
    pressed = Pressed(sent["seal"], sent["send"], sent["told"], over)
    try:
        run = move_the_rest(by=request.actor, ask=ask, key=sent["key"], pressed=pressed)
    except (LateRunUnknownError, RoomUnknownError) as error:
        raise Http404 from error
    except AshiError as error:
        return _preview(request, resource_id, form, HTTPStatus.CONFLICT, sentence_for(error))
    count = run.moves.count()
    told(
        request,
        ngettext("%(count)s visit is moved.", "%(count)s visits are moved.", count)
        % {"count": count},
        undo=reverse("late-run-undo", args=[run.pk]),
    )
    return redirect("late-run-done", run_id=run.pk)


def _preview(
    request: HttpRequest,
    resource_id: int,
    form: AskForm,
    status: HTTPStatus,
    refusal: str = "",
) -> HttpResponse:
    now = timezone.now().replace(second=0, microsecond=0)
    sent = form.cleaned_data
    ask = LateAsk(resource_id, now, sent.get("minutes") or 0, sent.get("agreed") or frozenset())
    try:
        plan = plan_for(request.centre, ask)
    except RoomUnknownError as error:
        raise Http404 from error
    note_read(request, timezone.localdate(now), "late")
    ways = ways_of(one.one.visit.patient_id for one in plan.visits)
    page = {
        "plan": plan,
        "form": form,
        "refusal": refusal,
        "key": uuid4(),
        "told": sent.get("told") or frozenset(),
        "send": form.data.get("send") == "on" if request.method == "POST" else True,
        "moves": _rows(plan.moves, ways),
        "held": _rows(plan.held, ways),
        "unfit": _unfit(plan, ways),
        "able": sum(one.way is not None for one in plan.unfit),
        "elsewhere": sent.get("elsewhere") or frozenset(),
        "sooner": _sooner(plan),
        "may_override": may(request.actor, Permission.DIARY_OVERRIDE),
    }
    return render(request, "desk/late_run.html", page, status=status)


def _sooner(plan: LateRunPlan) -> list[RunVisit]:
    """Return who could be asked to come earlier, or has agreed to."""
    return [one for one in plan.visits if one.agreed or (one.sooner and not one.outcome.moves)]


def _rows(visits: list[RunVisit], ways: dict[int, list[ContactLink]]) -> list[Row]:
    """Return each visit with its e-mail addresses and telephones."""
    rows: list[Row] = []
    for one in visits:
        contacts = [link.contact for link in ways.get(one.one.visit.patient_id or 0, [])]
        emails = [each.email for each in contacts if each.email]
        rows.append((one, emails, [each.phone for each in contacts if each.phone]))
    return rows


def _unfit(
    plan: LateRunPlan, ways: dict[int, list[ContactLink]]
) -> list[tuple[RunVisit, list[str], list[str], str]]:
    """Return who no longer fits, with what is proposed in words."""
    pks = {pk for one in plan.unfit if one.way for pk in one.way.opening.roles.values()}
    people = Resource.objects.in_bulk(pks)
    rows = _rows(plan.unfit, ways)
    return [(one, emails, phones, _instead(one, people)) for one, emails, phones in rows]


def _instead(one: RunVisit, people: dict[int, Resource]) -> str:
    """Return the time that is proposed, and who or what takes over."""
    if one.way is None:
        return ""
    opening = one.way.opening
    start, today = timezone.localtime(opening.start), timezone.localdate(one.outcome.booked)
    when = f"{start:%H:%M}" if start.date() == today else date_format(start, "l j E, H:i")
    before = {key: who.pk for key, who in one.one.roles.items()}
    return ", ".join([when, *others_in_words(before, opening.roles, people)])


@require_GET
@allow(Permission.DIARY_WRITE)
def done(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show who was moved, and who of them knows."""
    try:
        run, moves = seen_run(request.actor, run_id)
    except LateRunUnknownError as error:
        raise Http404 from error
    note_read(request, timezone.localdate(), "late")
    ways = ways_of(one.move.visit.patient_id for one in moves)
    rows: list[tuple[SeenMove, list[str]]] = []
    for one in moves:
        links = ways.get(one.move.visit.patient_id or 0, [])
        rows.append((one, [link.contact.phone for link in links if link.contact.phone]))
    return render(request, "desk/late_run_done.html", {"run": run, "rows": rows})


@require_POST
@allow(Permission.DIARY_WRITE)
def undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Move everybody back who can go, and say who cannot."""
    try:
        put = take_back(by=request.actor, run_id=run_id)
    except LateRunUnknownError as error:
        raise Http404 from error
    except AshiError as error:
        told(request, sentence_for(error))
        return redirect("late-run-done", run_id=run_id)
    count = len(put.back)
    said = ngettext("%(count)s visit is put back.", "%(count)s visits are put back.", count)
    told(request, said % {"count": count})
    for visit in put.stuck:
        name = visit.patient.full_name if visit.patient else ""
        told(request, _("%(name)s stays: the visit has changed since.") % {"name": name})
    return redirect("late-run-done", run_id=run_id)


@require_POST
@allow(Permission.DIARY_WRITE)
def run_told(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Keep that somebody has called about a move."""
    visit_id = row_number(request.POST.get("visit"))
    try:
        note_told(by=request.actor, run_id=run_id, visit_id=visit_id or 0)
    except LateRunUnknownError as error:
        raise Http404 from error
    except VisitUnknownError as error:
        told(request, sentence_for(error))
    else:
        told(request, _("Kept: told by telephone."))
    return redirect("late-run-done", run_id=run_id)
