"""The comparison with other schedulers' cases must be able to fail."""

import json
from pathlib import Path

from ashi.cli.reality_scheduling import CASES, Row, compare


def test_a_right_a_wrong_and_an_unknown_case_are_told_apart(tmp_path: Path) -> None:
    opened = [{"start": "09:00", "end": "12:00"}]
    slots = {"date": "2026-12-07", "open": opened, "duration_min": 60, "step_min": 60}
    cases = [
        {"id": "a", "kind": "slots", "input": slots, "expected": {"count": 3, "last": "11:00"}},
        {"id": "b", "kind": "slots", "input": slots, "expected": {"count": 4}},
        {"id": "c", "kind": "tides", "input": {}, "expected": "high"},
    ]
    path = tmp_path / CASES
    path.parent.mkdir()
    path.write_text(json.dumps(cases))

    assert compare(tmp_path) == [
        Row(
            f"{CASES}#a",
            "{'count': 3, 'last': ['11:00']}",
            "{'count': 3, 'last': ['11:00']}",
            ok=True,
        ),
        Row(f"{CASES}#b", "{'count': 4}", "{'count': 3}", ok=False),
        Row(f"{CASES}#c", "high", "no tides in Ashi", ok=None),
    ]


def test_stretches_are_compared_as_minutes(tmp_path: Path) -> None:
    intervals = [
        {"start": "2025-12-01T01:00:00Z", "end": "2025-12-01T03:00:00Z"},
        {"start": "2025-12-01T03:00:00Z", "end": "2025-12-01T04:00:00Z"},
    ]
    one = {"start": "2025-12-01T01:00:00Z", "end": "2025-12-01T04:00:00Z"}
    case = {"id": "m", "kind": "merge", "input": {"intervals": intervals}}
    path = tmp_path / CASES
    path.parent.mkdir()
    path.write_text(json.dumps([case | {"expected": {"intervals": [one]}}]))

    shown = "2025-12-01T01:00/2025-12-01T04:00Z"
    assert compare(tmp_path) == [Row(f"{CASES}#m", shown, shown, ok=True)]
