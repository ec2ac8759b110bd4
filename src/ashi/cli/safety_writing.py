"""Findings, facts, rules and red flags as they are printed."""

from typing import Any

from ashi.cli.safety_wording import why
from ashi.core.safety.checking import Finding
from ashi.core.safety.facts import FactKind, fact_kinds, single
from ashi.core.safety.red_flags import RedFlag, advice_of
from ashi.core.safety.rules import Rule, View, readers_of

Answer = dict[str, Any]


def _view(view: View) -> Answer:
    return {
        "why": view.text,
        "text_el": view.text_el,
        "sources": list(view.sources),
        "provenance": view.provenance,
    }


def written_finding(finding: Finding, act: int, asks: list[str]) -> Answer:
    """Write one finding of one act."""
    rule = finding.rule
    return {
        "rule": rule.id,
        "act": act,
        "weight": finding.weight.name.lower(),
        "why": why(finding),
        "text_el": rule.text_el,
        "asks": asks,
        "name": rule.name,
        "scope": rule.scope,
        "if_so": rule.weight.name.lower(),
        "override": rule.override,
        "disagree": [_view(view) for view in rule.disagree],
        "sources": list(rule.sources),
        "provenance": rule.provenance,
        "status": rule.status,
    }


def written_fact(kind: FactKind) -> Answer:
    """Write one fact, and which rules read it."""
    flag = [kind.red_flag] if kind.red_flag else []
    return {
        "name": kind.name,
        "question": kind.question,
        "question_el": kind.question_el,
        "type": "number" if kind.number else "yes_no_unknown",
        "unit": kind.unit,
        "range": [kind.least, kind.most] if kind.number else None,
        "validity": kind.validity,
        "located": kind.located is not None,
        "aliases": list(kind.aliases),
        "opposites": list(kind.opposites),
        "together": [
            one.name
            for one in fact_kinds().values()
            if one.stands_for_several and kind.name in single(one.name)
        ],
        "settles": list(kind.any_of),
        "follows_from": list(dict.fromkeys(bound.number for bound in kind.follows)),
        "rules": flag + [rule.id for rule in readers_of(kind.name)],
    }


def written_rule(rule: Rule) -> Answer:
    """Write one rule of the protocol."""
    return {
        "rule": rule.id,
        "factor": rule.factor,
        "name": rule.name,
        "kinds": sorted(rule.kinds),
        "scope": rule.scope,
        "weight": rule.weight.name.lower(),
        "override": rule.override,
        "facts": list(rule.facts),
        "points": sorted({point for case in rule.cases for point in case.points}),
        "text": rule.text,
        "text_el": rule.text_el,
        "disagree": [_view(view) for view in rule.disagree],
        "sources": list(rule.sources),
        "provenance": rule.provenance,
        "status": rule.status,
    }


def written_flag(flag: RedFlag) -> Answer:
    """Write one red flag, with the fixed words for the patient."""
    return {
        "flag": flag.id,
        "code": flag.code,
        "region": flag.region,
        "question": flag.question,
        "question_el": flag.question_el,
        "urgency": flag.urgency.name.lower(),
        "advice": advice_of(flag.advice)._asdict(),
        "for_staff": {"suspected": flag.suspected, "protocol": flag.protocol, "note": flag.note},
        "waits": list(flag.waits),
        "waits_where": dict(flag.waits_where),
        "sources": list(flag.sources),
        "provenance": flag.provenance,
        "status": flag.status,
    }
