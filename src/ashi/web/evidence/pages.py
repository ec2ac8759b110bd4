"""What we say, and on what grounds: every claim, for staff, also those that nobody is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.evidence.queries import changes_for, marked, rereadings_of
from ashi.core.kernel.certainty import how_sure
from ashi.core.knowledge.evidence_base.base import EVERYBODY, concerns, packaged_base
from ashi.core.knowledge.evidence_base.claims import Claim
from ashi.core.knowledge.evidence_base.conditions import Condition, all_conditions
from ashi.core.knowledge.evidence_base.rereading import to_read_again
from ashi.core.knowledge.evidence_base.showing import Weighed, weigh
from ashi.web.conditions.forests import panels_resting_on
from ashi.web.conditions.telling import Found, found_of
from ashi.web.evidence.forms import ClaimsForm
from ashi.web.evidence.moved import reread_of
from ashi.web.evidence.trial_forms import NoteForm
from ashi.web.evidence.wording import EVERYBODY_WORD, HELD_WORDS, TYPE_WORDS
from ashi.web.policy import allow
from ashi.web.templatetags.frame import in_language


@dataclass(frozen=True, slots=True)
class Row:
    """One claim as staff see it; ``held`` is empty where patients are shown it."""

    claim: Claim
    text: str
    speaks_of: str
    about: str
    sure: str
    days: int
    again: bool
    held: str
    pages: tuple[Condition, ...]
    counts: tuple[int, int]


@cache
def weighed_claims() -> tuple[Weighed, ...]:
    """Return every claim with its certainty, in the order of the file."""
    base = packaged_base()
    return tuple(weigh(claim, base) for claim in base.claims.values())


@cache
def changed() -> frozenset[str]:
    """Return the ids of claims whose evidence is no longer what it was when they were read."""
    return frozenset(claim.id for claim in to_read_again(packaged_base()))


@require_safe
@allow(Permission.CLINICAL_READ)
def claims(request: HttpRequest) -> HttpResponse:
    """List all claims, or those of a condition, of one type, in one state."""
    form = ClaimsForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    again = changed() | marked(request.centre.pk)
    found = [one for one in weighed_claims() if _asked_for(one, asked, again)]
    wanted = [row_of(one, today, again) for one in found]
    context = {
        "form": form,
        "rows": wanted,
        "total": len(weighed_claims()),
        "again": len(again),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evidence/claims.html", context, status=status)


@require_safe
@allow(Permission.CLINICAL_READ)
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show one claim with all its entries, also those that nobody read."""
    found = weighed_or_404(claim_id)
    return render(request, "evidence/claim.html", claim_page(request, found, NoteForm()))


def weighed_or_404(claim_id: str) -> Weighed:
    """Return a claim by its id."""
    found = next((one for one in weighed_claims() if one.claim.id == claim_id), None)
    if found is None:
        raise Http404
    return found


def claim_page(request: HttpRequest, found: Weighed, form: NoteForm) -> dict[str, Any]:
    """Return what the page of a claim shows: its entries, and what it was marked for."""
    claim_id, language = found.claim.id, translation.get_language()
    rereadings = rereadings_of(request.centre.pk, claim_id)
    marks = {one.claim for one in rereadings if one.read_at is None}
    return {
        "row": row_of(found, timezone.localdate(), changed() | marks),
        "rereadings": [reread_of(one) for one in rereadings],
        "marked": bool(marks),
        "form": form,
        "supporting": _found(found.supporting),
        "contradicting": _found(found.contradicting),
        "panels": panels_resting_on(
            claim_id,
            {one.id for one in (*found.supporting, *found.contradicting)},
            changes_for(request.centre.pk),
        ),
        "reader": format_html(' lang="{}"', language) if language != "en" else "",
    }


def _found(entries: Any) -> list[Found]:
    return [found_of(one) for one in entries]


def _asked_for(one: Weighed, asked: dict[str, str], again: frozenset[str]) -> bool:
    condition, kind, state = (asked.get(name) for name in ("condition", "type", "state"))
    states = {"shown" if one.may_be_published else "held"}
    if one.claim.id in again:
        states.add("again")
    return (
        (not condition or concerns(one.claim.conditions, condition))
        and kind in (None, "", one.claim.type)
        and (not state or state in states)
    )


def row_of(one: Weighed, today: date, again: Collection[str]) -> Row:
    """Return a claim in the reader's language, with its age on a day."""
    pages = tuple(page for page in all_conditions() if concerns(one.claim.conditions, page.id))
    names = ", ".join(in_language(page, "name") for page in pages)
    return Row(
        claim=one.claim,
        text=one.claim.el if translation.get_language() == "el" else one.claim.en,
        speaks_of=str(TYPE_WORDS[one.claim.type]),
        about=str(EVERYBODY_WORD) if EVERYBODY in one.claim.conditions else names,
        sure=how_sure(one.certainty, translation.get_language() or "en") if one.certainty else "",
        days=max((today - one.claim.review.on).days, 0),
        again=one.claim.id in again,
        held=_held(one),
        pages=pages,
        counts=(len(one.supporting), len(one.contradicting)),
    )


def _held(one: Weighed) -> str:
    if one.may_be_published:
        return ""
    return str(HELD_WORDS["uncarried" if one.claim.publish else "unasked"])
