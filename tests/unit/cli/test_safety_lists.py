"""The lists: every fact, the whole protocol, the red flags of a complaint."""

import json

import pytest

from ashi.cli.main import main
from ashi.core.safety.rules import all_rules


def test_facts_lists_every_fact_and_every_rule_that_reads_facts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["safety", "facts"])
    facts = json.loads(capsys.readouterr().out)

    by_name = {one["name"]: one for one in facts}
    read = {rule for one in facts for rule in one["rules"]}
    assert code == 0
    assert {rule.id for rule in all_rules() if rule.facts} <= read
    assert by_name["pacemaker"] == {
        "name": "pacemaker",
        "question": "Is there a pacemaker or an implanted defibrillator?",
        "question_el": "Υπάρχει βηματοδότης ή εμφυτευμένος απινιδωτής;",
        "type": "yes_no_unknown",
        "unit": None,
        "range": None,
        "validity": "on_change",
        "located": False,
        "aliases": by_name["pacemaker"]["aliases"],
        "opposites": [],
        "together": ["swd_metal"],
        "settles": [],
        "follows_from": [],
        "rules": ["CI058", "CI097", "CI106", "CI117"],
    }
    assert by_name["weeks"]["range"] == [0, 45]
    assert by_name["saddle"]["rules"] == ["RF02", "CI005", "CI081"]


def test_rules_prints_the_whole_protocol(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["safety", "rules"])
    rules = json.loads(capsys.readouterr().out)

    assert code == 0
    assert [one["rule"] for one in rules] == [rule.id for rule in all_rules()]
    assert len({one["rule"] for one in rules}) == len(rules)
    assert all(one["text"] and one["text_el"] and one["sources"] for one in rules)
    assert {one["status"] for one in rules} == {"draft"}
    assert {one["provenance"] for one in rules} == {"seen", "seen2", "recalled", "own"}


def test_flags_prints_the_questions_of_a_complaint(capsys: pytest.CaptureFixture[str]) -> None:
    main(["safety", "flags", "knee"])
    flags = json.loads(capsys.readouterr().out)
    main(["safety", "flags"])
    everything = json.loads(capsys.readouterr().out)

    assert {one["region"] for one in flags} == {"any", "lumbar", "limb"}
    assert flags[0]["urgency"] == "emergency_now"
    assert flags[0]["advice"]["text"].startswith("Go to the emergency department now")
    assert len(everything) == 51


def test_flags_of_an_unknown_region_are_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["safety", "flags", "kneee"])
    out, err = capsys.readouterr()

    assert (code, out, err) == (2, "", 'REGION[0]: no such region: "kneee" (near: knee, eye)\n')
