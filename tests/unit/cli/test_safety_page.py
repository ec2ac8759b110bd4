"""The document on the reference page is answered as the page says."""

import json
import re
from pathlib import Path

from ashi.cli.safety import answer_check

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "safety.md"


def test_the_example_of_the_page_is_answered() -> None:
    block = re.search(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block is not None

    answer = answer_check(json.loads(block.group(1)))

    stops = [(one["rule"], one["act"]) for one in answer["findings"] if one["weight"] == "stop"]
    assert stops == [("CI019", 0), ("CI054", 0), ("CI056", 1), ("PREG-CORE", 0)]
    assert "takes_anticoagulant" in [one["fact"] for one in answer["ask"]]
    assert answer["disagree"] == []
