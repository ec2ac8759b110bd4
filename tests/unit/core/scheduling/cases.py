"""One small centre, restated for every test: two people, two rooms of which one has couches."""

import copy
from collections.abc import Callable
from typing import Any

Document = dict[str, Any]

CENTRE: Document = {
    "zone": "Europe/Nicosia",
    "grain_min": 15,
    "resources": [
        {
            "id": "anna",
            "kind": "practitioner",
            "skills": ["acupuncture", "physiotherapy"],
            "hours": [{"days": "mon-fri", "from": "09:00", "to": "13:00"}],
        },
        {
            "id": "eleni",
            "kind": "assistant",
            "skills": ["removal"],
            "hours": [{"days": "mon-fri", "from": "09:00", "to": "17:00"}],
        },
        {
            "id": "couch1",
            "kind": "couch",
            "hours": [{"days": "mon-sun", "from": "08:00", "to": "20:00"}],
        },
        {
            "id": "couch2",
            "kind": "couch",
            "hours": [{"days": "mon-sun", "from": "08:00", "to": "20:00"}],
        },
        {
            "id": "room1",
            "kind": "room",
            "parts": ["couch1", "couch2"],
            "hours": [{"days": "mon-sun", "from": "08:00", "to": "20:00"}],
        },
    ],
    "services": [
        {
            "id": "needling",
            "roles": {
                "therapist": {"kind": ["practitioner"], "skill": "acupuncture"},
                "remover": {
                    "kind": ["practitioner", "assistant"],
                    "skill": ["acupuncture", "removal"],
                },
                "place": {"kind": "couch"},
            },
            "phases": [
                {"id": "intake", "min": 15, "roles": ["therapist", "place"]},
                {"id": "rest", "min": 20, "roles": ["place"]},
                {"id": "removal", "min": 5, "roles": ["remover", "place"]},
                {"id": "turnover", "min": 5, "roles": ["place"], "patient": False},
            ],
        },
        {
            "id": "couple",
            "roles": {"therapist": {"kind": "practitioner"}, "place": {"kind": "room"}},
            "phases": [{"id": "both", "min": 60, "roles": ["therapist", "place"]}],
        },
    ],
    "busy": [],
}

FIND: Document = {"service": "needling", "from": "2026-12-07", "to": "2026-12-07"}
COURSE: Document = {
    "service": "needling",
    "from": "2026-12-07",
    "visits": 3,
    "min_days": 2,
    "max_days": 7,
}
FILL: Document = {"service": "needling", "day": "2026-12-07"}


def case(change: Callable[[Document], object] = lambda _: None) -> Document:
    """Return the centre with all three questions, changed in place by ``change``."""
    document = copy.deepcopy(CENTRE | {"find": FIND, "course": COURSE, "fill": FILL})
    change(document)
    return document


def starts(answer: Document) -> list[str]:
    """Return the local starts of an answer as ``07T10:00+02:00``."""
    rows = answer.get("openings", answer.get("visits", []))
    return [row["start"][8:16] + row["start"][19:] for row in rows]
