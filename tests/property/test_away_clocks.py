"""The needle clocks of a board without connection say what the fold of a visit's steps says."""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from ashi.apps.encounters.course_of_day import Kind, Phase, Rest, StepFact, VisitState, state_of

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).resolve().parents[2]
NINE = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
KINDS = [kind for kind in Kind if kind is not Kind.UNDO]
CASES = 3000
RUN = """
import { after } from "./clocks.mjs";
import { readFileSync } from "node:fs";
const cases = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(({ known, pressed }) => after(known, pressed))));
"""


def ms(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp() * 1000)


def visit(random: Random) -> list[StepFact]:
    """Return steps in the order in which they happened, no two in one moment."""
    at = NINE
    made = []
    for number in range(random.randint(0, 9)):
        at += timedelta(minutes=random.randint(1, 30))
        needles, minutes = random.randint(1, 20), random.randint(1, 15)
        made.append(StepFact(UUID(int=number), random.choice(KINDS), at, needles, minutes))
    return made


def known(state: VisitState, rest: Rest) -> dict[str, object]:
    return {
        "counted_in": state.counted_in,
        "counted_out": state.counted_out,
        "needles": state.needles_in,
        "left": state.phase is Phase.LEFT,
        "due": ms(state.due_out),
        "rest_min": rest.minutes,
    }


def tells_too_little(steps: list[StepFact], rest: Rest) -> bool:
    """Tell whether a state does not say what its steps do: then the board keeps the first clock.

    Exercise that began over resting needles, and needles of which more came out than went in.
    """
    state = state_of(steps, rest)
    exercised = any(one.kind is Kind.EXERCISE for one in steps)
    return (state.needles_in > 0 and exercised) or state.counted_out > state.counted_in


def test_visits_cut_anywhere_have_the_same_clock_in_the_browser(tmp_path):
    node, esbuild = shutil.which("node"), PROJECT / "node_modules" / ".bin" / "esbuild"
    if node is None or not esbuild.exists():
        pytest.fail("node is missing: run `make frontend`.")
    random = Random(7)
    cases, expected = [], []
    while len(cases) < CASES:
        steps, rest = visit(random), Rest(random.choice([1, 15, 20, 25]))
        cut = random.randint(0, len(steps))
        if tells_too_little(steps[:cut], rest):
            continue
        whole = state_of(steps, rest)
        pressed = [
            {
                "kind": str(one.kind),
                "pressedAt": ms(one.occurred_at),
                "needles": one.needles,
                "minutes": one.minutes,
            }
            for one in steps[cut:]
        ]
        cases.append({"known": known(state_of(steps[:cut], rest), rest), "pressed": pressed})
        expected.append({"needles": whole.needles_in, "due": ms(whole.due_out)})
    source = PROJECT / "frontend" / "islands" / "away" / "clocks.ts"
    made = tmp_path / "clocks.mjs"
    subprocess.run([esbuild, source, f"--outfile={made}", "--format=esm"], check=True)
    (tmp_path / "run.mjs").write_text(RUN)

    ran = subprocess.run(
        [node, tmp_path / "run.mjs"],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(ran.stdout) == expected
    assert sum(one["due"] is not None for one in expected) > CASES / 20
