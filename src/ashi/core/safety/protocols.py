"""A centre's own protocol: the packaged rules as it switched, edited and signed them.

Decides        which rules a centre has on, in which words and weight; which version spoke
Does not       store versions, or know who may sign
Takes          edits of rules by id
Gives          findings as the centre has them; a version that changes with any word or weight
Sources        the packaged rules; what a centre adds has the centre as its source
Reviewed       by the centre: an edit is ``reviewed`` where it was signed, and else a draft

A rule that is switched off is no finding. What it would have said is still given (``unspoken``), so
that the record shows it wherever it would have spoken; the same holds for a rule made weaker.
An edit that makes a rule weaker is about the rule as it was packaged then: it lapses when the
packaged rule changes (``standing``), and the rule speaks as packaged until somebody looks again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from ashi.core.safety.checking import Finding, in_order
from ashi.core.safety.data_files import read_data, read_rules
from ashi.core.safety.errors import (
    BadEditError,
    NoSuchRuleError,
    ReasonMissingError,
    RuleFixedError,
)
from ashi.core.safety.rules import Rule, Weight, rules_by_id

OVERRIDES = ("none", "reason", "reason_and_second")
LENGTH = 12


@dataclass(frozen=True, slots=True)
class Edit:
    """What a centre changed in one rule; ``None`` leaves a part as it is packaged.

    Words are given in both languages or in neither, so that nobody reads another protocol than
    their neighbour. What makes the rule weaker, off above all, needs a ``reason`` (``allowed``).
    """

    rule: str
    on: bool = True
    weight: Weight | None = None
    override: str | None = None
    text: str | None = None
    text_el: str | None = None
    reason: str = ""
    signed: bool = False

    def __post_init__(self) -> None:
        """Refuse an edit of nothing, or to nothing."""
        if self.rule not in rules_by_id():
            raise NoSuchRuleError(rule=self.rule)
        words = (self.text, self.text_el)
        wordless = any(one is not None and not one.strip() for one in words)
        halved = (self.text is None) is not (self.text_el is None)
        if wordless or halved or self.override not in (None, *OVERRIDES):
            raise BadEditError(rule=self.rule)

    @property
    def weakens(self) -> bool:
        """Whether the rule is off, weighs less or is passed more easily than as packaged."""
        rule = rules_by_id()[self.rule]
        lighter = self.weight is not None and self.weight > rule.weight
        easier = self.override is not None and _ease(self.override) > _ease(rule.override)
        return not self.on or lighter or easier

    @property
    def changes(self) -> bool:
        """Whether anything is not as it is packaged."""
        parts = (self.weight, self.override, self.text, self.text_el)
        return not self.on or any(one is not None for one in parts)

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


def allowed(edit: Edit) -> Edit:
    """Return an edit that a centre may make.

    Raises
    ------
    RuleFixedError
        It makes a rule weaker that the law keeps as it is.
    ReasonMissingError
        It makes a rule weaker, and nobody said why.
    """
    if edit.weakens and rules_by_id()[edit.rule].fixed:
        raise RuleFixedError(rule=edit.rule)
    if edit.weakens and not edit.reason.strip():
        raise ReasonMissingError(rule=edit.rule)
    return edit


def _ease(override: str) -> int:
    """Return how easily a stop is passed: nobody may, with two, with one."""
    return ("none", "reason_and_second", "reason").index(override)


class Unspoken(NamedTuple):
    """A finding as the packaged rule has it, and the edit that silenced it or made it weaker."""

    finding: Finding
    edit: Edit


@dataclass(frozen=True)
class Protocol:
    """The edits of a centre, by rule. Without any it is the packaged draft.

    ``reviewed`` are the rules that somebody of the centre has signed as they are packaged now.
    """

    edits: Mapping[str, Edit] = field(default_factory=lambda: MappingProxyType({}))
    reviewed: frozenset[str] = frozenset()

    @property
    def version(self) -> str:
        """What names this protocol: it changes when any rule, fact or edit does."""
        edits = [_written(self.edits[name]) for name in sorted(self.edits)]
        return _digest([packaged_version(), *edits]) if edits else packaged_version()

    def apply(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings as the centre has them, worst first.

        What is unknown stays a question, whatever weight the rule was given.
        """
        kept = (self._as_edited(one) for one in findings)
        return in_order(one for one in kept if one is not None)

    def unspoken(self, findings: Sequence[Finding]) -> list[Unspoken]:
        """Return what the packaged rules would have said where the centre says less or nothing."""
        weaker = ((one, self.edits.get(one.rule.id)) for one in findings)
        return [Unspoken(one, edit) for one, edit in weaker if edit is not None and edit.weakens]

    def rule(self, name: str) -> Rule:
        """Return a rule as the centre has it, whether it is on or not.

        Raises
        ------
        NoSuchRuleError
        """
        if name not in rules_by_id():
            raise NoSuchRuleError(rule=name)
        return self._edited(rules_by_id()[name])

    def _edited(self, rule: Rule) -> Rule:
        edit = self.edits.get(rule.id)
        if edit is not None:
            return edit.of(rule)
        return replace(rule, status="reviewed") if rule.id in self.reviewed else rule

    def _as_edited(self, finding: Finding) -> Finding | None:
        edit = self.edits.get(finding.rule.id)
        if edit is not None and not edit.on:
            return None
        rule = self._edited(finding.rule)
        weight = Weight.ASK if finding.weight is Weight.ASK else rule.weight
        return finding._replace(rule=rule, weight=weight)


def standing(edit: Edit, written_for: str) -> Edit | None:
    """Return what of an edit still stands.

    Parameters
    ----------
    written_for : the digest (``rule_digests``) of the packaged rule that the edit is about

    Returns
    -------
    Edit or None
        The edit itself while the rule is packaged as it was. Else without what makes the rule
        weaker; ``None`` when nothing is left.
    """
    if rule_digests().get(edit.rule) == written_for or not edit.weakens:
        return edit
    rule = rules_by_id()[edit.rule]
    lighter = edit.weight is not None and edit.weight > rule.weight
    easier = edit.override is not None and _ease(edit.override) > _ease(rule.override)
    left = replace(
        edit,
        on=True,
        weight=None if lighter else edit.weight,
        override=None if easier else edit.override,
    )
    return left if left.changes else None


def protocol_of(edits: Iterable[Edit]) -> Protocol:
    """Return the protocol of a centre; of two edits of one rule the later counts."""
    return Protocol(MappingProxyType({edit.rule: edit for edit in edits}))


def _written(edit: Edit) -> list[object]:
    weight = None if edit.weight is None else edit.weight.name
    parts = (edit.rule, edit.on, weight, edit.override, edit.text, edit.text_el)
    return [*parts, edit.reason, edit.signed]


def _digest(parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


@cache
def packaged_version() -> str:
    """Return what names the packaged rules, and all they are read with."""
    names = ("facts.toml", "acts.toml", "areas.toml", "depths.toml", "red_flags.toml")
    return _digest([*read_rules(), *(read_data(name) for name in names)])


@cache
def rule_digests() -> Mapping[str, str]:
    """Return what names each packaged rule as it is now, by id: it changes with any word."""
    return MappingProxyType({row["id"]: _digest(row) for row in read_rules()})


class News(NamedTuple):
    """Ids of packaged rules that are new, changed or gone since others were signed."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def news_since(seen: Mapping[str, str]) -> News:
    """Return what the packaged rules have that ``seen`` (``rule_digests`` of then) had not."""
    now = rule_digests()
    return News(
        tuple(name for name in now if name not in seen),
        tuple(name for name, digest in now.items() if seen.get(name, digest) != digest),
        tuple(name for name in seen if name not in now),
    )
