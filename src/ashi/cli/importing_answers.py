"""``ashi import answers FILE --mapping M``: scores of a study into the centre's own tables."""

import argparse
import json
from collections import Counter

from ashi.cli.importing_wording import worded


def take(args: argparse.Namespace, data: bytes, mapping_text: str) -> int:
    """Look at a file of scores, or take it over; nothing is written without ``--apply``."""
    from ashi.apps.audit.actor import Actor, Source
    from ashi.apps.imports.answers import judge_answers, read_plan
    from ashi.apps.imports.answers_written import write_answers
    from ashi.apps.imports.judged import UNWRITTEN
    from ashi.apps.imports.sheets import read_sheet
    from ashi.cli.importing import centre_named

    plan = read_plan(mapping_text)
    judged = judge_answers(read_sheet(data, args.encoding), plan)
    counts = Counter(str(one.fate) for one in judged)
    if args.apply:
        centre = centre_named(args.centre)
        by = Actor(role="system", centre_id=centre.pk, source=Source.CLI)
        counts = Counter(write_answers(by=by, centre=centre, plan=plan, judged=judged))
    noughts = sum(one.noughts for one in judged)
    told = {
        "study": plan.study,
        "lines": len(judged),
        "fates": {name: count for name, count in counts.items() if count},
        "noughts_beside_empty": noughts,
        "written": bool(args.apply),
    }
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    shown = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    print(f"{plan.study}: {len(judged)} people; {shown}")
    if noughts:
        print(f"{noughts} scores of 0 stand beside an empty one: {_meaning(plan.noughts)}")
    for one in judged:
        if one.fate in UNWRITTEN:
            print(f"line {one.number}: {'; '.join(worded(note) for note in one.notes)}")
    if not args.apply:
        print("Nothing was written. With --apply it is.")
    return 0


def _meaning(noughts: str) -> str:
    if noughts == "missing":
        return "taken as no answer, as the mapping says"
    if noughts == "answers":
        return "taken as answers, as the mapping says"
    return 'say noughts_beside_empty = "missing" or "answers" in the mapping'
