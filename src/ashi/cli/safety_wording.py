"""Sentences for findings, questions and the faults of a safety case."""

from ashi.cli.documents import GENERAL
from ashi.core.safety.checking import Finding
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.rules import Weight

SENTENCES = {
    **GENERAL,
    "ambiguous_point": "more than one point is written so: {given}",
    "not_there": "not on this side: {given}",
    "not_angle": "not perpendicular, oblique, transverse or degrees: {given}",
    "not_answer": 'not "yes", "no" or "unknown": {given}',
    "not_side": "not left, right, both or midline: {given}",
    "one_needle": "the same needle twice, and a current needs two",
    "same_fact": "given before under another name: {given}",
    "unknown_fact": "no such fact: {given}",
    "unknown_field": "no such field: {given}",
    "unknown_kind": "no such kind of act: {given}",
    "unknown_path": "not chest, cord, throat or head: {given}",
    "unknown_point": "no such point: {given}",
    "unknown_region": "no such region: {given}",
}
OF_THE_ACT = {
    "across": "Where does the current run: across chest, cord, throat or head?",
    "angle": "At which angle?",
    "depth_mm": "How deep, in mm?",
    "reason": "For what reason?",
    "where": "Where is it done, and on which side?",
}


def question_of(name: str) -> str:
    """Return the question by which a fact, or a detail of an act, is asked."""
    return OF_THE_ACT[name] if name in OF_THE_ACT else fact_kinds()[name].question


def why(finding: Finding) -> str:
    """Say in the centre's words why a rule speaks, or what it waits for."""
    text = finding.rule.text
    if finding.rule.weight is not Weight.ASK or finding.rule.unasked:
        asked = " ".join(question_of(name) for name in finding.asks)
        if finding.weight is Weight.ASK:
            link = "" if finding.rule.unasked else "If so: "
            text = f"Not known: {asked} {link}{text}"
        elif asked:
            text = f"{text} {asked}"
    return text if finding.limit_mm is None else f"{text} ({finding.limit_mm:g} mm)"
