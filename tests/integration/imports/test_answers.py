"""Scores of a study come in by the import, and the tables answer for its groups."""

import json
from random import Random

import pytest

from ashi.apps.audit.actor import Actor, Source
from ashi.apps.centres.models import Centre
from ashi.apps.imports.answers import judge_answers, read_plan
from ashi.apps.imports.answers_written import write_answers
from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.judged import Fate
from ashi.apps.imports.sheets import read_sheet
from ashi.apps.outcomes.comparing import Question, compare_groups, people_of, responders
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.outcomes.queries import standing
from ashi.apps.patients.models import Patient
from ashi.cli.main import main
from ashi.cli.reality_headache import DECIDED, MAPPING, STUDY, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEAD = "id,age,sex,migraine,chronicity,acupuncturist,practice_id,group,pk1,pk2,pk5,f1,f2,f5\n"
EMPTY = "1,40,1,1,5,2,3,1,20,,,10,0,0"
WHOLE = "2,50,0,0,9,2,3,0,20,1,0,9,0,0"


def judged(*lines: str, decided: str = DECIDED):
    sheet = read_sheet((HEAD + "".join(f"{one}\n" for one in lines)).encode())
    plan = read_plan(MAPPING.format(noughts=decided))
    return plan, judge_answers(sheet, plan)


@pytest.fixture
def centre(db):
    return Centre.objects.create(slug="trial", name="Trial", zone="Europe/London")


def take_in(centre, *lines: str, decided: str = DECIDED):
    plan, lines_judged = judged(*lines, decided=decided)
    by = Actor(role="system", centre_id=centre.pk, source=Source.CLI)
    return write_answers(by=by, centre=centre, plan=plan, judged=lines_judged)


def test_a_nought_beside_an_empty_diary_is_asked_about_and_a_true_one_stays(centre):
    _plan, (empty, whole) = judged(EMPTY, WHOLE, decided="")
    assert (empty.fate, empty.noughts) == (Fate.ASK, 2)
    assert (whole.fate, whole.noughts) == (Fate.CREATE, 0)
    assert empty.notes[0].code == "nought-beside-empty"

    take_in(centre, EMPTY, WHOLE, decided="")
    assert Patient.objects.count() == 1  # what must be decided is not written

    _plan, (empty, whole) = judged(EMPTY, WHOLE)
    assert empty.scores["HDIARY", "months_12"] is None
    assert whole.scores["HDIARY", "months_12"] == 0
    _plan, (empty, _whole) = judged(EMPTY, WHOLE, decided='noughts_beside_empty = "answers"')
    assert empty.scores["HDIARY", "months_12"] == 0


def test_everybody_who_began_is_counted_and_who_did_not_answer_is_missing(centre):
    counts = take_in(centre, EMPTY, WHOLE)
    again = take_in(centre, EMPTY, WHOLE)

    assert (counts["create"], again["create"], again["known"]) == (2, 0, 2)
    people = people_of(STUDY)
    assert len(people) == 2
    assert [len(one.scores) for one in people] == [2, 6]
    assert Asking.objects.filter(answered_at=None).count() == 2
    row = Response.objects.filter(measure="HSCORE", asking__moment="start").first()
    assert (row.source, row.stated, row.score) == ("import", True, 20)
    assert len(standing(people[1].patient_id)) == 6


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,40,1,1,5,2,3,1,999,1,1,10,1,1", "score-outside"),
        ("1,40,1,1,5,2,3,1,many,1,1,10,1,1", "no-score"),
        (",40,1,1,5,2,3,1,20,1,1,10,1,1", "incomplete"),
    ],
)
def test_a_score_that_cannot_be_is_refused_with_its_line(line, code):
    _plan, (one,) = judged(line)

    assert one.fate is Fate.REFUSE
    assert one.notes[0].code == code


def test_a_person_twice_in_a_file_is_refused_the_second_time():
    _plan, (first, second) = judged(WHOLE, WHOLE)
    assert (first.fate, second.fate) == (Fate.CREATE, Fate.REFUSE)


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "what = 1",
        MAPPING.format(noughts="").replace("HSCORE", "NOPE"),
        MAPPING.format(noughts="").replace("months_3", "later"),
        MAPPING.format(noughts='noughts_beside_empty = "perhaps"'),
        MAPPING.format(noughts="").replace('patient_id = "id"', ""),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(wrong):
    with pytest.raises(MappingError):
        read_plan(wrong)


def test_a_column_that_the_file_lacks_is_named():
    plan = read_plan(MAPPING.format(noughts="").replace('"pk1"', '"pk9"'))
    with pytest.raises(MappingError):
        judge_answers(read_sheet((HEAD + WHOLE + "\n").encode()), plan)


def trial(effect: float, people: int = 60) -> list[str]:
    """Return people of no trial, the first group ``effect`` points better at the end."""
    dice = Random(1)
    rows = []
    for number in range(people):
        group, start = number % 2, dice.randint(20, 40)
        end = max(0, start - 4 - (effect if group else 0) + dice.choice([-1, 0, 1]))
        rows.append(
            f"{number},{dice.randint(20, 60)},0,1,5,{number % 3},1,{group},{start},{start},"
            f"{end},{dice.randint(5, 20)},10,5"
        )
    return rows


def test_two_groups_are_compared_with_who_began_and_who_answered(centre):
    rows = trial(6)
    rows[0] = EMPTY.replace("1,40,1,1,5,2,3,1", "0,40,1,1,5,2,3,0")
    take_in(centre, *rows)
    asked = Question("HSCORE", "months_12", "group", ("age", "sex", "migraine"), "acupuncturist")
    found = compare_groups(people_of(STUDY), asked)
    events, of, share = responders(people_of(STUDY), asked, 0.25)

    assert (found.began, found.answered) == ((30, 30), (30, 29))
    assert found.difference.low < 6 < found.difference.high
    assert of == (30, 29)
    assert events[0] > events[1]
    assert share.estimate > 0


def test_the_command_compares_from_the_tables(centre, capsys):
    take_in(centre, *trial(6))
    words = ["outcomes", "compare", STUDY, "--measure", "hscore", "--at", "months_12"]
    assert main([*words, "--group", "group", "--adjust", "age", "--share", "0.25"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["began"], told["of"]) == ([30, 30], [30, 30])
    assert main([*words, "--group", "no-such"]) == 2


def test_people_who_are_not_the_trial_differ_from_its_tables(db):
    data = HEAD + "\n".join(trial(2, 80)) + "\n"
    compared = {row.file.split("#")[1]: row for row in rows_of(data.encode())}

    assert compared["the denominator"].got == "80"
    assert not any(row.ok for row in compared.values())
