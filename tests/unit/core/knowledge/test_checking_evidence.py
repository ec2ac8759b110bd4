"""Each thing that can be wrong with the evidence base is found, in a copy with only that wrong."""

from pathlib import Path

import pytest

from ashi.core.knowledge.checking_evidence import evidence_faults
from ashi.core.knowledge.evidence_base.tables import read_tables
from tests.unit.core.knowledge.broken_evidence import BROKEN, Broken, copied


def test_the_packaged_files_hold_together(tmp_path: Path) -> None:
    assert evidence_faults(read_tables(copied(tmp_path))) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_each_fault_is_found(broken: Broken, tmp_path: Path) -> None:
    assert broken.fault in evidence_faults(read_tables(copied(tmp_path, broken)))


@pytest.mark.parametrize(
    "name", ["claim without an entry", "works, recalled only", "entry without a source"]
)
def test_nothing_else_is_said(name: str, tmp_path: Path) -> None:
    broken = BROKEN[name]

    assert evidence_faults(read_tables(copied(tmp_path, broken))) == [broken.fault]


def test_recalled_entries_may_stand_in_a_claim_that_is_not_published(tmp_path: Path) -> None:
    place = copied(tmp_path, BROKEN["works, recalled only"])
    claims = place / "claims.toml"
    before, after = claims.read_text("utf-8").split('for = ["EV004"]')

    claims.write_text(
        before + 'for = ["EV004"]' + after.replace("publish = true", "publish = false", 1), "utf-8"
    )

    assert evidence_faults(read_tables(place)) == []
