"""A centre's own protocol: the packaged rules as it switched, edited and signed them.

Decides        which rules a centre has on, in which words and weight; which version spoke
Does not       store versions, or know who may sign
Takes          edits of rules by id
Gives          findings as the centre has them; a version that changes with any word or weight
Sources        the packaged rules; what a centre adds has the centre as its source
Reviewed       by the centre: an edit is ``reviewed`` where it was signed, and else a draft

A rule that is switched off says nothing. It is still in the version, so that a record shows what
was off when it was written.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from ashi.core.safety.checking import Finding, in_order
from ashi.core.safety.data_files import read_data, read_rules
from ashi.core.safety.errors import BadEditError, NoSuchRuleError
from ashi.core.safety.rules import Rule, Weight, rules_by_id

OVERRIDES = ("none", "reason", "reason_and_second")
LENGTH = 12


@dataclass(frozen=True, slots=True)
class Edit:
    """What a centre changed in one rule; ``None`` leaves a part as it is packaged."""

    rule: str
    on: bool = True
    weight: Weight | None = None
    override: str | None = None
    text: str | None = None
    text_el: str | None = None
    signed: bool = False

    def __post_init__(self) -> None:
        """Refuse an edit of nothing, or to nothing."""
        if self.rule not in rules_by_id():
            raise NoSuchRuleError(rule=self.rule)
        words = (self.text, self.text_el)
        wordless = any(one is not None and not one.strip() for one in words)
        if wordless or self.override not in (None, *OVERRIDES):
            raise BadEditError(rule=self.rule)

    def of(self, rule: Rule) -> Rule:
        """Return the rule as the centre has it."""
        return replace(
            rule,
            weight=rule.weight if self.weight is None else self.weight,
            override=self.override or rule.override,
            text=self.text or rule.text,
            text_el=self.text_el or rule.text_el,
            status="reviewed" if self.signed else rule.status,
        )


@dataclass(frozen=True)
class Protocol:
    """The edits of a centre, by rule. Without any it is the packaged draft."""

    edits: Mapping[str, Edit] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def version(self) -> str:
        """What names this protocol: it changes when any rule, fact or edit does."""
        edits = [_written(self.edits[name]) for name in sorted(self.edits)]
        return _digest([packaged_version(), *edits]) if edits else packaged_version()

    def apply(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings as the centre has them, worst first.

        What is unknown stays a question, whatever weight the rule was given.
        """
        kept = (_as_edited(one, self.edits.get(one.rule.id)) for one in findings)
        return in_order(one for one in kept if one is not None)


def protocol_of(edits: Iterable[Edit]) -> Protocol:
    """Return the protocol of a centre; of two edits of one rule the later counts."""
    return Protocol(MappingProxyType({edit.rule: edit for edit in edits}))


def _as_edited(finding: Finding, edit: Edit | None) -> Finding | None:
    if edit is None:
        return finding
    if not edit.on:
        return None
    rule = edit.of(finding.rule)
    weight = Weight.ASK if finding.weight is Weight.ASK else rule.weight
    return finding._replace(rule=rule, weight=weight)


def _written(edit: Edit) -> list[object]:
    weight = None if edit.weight is None else edit.weight.name
    return [edit.rule, edit.on, weight, edit.override, edit.text, edit.text_el, edit.signed]


def _digest(parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


@cache
def packaged_version() -> str:
    """Return what names the packaged rules, and all they are read with."""
    names = ("facts.toml", "acts.toml", "areas.toml", "depths.toml", "red_flags.toml")
    return _digest([*read_rules(), *(read_data(name) for name in names)])
