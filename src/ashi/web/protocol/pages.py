"""The rules of the centre's safety protocol: listed, and one of them edited."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.screening.actions.protocol import Change, edit_rule
from ashi.apps.screening.protocol import Desk, Stored, desk_of
from ashi.core.kernel.errors import AshiError
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.rules import Rule, rules_by_id
from ashi.web.policy import allow
from ashi.web.protocol.forms import FilterForm, RuleForm
from ashi.web.protocol.rows import (
    chapter_word,
    matches,
    row_of,
    rows_of,
    shown,
    text_of,
)
from ashi.web.protocol.wording import FIELD_OF, OVERRIDE_WORDS
from ashi.web.screening.wording import WEIGHT_WORDS, in_greek, question_of
from ashi.web.wording import sentence_for


def desk_for(request: HttpRequest) -> Desk:
    """Return the protocol of the centre at which somebody works."""
    return desk_of(request.centre.pk, timezone.now())


@require_safe
@allow(Permission.SETTINGS_READ)
def protocol(request: HttpRequest) -> HttpResponse:
    """List the rules by what they are about, or those that are asked for."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    desk = desk_for(request)
    q, show = asked.get("q", ""), asked.get("show", "")
    groups = [
        (chapter, chapter_word(chapter), [row for row in rows if shown(row, show)
                                          and matches(row, q)])
        for chapter, rows in rows_of(desk).items()
    ]  # fmt: skip
    rows = [row for _chapter, _word, some in groups for row in some]
    page = {
        "form": form,
        "desk": desk,
        "groups": [one for one in groups if one[2]],
        "found": len(rows),
        "total": len(rules_by_id()),
        "narrowed": bool(q or show),
        "weaker": sum(1 for some in rows_of(desk).values() for row in some if row.weaker),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "protocol/protocol.html", page, status=status)


@require_safe
@allow(Permission.SETTINGS_READ)
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Show a rule as packaged beside the centre's."""
    packaged, desk = _rule_or_404(rule_id), desk_for(request)
    stored = (desk.working.stored or {}).get(rule_id)
    form = RuleForm(rule=packaged, initial=_initial(stored))
    return render(request, "protocol/rule.html", _page(packaged, desk, form))


@require_POST
@allow(Permission.PROTOCOL_WRITE)
def edit(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Keep what the centre wants of a rule in the draft; what is refused stays typed."""
    packaged = _rule_or_404(rule_id)
    form = RuleForm(request.POST, rule=packaged)
    back = request.POST.get("back") == "packaged"
    if back or form.is_valid():
        answer = _kept(request, rule_id, Change() if back else form.change(), form)
        if answer is not None:
            return answer
    page = _page(packaged, desk_for(request), form)
    return render(request, "protocol/rule.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _rule_or_404(rule_id: str) -> Rule:
    packaged = rules_by_id().get(rule_id)
    if packaged is None:
        raise Http404
    return packaged


def _kept(
    request: HttpRequest, rule_id: str, change: Change, form: RuleForm
) -> HttpResponse | None:
    seen = request.POST.get("seen", "")
    try:
        edit_rule(by=request.actor, rule=rule_id, seen=seen, change=change)
    except AshiError as error:
        form.is_valid()
        form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        return None
    messages.success(request, _("Kept in the draft. It speaks once somebody signs."))
    return redirect("protocol-rule", rule_id=rule_id)


def _initial(stored: Stored | None) -> dict[str, Any]:
    if stored is None:
        return {"on": "on"}
    edit = stored.edit
    return {
        "on": "on" if edit.on else "off",
        "weight": edit.weight.name if edit.weight is not None else "",
        "override": edit.override or "",
        "text": edit.text or "",
        "text_el": edit.text_el or "",
        "reason": edit.reason,
    }


def _page(packaged: Rule, desk: Desk, form: RuleForm) -> dict[str, Any]:
    kinds = fact_kinds()
    news = dict.fromkeys(desk.news.new, _("new"))
    news |= dict.fromkeys(desk.news.changed, _("changed by a release"))
    return {
        "rule": packaged,
        "text": text_of(packaged),
        "other": packaged.text if in_greek() else packaged.text_el,
        "row": row_of(packaged, desk, frozenset(desk.changed), news),
        "weight": WEIGHT_WORDS[packaged.weight.name],
        "override": OVERRIDE_WORDS[packaged.override],
        "facts": [question_of(kinds[name]) for name in packaged.facts],
        "points": sorted({point for case in packaged.cases for point in case.points}),
        "views": [(one.text_el if in_greek() else one.text, one) for one in packaged.disagree],
        "desk": desk,
        "form": form,
    }
