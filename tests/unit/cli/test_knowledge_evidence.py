"""The commands: claims and entries as JSON or lines, of one condition or of all."""

import json
from pathlib import Path
from typing import Any

import pytest

from ashi.cli.documents import sentence
from ashi.cli.knowledge import SENTENCES
from ashi.cli.main import main
from ashi.core.knowledge.checking_evidence import evidence_faults
from ashi.core.knowledge.evidence_base.tables import read_tables
from tests.unit.core.knowledge.broken_evidence import BROKEN, Broken, copied

Ran = tuple[int, str, str]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> Ran:
        code = main(["knowledge", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_claim_shows_both_sides_with_their_provenance(ran: Any) -> None:
    code, out, err = ran("claims", "--condition", "lbp_chronic", "--json")

    claims = {one["id"]: one for one in json.loads(out)}
    claim = claims["lbp-chronic-v-sham-small"]
    wanted = {
        "type": "works",
        "certainty": "low",
        "may_be_published": True,
        "for": [
            {"id": "EV037", "kind": "review", "provenance": "seen"},
            {"id": "EV043", "kind": "review", "provenance": "seen"},
        ],
        "against": [
            {"id": "EV003", "kind": "review", "provenance": "seen"},
            {"id": "EV201", "kind": "review", "provenance": "seen"},
        ],
        "reviewed": "2026-11-28",
        "read_again": False,
    }
    assert (code, err) == (0, "")
    assert {key: claim[key] for key in wanted} == wanted
    assert "harm-any" in claims
    assert "tth-v-sham" not in claims


def test_a_claim_that_nothing_read_carries_has_no_certainty(ran: Any) -> None:
    claims = {one["id"]: one for one in json.loads(ran("claims", "--json")[1])}

    claim = claims["lbp-twenty-two-trials"]
    assert (claim["certainty"], claim["may_be_published"]) == (None, False)


def test_claims_are_read_as_lines(ran: Any) -> None:
    code, out, _ = ran("claims", "--condition", "oa_hand")

    lines = out.splitlines()
    at = lines.index("oa-hand-no-trial  works  low  may be published")
    assert code == 0
    assert lines[at + 3 : at + 5] == ["  for: EV071 seen", "  against: nothing"]


def test_an_entry_is_whole(ran: Any) -> None:
    code, out, _ = ran("evidence", "--condition", "lbp_chronic", "--json")

    entry = {one["id"]: one for one in json.loads(out)}["EV201"]
    wanted = {
        "kind": "review",
        "estimate": -0.54,
        "ci_low": -0.73,
        "ci_high": -0.35,
        "k": 7,
        "n": None,
        "unit": "standard deviations",
        "provenance": "seen",
    }
    assert code == 0
    assert {key: entry[key] for key in wanted} == wanted
    assert entry["source"]["doi"] == "10.7326/0003-4819-142-8-200504190-00014"


def test_entries_are_read_as_lines(ran: Any) -> None:
    lines = ran("evidence", "--condition", "lbp_chronic")[1].splitlines()

    assert (
        "EV003  review  seen  acupuncture v sham, pain 0-100, end of treatment: "
        "MD -10.21 (-14.99 to -5.44) points on a scale of 0-100  [furlan2005]"
    ) in lines


@pytest.mark.parametrize("question", ["claims", "evidence"])
def test_an_unknown_condition_is_refused_with_its_neighbours(ran: Any, question: str) -> None:
    assert ran(question, "--condition", "lbp_chronik") == (
        2,
        "",
        '--condition: no such condition: "lbp_chronik" (near: lbp_chronic)\n',
    )


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_every_fault_has_a_sentence(broken: Broken, tmp_path: Path) -> None:
    for fault in evidence_faults(read_tables(copied(tmp_path, broken))):
        assert sentence(fault, SENTENCES).startswith("evidence/")
