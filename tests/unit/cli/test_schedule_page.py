"""The document on the reference page is answered as the page says."""

import json
import re
from pathlib import Path

from ashi.cli.schedule import answer_course, answer_fill, answer_find

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "schedule.md"


def test_the_example_of_the_page_is_answered() -> None:
    block = re.search(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block is not None
    document = json.loads(block.group(1))

    found, planned, filled = (
        answer(document) for answer in (answer_find, answer_course, answer_fill)
    )

    assert found["openings"][0] == {
        "start": "2026-12-07T10:00:00+02:00",
        "end": "2026-12-07T11:00:00+02:00",
        "roles": {"therapist": "anna", "remover": "eleni", "room": "room1"},
    }
    assert (planned["complete"], planned["unplaced"], planned["preferred"]) == (True, 0, 6)
    assert (filled["optimal"], filled["room_minutes"]) == (False, 60 * filled["count"])
