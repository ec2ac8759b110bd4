"""What the protocol would say of a case that somebody makes up: packaged, signed, drafted."""

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.screening.protocol import Desk, InForce
from ashi.core.safety.acts import counts_as
from ashi.core.safety.checking import Finding, check
from ashi.core.safety.errors import CheckFaultsError
from ashi.core.safety.facts import FactKind, fact_kinds
from ashi.core.safety.protocols import Protocol
from ashi.core.safety.reading import Case, read_case
from ashi.core.safety.rules import Rule, Weight, rules_by_id
from ashi.web.policy import allow
from ashi.web.protocol.forms import PreviewForm
from ashi.web.protocol.pages import desk_for
from ashi.web.protocol.rows import text_of
from ashi.web.protocol.wording import ACT_WORDS
from ashi.web.screening.wording import WEIGHT_WORDS, asks_words


@dataclass(frozen=True, slots=True)
class Said:
    """What one version says of a case by one rule; ``text`` is empty where it says nothing."""

    state: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a rule says of a case, as packaged, as it speaks and as it is drafted."""

    rule: str
    asks: str
    said: list[tuple[str, Said]]
    differs: bool


@require_safe
@allow(Permission.SETTINGS_READ)
def preview(request: HttpRequest) -> HttpResponse:
    """Show what is found for a case; one of a rule's own facts to begin with."""
    data = request.GET if "kind" in request.GET else None
    start = _case_of(rules_by_id().get(request.GET.get("rule", "")))
    form = PreviewForm(data, initial=start)
    lines: list[Line] = []
    if form.is_valid():
        lines = _found(desk_for(request), form)
    page = {"form": form, "lines": lines, "asked": form.is_bound and not form.errors}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "protocol/preview.html", page, status=status)


def _case_of(rule: Rule | None) -> dict[str, Any]:
    """Return the form's start: a case of which a rule speaks."""
    start: dict[str, Any] = {"kind": "needling", "others": "no", "yes": []}
    if rule is None:
        return start
    kind = next((one for one in ACT_WORDS if rule.holds_for(counts_as(one))), "needling")
    case = rule.cases[0] if rule.cases else None
    if case is None:
        return start | {"kind": kind}
    weeks = case.weeks.least if case.weeks and case.weeks.least is not None else None
    return start | {
        "kind": kind,
        "point": min(case.points, default=""),
        "side": case.side or ("left" if case.points else ""),
        "weeks": weeks,
        "yes": [*case.any[:1], *case.all],
    }


def _found(desk: Desk, form: PreviewForm) -> list[Line]:
    try:
        case = _read(form.cleaned_data)
    except CheckFaultsError:
        form.add_error("point", _("There is no such point, or not on this side."))
        return []
    versions = [(_("As packaged"), InForce(Protocol()))]
    if desk.spoken.version:
        versions.append((_("As it speaks now"), desk.spoken))
    if desk.draft:
        versions.append((_("In the draft"), desk.draft))
    packaged = check(case.patient, case.acts)
    return [_line(finding, versions) for finding in packaged]


def _read(said: dict[str, Any]) -> Case:
    yes = dict.fromkeys(said["yes"], "yes")
    weeks = {} if said["weeks"] is None else {"weeks": said["weeks"]}
    noes = (kind for kind in fact_kinds().values() if not _follows(kind, {*yes, *weeks}))
    others = {} if said["others"] == "unknown" else {kind.name: "no" for kind in noes}
    act: dict[str, Any] = {"kind": said["kind"]}
    if said["point"]:
        act |= {"point": said["point"]} | ({"side": said["side"]} if said["side"] else {})
    if said["depth"] is not None:
        act["depth_mm"] = said["depth"]
    return read_case({"patient": others | yes | weeks, "acts": [act]})


def _follows(kind: FactKind, told: Collection[str]) -> bool:
    """Whether a fact is a number, or follows from what was told: "no" would contradict it."""
    parts = (*kind.any_of, *(bound.number for bound in kind.follows))
    deeper = (part for part in parts if part in fact_kinds())
    return (
        bool(kind.number)
        or not set(parts).isdisjoint(told)
        or any(
            _follows(fact_kinds()[part], told) for part in deeper if not fact_kinds()[part].number
        )
    )


def _line(finding: Finding, versions: list[tuple[str, InForce]]) -> Line:
    said = [(name, _said(version.protocol.apply([finding]))) for name, version in versions]
    return Line(
        rule=finding.rule.id,
        asks=asks_words(finding.asks),
        said=said,
        differs=len({one for _name, one in said}) > 1,
    )


def _said(findings: list[Finding]) -> Said:
    if not findings:
        return Said("off", str(_("switched off")), "")
    (finding,) = findings
    weight = Weight(finding.weight)
    return Said(weight.name.lower(), str(WEIGHT_WORDS[weight.name]), text_of(finding.rule))
