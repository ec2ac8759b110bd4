"""One change: what moves with it, its numbers, whether it is accepted."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.evidence import actions
from ashi.apps.evidence.models import Change
from ashi.apps.evidence.queries import change_of, previewed
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.living import doubts_of, forest_with
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.evidence_base.arms import packaged_arms
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.entries import Provenance
from ashi.web.conditions.forests import panel_for
from ashi.web.conditions.written import written
from ashi.web.evidence.moved import past_of, sentences_on, told
from ashi.web.evidence.trial_forms import NumbersForm, ReasonForm, paper_cells
from ashi.web.evidence.trials import listed_of
from ashi.web.evidence.wording import DOUBT_WORDS, PROVENANCE_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_safe
@allow(Permission.CLINICAL_READ)
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """Show one change with what moves, or moved, by it."""
    return _page(request, _row_or_404(request, change_id), HTTPStatus.OK)


def _row_or_404(request: HttpRequest, change_id: int) -> Change:
    row = change_of(request.centre.pk, change_id)
    if row is None:
        raise Http404
    return row


@require_POST
@allow(Permission.PROTOCOL_WRITE)
def numbers(request: HttpRequest, change_id: int) -> HttpResponse:
    """Enter what was read in a paper."""
    row = _row_or_404(request, change_id)
    form = NumbersForm(request.POST, paper=paper_cells(row))
    if form.is_valid() and (proposal := form.proposal()) is not None:
        try:
            actions.enter_numbers(by=request.actor, change_id=change_id, proposal=proposal)
        except TableFaultsError as error:
            form.add_faults(error.faults)
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("The numbers are kept. A reviewer is asked."))
            return redirect("trial-change", change_id)
    return _page(request, row, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


@require_POST
@allow(Permission.PROTOCOL_SIGN)
def accept(request: HttpRequest, change_id: int) -> HttpResponse:
    """Accept a change as it was shown: patients read the new answer."""
    row = _row_or_404(request, change_id)
    try:
        actions.accept(by=request.actor, change_id=change_id, seen=request.POST.get("seen", ""))
    except AshiError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, row, status, refused=sentence_for(error))
    messages.success(request, _("Accepted. Patients read the new answer."))
    return redirect("trial-change", change_id)


@require_POST
@allow(Permission.PROTOCOL_SIGN)
def refuse(request: HttpRequest, change_id: int) -> HttpResponse:
    """Refuse a change, for a reason."""
    row, form = _row_or_404(request, change_id), ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.refuse(by=request.actor, change_id=change_id, reason=reason)
        except AshiError as error:
            form.add_error("reason", sentence_for(error))
        else:
            messages.success(request, _("Refused. It stays on the list with your reason."))
            return redirect("trial-change", change_id)
    return _page(request, row, HTTPStatus.UNPROCESSABLE_ENTITY, refusing=form)


def _page(request: HttpRequest, row: Change, status: int, **more: Any) -> HttpResponse:
    page: dict[str, Any] = {
        "row": row,
        "listed": listed_of(row),
        "read": PROVENANCE_WORDS[Provenance(row.provenance)],
        "groups": _groups(row),
        "derived": ", ".join(sorted({one[0] for one in row.how})),
        "refusing": ReasonForm(),
        **(_to_come(request, row) if row.waits else _done(row)),
    }
    if row.to_be_read:
        start = {"question": row.question, "part_read": row.part_read}
        page["form"] = NumbersForm(initial=start, paper=paper_cells(row))
    return render(request, "evidence/change.html", page | more, status=status)


def _groups(row: Change) -> list[list[str]]:
    """Return the numbers of both groups as they are written: people, mean, deviation."""
    if row.numbers is None or row.kind == Change.Kind.OUT:
        return []
    shown = [written(one) for one in row.numbers]
    return [shown[:3], shown[3:]]


def _to_come(request: HttpRequest, row: Change) -> dict[str, Any]:
    """Return what would move, and what looks wrong then."""
    _before, after, moved = previewed(request.centre.pk, row)
    base, arms = packaged_base(), packaged_arms()
    doubts = [one for m in moved for one in doubts_of(forest_with(m.plot, base, arms, after))]
    asked = [one.plot.id for one in moved]
    return {
        "told": told(moved),
        "seen": actions.seen_of(moved),
        "panels": list(filter(None, (panel_for(one, after) for one in asked))),
        "claims": sentences_on(asked),
        "doubts": [
            (name, DOUBT_WORDS[code])
            for name, code in doubts
            if code in DOUBT_WORDS and name == row.study
        ],
    }


def _done(row: Change) -> dict[str, Any]:
    """Return what did move."""
    rows = list(row.answers.select_related("change").order_by("pk"))
    return {
        "told": [one.told for one in past_of(rows)],
        "claims": sentences_on(one.question for one in rows),
    }
