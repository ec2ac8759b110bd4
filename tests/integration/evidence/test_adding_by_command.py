"""``ashi evidence add``: shown first, written when asked, refused by line with nothing taken."""

import json
from contextlib import nullcontext

import pytest

from ashi.apps.evidence.models import Change
from ashi.cli import booting
from ashi.cli.evidence_wording import ADDING_FAULTS
from ashi.cli.main import main
from ashi.web.evidence.fault_words import FAULT_WORDS
from tests.desk.added import QUESTION, added
from tests.desk.centre import make_centre

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEADING = "study,citation,provenance,n1,mean1,sd1,n2,mean2,sd2\n"
GOOD = "Nobody 2024,A. B. 2024,seen,60,48,22,58,50,23\n"


@pytest.fixture
def ask(small, tmp_path, capsys, monkeypatch):
    """Run the command on a text; the database is up already."""
    monkeypatch.setattr(booting, "django_ready", nullcontext)

    def asked(text: str, *words: str, name: str = "trials.csv"):
        file = tmp_path / name
        file.write_bytes(text.encode())
        code = main(["evidence", "add", str(file), *words])
        said = capsys.readouterr()
        return code, said.out, said.err.splitlines()

    return asked


def test_a_dry_run_shows_what_moves_and_writes_nothing(ask):
    code, out, _ = ask(HEADING + GOOD, "--plot", QUESTION, "--dry-run")
    answer = json.loads(out)
    (moves,) = answer["moves"]

    assert (code, answer["written"], Change.objects.count()) == (0, False, 0)
    assert (moves["before"]["k"], moves["after"]["k"]) == (4, 5)
    assert moves["after"]["estimate"] == pytest.approx(-8.107800003863016)
    assert moves["change"] == pytest.approx(2.105964785)
    assert answer["read_again"] == ["lbp-chronic-v-sham-small", "lbp-reviews-2005"]


def test_what_is_added_waits_for_a_reviewer(ask):
    _, out, _ = ask(HEADING + GOOD, "--question", QUESTION)
    row = Change.objects.get()

    assert json.loads(out)["trials"] == [
        {
            "line": 2,
            "study": "Nobody 2024",
            "question": QUESTION,
            "state": "waits for a reviewer",
            "id": row.pk,
        }
    ]
    assert (row.verdict, row.entered_by, row.origin) == ("", None, "table")


def test_a_record_of_a_library_becomes_something_to_read(ask):
    text = "PMID- 7\nTI  - Needles\nAU  - Else S\nDP  - 2022 May\nTA  - J Inv\n"
    _, out, _ = ask(text, name="one.nbib")

    assert json.loads(out)["trials"][0]["state"] == "numbers to be entered"
    assert json.loads(out)["moves"] == []
    assert Change.objects.get().pmid == "7"


def test_a_trial_that_the_centre_has_is_refused_by_line(ask, small):
    row = added(small)
    code, out, faults = ask(HEADING + GOOD, "--question", QUESTION)

    assert (code, out) == (2, "")
    assert faults == [f'line 2 study: is there already: "Nobody 2024 ({row.key})"']
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEADING.replace(",sd2", "") + GOOD, "sd2: no such column"),
        (HEADING + GOOD.replace("48", "many"), 'line 2 mean1: not a number: "many"'),
        (HEADING + GOOD.replace("22", "-22"), 'line 2 sd1: below nought: "-22"'),
        (HEADING + GOOD.replace(",60,", ",1,"), "line 2 n1: a group has at least two people"),
        (HEADING + GOOD.replace("60", "60%"), "line 2 n1: a percentage, where a number is asked"),
        (HEADING + GOOD + GOOD, 'line 3 study: is there already: "Nobody 2024 (line 2)"'),
        (HEADING + GOOD.replace("48", '"48,5"'), "line 2 mean1: a decimal comma"),
        (HEADING + GOOD * 100_000, "file: more than 500 trials"),
        (HEADING + GOOD.replace("A. B.", "<script>"), "line 2 citation: holds code of a web page"),
        ("TY  - JOUR\nTI Needles\nER  - \n", "line 2: no tag of such a file"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is(ask, text, line):
    good = HEADING + GOOD.replace("Nobody", "Good")
    code, out, faults = ask(text, "--question", QUESTION)

    assert (code, out, Change.objects.count()) == (2, "", 0)
    assert any(one.startswith(line) for one in faults), faults
    assert ask("\ufeff" + good.replace(",", ";"), "--question", QUESTION)[0] == 0


def test_which_centre_is_asked_where_there_are_two(ask):
    make_centre("elsewhere")
    code, _, faults = ask(HEADING + GOOD, "--question", QUESTION)

    assert (code, len(faults)) == (2, 1)
    assert faults[0].startswith("--centre: which centre?")
    assert ask(HEADING + GOOD, "--question", QUESTION, "--centre", "elsewhere")[0] == 0
    assert Change.objects.get().centre.slug == "elsewhere"


def test_the_page_has_words_for_whatever_the_command_has():
    of_commands = {"none_usable", "no_centre", "no_ratio_at_all", "percent_of", "more_than_n"}

    assert set(ADDING_FAULTS) - of_commands == set(FAULT_WORDS) - {"too_large"}


def test_no_file_is_one_line(ask, tmp_path, capsys):
    assert main(["evidence", "add", str(tmp_path / "none.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
