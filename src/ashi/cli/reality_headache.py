"""The headache trial through our own import, our own tables and our own comparison.

Vickers 2004, BMJ 328:744: its 401 patients come in as a centre's file would, in a database that is
made for it and forgotten, and the published figures are asked of the tables.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ashi.cli.booting import set_django_up
from ashi.cli.reality_scheduling import Row
from ashi.config.embedded import Embedded
from ashi.config.places import database_place

if TYPE_CHECKING:
    from ashi.apps.outcomes.comparing import Person, Question

STUDY = "vickers2004"
SCORE, DAYS = "HSCORE", "HDIARY"
START, THREE, TWELVE = "start", "months_3", "months_12"
# What the trial's statistician adjusted for besides the start: its minimisation variables.
ADJUSTED = ("age", "sex", "migraine", "chronicity")
MAPPING = """
study = "vickers2004"
began_on = "2000-01-03"
patient_id = "id"
called = "Participant"
complaint = "Chronic headache"
areas = ["head"]
sex = "sex"
covariates = ["age", "sex", "migraine", "chronicity", "acupuncturist", "group"]
{noughts}
[[scores]]
column = "pk1"
measure = "HSCORE"
moment = "start"
[[scores]]
column = "pk2"
measure = "HSCORE"
moment = "months_3"
[[scores]]
column = "pk5"
measure = "HSCORE"
moment = "months_12"
[[scores]]
column = "f1"
measure = "HDIARY"
moment = "start"
[[scores]]
column = "f2"
measure = "HDIARY"
moment = "months_3"
[[scores]]
column = "f5"
measure = "HDIARY"
moment = "months_12"
"""
DECIDED = 'noughts_beside_empty = "missing"'


@contextmanager
def _own_database() -> Iterator[None]:
    """Have a database of its own inside the block, with every table, and nothing of it after."""
    with TemporaryDirectory(prefix="ashi-reality-") as folder:
        place = database_place(Path(folder))
        os.environ |= {
            "ASHI_DATA_DIR": folder,
            "ASHI_DEMO": "1",
            "ASHI_SECRET_KEY": "only for a comparison " * 3,
            "DATABASE_URL": place.url,
        }
        with Embedded(place, durable=False).in_use():
            set_django_up()
            from django.core.management import call_command
            from django.db import connections

            call_command("migrate", verbosity=0)
            yield
            connections.close_all()


def compare_headache(file: Path) -> list[Row]:
    """Set the published tables of Vickers 2004 beside what our tables say of its patients."""
    with _own_database():
        return rows_of(file.read_bytes())


def rows_of(data: bytes) -> list[Row]:
    """Import a file in the database that is up, and ask the published figures of its tables."""
    from ashi.apps.outcomes.comparing import people_of

    noticed, kept = _take_in(data)
    table = [*noticed, ("people in our tables", "401", str(kept)), *_table(people_of(STUDY))]
    return [Row(f"{STUDY}/data.csv#{name}", one, got, one == got) for name, one, got in table]


def _take_in(data: bytes) -> tuple[list[tuple[str, str, str]], int]:
    """Import the file: as it is, when what is suspicious is asked about; then with the answer."""
    from ashi.apps.audit.actor import Actor, Source
    from ashi.apps.centres.models import Centre
    from ashi.apps.imports.answers import judge_answers, read_plan
    from ashi.apps.imports.answers_written import write_answers
    from ashi.apps.imports.judged import Fate
    from ashi.apps.imports.sheets import read_sheet
    from ashi.apps.patients.models import Patient

    centre = Centre.objects.create(slug="trial", name="Trial", name_el="", zone="Europe/London")
    by = Actor(role="system", centre_id=centre.pk, source=Source.CLI)
    sheet = read_sheet(data)
    undecided = judge_answers(sheet, read_plan(MAPPING.format(noughts="")))
    asks = sum(one.fate is Fate.ASK for one in undecided)
    plan = read_plan(MAPPING.format(noughts=DECIDED))
    judged = judge_answers(sheet, plan)
    write_answers(by=by, centre=centre, plan=plan, judged=judged)
    write_answers(by=by, centre=centre, plan=plan, judged=judged)  # again: nobody comes in twice
    noughts = sum(one.noughts for one in judged)
    noticed = [
        ("noughts of days that mean missing", "175", str(noughts)),
        ("asked about before anything is written", "yes", "yes" if asks else "no"),
    ]
    return noticed, Patient.objects.count()


def _question(measure: str, moment: str) -> "Question":
    from ashi.apps.outcomes.comparing import Question

    # Whoever did not answer at twelve months is in no adjusted figure of the paper.
    among = (SCORE, TWELVE)
    return Question(measure, moment, "group", ADJUSTED, "acupuncturist", among)


def _difference(people: "Sequence[Person]", measure: str, moment: str) -> str:
    from ashi.apps.outcomes.comparing import compare_groups

    found = compare_groups(people, _question(measure, moment)).difference
    return f"{found.estimate:.1f} ({found.low:.1f} to {found.high:.1f})"


def _responders(people: "Sequence[Person]", measure: str, moment: str, share: float) -> str:
    from ashi.apps.outcomes.comparing import responders

    events, of, found = responders(people, _question(measure, moment), share)
    shown = "/".join(f"{k} of {n}" for k, n in zip(events, of, strict=True))
    ends = f"{found.low * 100:.0f} to {found.high * 100:.0f}"
    return f"{shown}; {found.estimate * 100:.0f} % ({ends})"


def _scores(people: "Sequence[Person]", measure: str, moment: str, group: int) -> list[float]:
    key = (measure, moment)
    return [
        one.scores[key] for one in people if key in one.scores and one.covariates["group"] == group
    ]


def _counts(people: "Sequence[Person]", moment: str) -> str:
    return "/".join(str(len(_scores(people, SCORE, moment, group))) for group in (1, 0))


def _means(people: "Sequence[Person]", measure: str, moment: str) -> str:
    groups = (_scores(people, measure, moment, group) for group in (1, 0))
    return "/".join(f"{mean(values):.1f} ({stdev(values):.1f})" for values in groups)


def _fall(people: "Sequence[Person]") -> str:
    falls = (
        1 - mean(_scores(people, SCORE, TWELVE, group)) / mean(_scores(people, SCORE, START, group))
        for group in (1, 0)
    )
    return "/".join(f"{fall * 100:.0f} %" for fall in falls)


def _table(people: "Sequence[Person]") -> list[tuple[str, str, str]]:
    """Return each published figure with what our tables give; differences are adjusted."""
    completed = [one for one in people if (SCORE, TWELVE) in one.scores]
    at_three = [one for one in completed if (SCORE, THREE) in one.scores]
    migraine = [one for one in people if one.covariates["migraine"] == 1]
    third, half = "87 of 161/45 of 140; 22 % (11 to 33)", "49 of 161/21 of 140; 15 % (6 to 25)"
    return [
        ("the denominator", "401", str(len(people))),
        ("randomised", "205/196", _counts(people, START)),
        ("answered at 3 months", "173/153", _counts(people, THREE)),
        ("answered at 12 months", "161/140", _counts(people, TWELVE)),
        ("score at baseline", "24.6 (14.1)/26.7 (16.8)", _means(completed, SCORE, START)),
        ("score at 3 months", "18.0 (14.8)/23.7 (16.8)", _means(at_three, SCORE, THREE)),
        ("score at 12 months", "16.2 (13.7)/22.3 (17.0)", _means(people, SCORE, TWELVE)),
        ("fall from baseline", "34 %/16 %", _fall(completed)),
        (
            "difference at 12 months",
            "4.6 (2.2 to 7.0)",
            _difference(people, SCORE, TWELVE),
        ),
        ("difference at 3 months", "3.9 (1.6 to 6.3)", _difference(people, SCORE, THREE)),
        ("the same, migraine", "4.9 (2.4 to 7.5)", _difference(migraine, SCORE, TWELVE)),
        ("days at 12 months", "11.4 (7.5)/13.6 (7.5)", _means(people, DAYS, TWELVE)),
        ("difference in days at 12 months", "1.8 (0.6 to 2.9)", _difference(people, DAYS, TWELVE)),
        ("a third fewer at 12 months (35 %)", third, _responders(people, SCORE, TWELVE, 0.35)),
        (
            "a third fewer at 3 months (35 %)",
            "65 of 159/37 of 136; 14 % (3 to 24)",
            _responders(people, SCORE, THREE, 0.35),
        ),
        ("half the days at 12 months", half, _responders(people, DAYS, TWELVE, 0.5)),
    ]
