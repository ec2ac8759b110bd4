"""``ashi evidence``: a table in, JSON out; what cannot be read is named by line."""

import json

import pytest

from ashi.cli.evidence_wording import HOW, NOTES, derived
from ashi.cli.main import main
from ashi.core.evidence.records import How
from ashi.core.evidence.tables import STRANGE, TWICE

MEANS = "study,n1,mean1,sd1,n2,mean2,sd2\n"
GOOD = MEANS + "A,20,5,2,20,6,2\nB,30,4,2,30,6,2.5\nC,25,5,1.5,24,5.5,2\n"
EVENTS = "study,events1,n1,events2,n2\n"


def ask(tmp_path, capsys, text, *words, what="pool"):
    file = tmp_path / "trials.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    code = main(["evidence", what, str(file), *words])
    said = capsys.readouterr()
    return code, said.out, said.err.splitlines()


def test_a_table_is_pooled_and_every_key_is_there(tmp_path, capsys):
    code, out, faults = ask(tmp_path, capsys, GOOD, "--measure", "MD")
    answer = json.loads(out)

    assert (code, faults) == (0, [])
    assert {
        "k", "measure", "scale", "method", "test", "estimate", "se", "ci_low", "ci_high", "p",
        "tau2", "i2", "h2", "q", "q_df", "q_p", "pi_low", "pi_high", "weights", "yi", "vi",
        "studies", "notes",
    } <= answer.keys()  # fmt: skip
    assert (answer["k"], answer["scale"], answer["studies"]) == (3, "raw", ["A", "B", "C"])
    assert "display" not in answer
    assert sum(answer["weights"]) == pytest.approx(100)


def test_ratios_come_on_the_log_scale_with_their_display(tmp_path, capsys):
    text = EVENTS + "A,10,100,20,100\nB,0,50,0,50\nC,5,40,9,41\n"
    _, out, _ = ask(tmp_path, capsys, text, "--measure", "rr", "--method", "dl")
    answer = json.loads(out)

    assert (answer["k"], answer["scale"]) == (3, "log")
    assert answer["display"]["estimate"] == pytest.approx(2.718281828459045 ** answer["estimate"])
    assert answer["notes"] == [
        "line 3 (B): no events in either group: 1/2 is added to each cell and the trial stays"
    ]


def test_a_row_that_cannot_be_used_is_named_and_left_out(tmp_path, capsys):
    text = GOOD + "D,1,5,2,20,6,2\nE,20,,2,20,6,NA\nA,20,5,2,20,6,2\n"
    _, out, _ = ask(tmp_path, capsys, text, "--measure", "SMD")
    answer = json.loads(out)

    assert answer["k"] == 4
    assert answer["notes"] == [
        "line 2 (A): the study comes more than once with the same numbers: are its patients counted twice?",
        "line 5 (D): left out: a group of fewer than two",
        "line 6: left out: no mean1, sd2",
        "line 7 (A): the study comes more than once with the same numbers: are its patients counted twice?",
    ]


def test_a_standard_error_printed_as_a_deviation_is_flagged_and_kept(tmp_path, capsys):
    text = GOOD + "D,100,5,0.2,100,6,0.2\n"
    _, out, _ = ask(tmp_path, capsys, text, "--measure", "MD")

    assert json.loads(out)["k"] == 4
    assert "look like standard errors" in json.loads(out)["notes"][0]


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.encode("utf-16"),
        GOOD.replace("study", " Study ").replace("n1", "N1"),
        GOOD.replace(",", ";").replace("2.5", "2,5").replace("1.5", "1,5").replace("5.5", "5,5"),
        GOOD.replace("A,", '"A, of ""Nicosia""",', 1),
        GOOD.replace("\nB", "\n\nB"),
    ],
    ids=["CRLF", "BOM", "UTF-16", "other heading", "decimal commas", "quotes", "blank line"],
)
def test_tables_are_read_however_they_were_saved(tmp_path, capsys, text):
    _, plain, _ = ask(tmp_path, capsys, GOOD, "--measure", "MD")
    code, out, _ = ask(tmp_path, capsys, text, "--measure", "MD")

    assert code == 0
    assert json.loads(out)["estimate"] == json.loads(plain)["estimate"]


@pytest.mark.parametrize(
    ("text", "measure", "line"),
    [
        ("", "MD", "file: empty"),
        ("n1,mean1\n1,2\n", "MD", 'sd1: no such column; the file has "n1, mean1"'),
        (GOOD.replace("A,20", "A,many"), "MD", 'line 2 n1: not a number: "many"'),
        (GOOD.replace("5,2,20", "5,-2,20", 1), "MD", 'line 2 sd1: below nought: "-2"'),
        (GOOD.replace("A,20", "A,20.5"), "MD", 'line 2 n1: not a whole number: "20.5"'),
        (GOOD.replace("A,20", "A,1e999"), "MD", 'line 2 n1: not a number: "1e999"'),
        (
            EVENTS + "A,12%,100,5,100\n",
            "OR",
            'line 2 events1: a percentage, where a count of people is asked for: "12%"',
        ),
        (EVENTS + "A,120,100,5,100\n", "OR", 'line 2 events1: more events than people: "100"'),
        (EVENTS + "A,1,0,1,9\n", "OR", 'line 2 events1: more events than people: "0"'),
        (MEANS + "A,1,5,2,1,6,2\n", "MD", 'rows: no row can be used: "line 2 too_few_people"'),
        ("study,yi,vi\nA,1,-1\n", "GEN", 'line 2 vi: below nought: "-1"'),
        (b"\xff\xfe\x00", "MD", "file: neither UTF-8 nor UTF-16"),
        (b"\x81\x82", "MD", "file: neither UTF-8 nor UTF-16"),
        ("n1,n1,mean1,sd1,n2,mean2,sd2\n1,1,1,1,1,1,1\n", "MD", "n1: comes twice"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_answered(
    tmp_path, capsys, text, measure, line
):
    code, out, faults = ask(tmp_path, capsys, text, "--measure", measure)

    assert (code, out) == (2, "")
    assert line in faults


def test_no_file_is_one_line(tmp_path, capsys):
    assert main(["evidence", "pool", str(tmp_path / "none.csv"), "--measure", "MD"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_few_trials_are_told_to_mean_little(tmp_path, capsys):
    _, out, _ = ask(tmp_path, capsys, GOOD, "--measure", "MD", what="bias")
    answer = json.loads(out)

    assert answer["egger"].keys() == {"stat", "df", "p"}
    assert answer["ranktest"].keys() == {"tau", "p"}
    assert answer["trimfill"].keys() == {"k0", "side", "estimate", "ci_low", "ci_high"}
    assert [one["study"] for one in answer["leave_one_out"]] == ["A", "B", "C"]
    assert answer["notes"] == ["with 3 trials these statistics mean very little: ten are the least"]


@pytest.mark.parametrize("what", ["pool", "bias"])
def test_one_trial_gets_an_answer_without_numbers_that_cannot_be(tmp_path, capsys, what):
    text = MEANS + "A,20,5,2,20,6,2\n"
    code, out, _ = ask(tmp_path, capsys, text, "--measure", "MD", "--test", "knha", what=what)

    assert code == 0
    assert "NaN" not in out
    assert "Infinity" not in out


NEW = "study,year,kind,n1,mean1,se1,n2,mean2,sd2\n"
MIXED = NEW + "A,2010,sham,25,5,0.4,25,6,2\nB,2001,sham,30,4,0.4,30,6,2\nC,,none,25,3,0.4,25,6,2\n"


def test_what_was_derived_is_said_for_each_row(tmp_path, capsys):
    _, out, _ = ask(tmp_path, capsys, MIXED, "--measure", "MD")
    answer = json.loads(out)

    assert answer["how"] == [["sd1 from its standard error"]] * 3
    assert answer["without_doubtful"] is None


def test_the_answer_without_what_looks_wrong_stands_beside_the_answer(tmp_path, capsys):
    text = GOOD + "D,100,5,0.2,100,6,0.2\nA,20,5,2,20,6,2\n"
    _, out, _ = ask(tmp_path, capsys, text, "--measure", "MD")
    _, plain, _ = ask(tmp_path, capsys, GOOD, "--measure", "MD")
    answer = json.loads(out)

    assert (answer["k"], answer["without_doubtful"]["k"]) == (5, 3)
    assert answer["without_doubtful"]["lines"] == [5, 6]
    assert answer["without_doubtful"]["estimate"] == json.loads(plain)["estimate"]


@pytest.mark.parametrize("tau2", ["separate", "common"])
def test_kinds_of_trials_are_pooled_and_compared(tmp_path, capsys, tau2):
    words = ("--measure", "MD", "--by", "Kind", "--tau2", tau2)
    code, out, _ = ask(tmp_path, capsys, MIXED, *words, what="subgroup")
    answer = json.loads(out)

    assert code == 0
    assert [(one["group"], one["k"]) for one in answer["groups"]] == [("sham", 2), ("none", 1)]
    assert answer["between"].keys() == {"stat", "df", "df2", "p"}
    assert answer["notes"] == ["one trial alone in: none"]


def test_kinds_written_with_capitals_are_the_same_kind(tmp_path, capsys):
    text = MIXED.replace("2010,sham", "2010,Sham").replace(",none,", ",,")
    words = ("--measure", "MD", "--by", "kind")
    _, out, _ = ask(tmp_path, capsys, text, *words, what="subgroup")

    groups = json.loads(out)["groups"]
    assert [(one["group"], one["k"]) for one in groups] == [("Sham", 2), ("not said", 1)]


def test_adding_trials_one_at_a_time_has_an_end(tmp_path, capsys):
    text = "study,year,yi,vi\n" + "".join(f"S{at},{at},{at % 3},1\n" for at in range(1001))
    words = ("--measure", "GEN", "--by", "year")
    _, out, _ = ask(tmp_path, capsys, text, *words, what="cumulative")
    answer = json.loads(out)

    assert (answer["k"], answer["steps"]) == (1001, [])
    assert answer["notes"] == ["adding one at a time is done up to 1000 trials"]


def test_one_kind_has_nothing_to_be_compared_with(tmp_path, capsys):
    text = "study,kind,events1,n1,events2,n2\nA,x,5,20,9,20\nB,x,5,30,9,30\n"
    words = ("--measure", "RR", "--by", "kind")
    _, out, _ = ask(tmp_path, capsys, text, *words, what="subgroup")
    answer = json.loads(out)

    assert answer["between"] is None
    assert answer["groups"][0]["display"].keys() == {"estimate", "ci_low", "ci_high"}
    assert answer["notes"] == ["all trials are of one group: there is nothing to compare"]


def test_trials_are_added_by_year(tmp_path, capsys):
    words = ("--measure", "MD", "--by", "year")
    _, out, _ = ask(tmp_path, capsys, MIXED, *words, what="cumulative")
    answer = json.loads(out)
    _, pooled, _ = ask(tmp_path, capsys, MIXED, "--measure", "MD")

    assert [(one["added"], one["by"], one["k"]) for one in answer["steps"]] == [
        ("B", "2001", 1),
        ("A", "2010", 2),
        ("C", "", 3),
    ]
    assert answer["steps"][-1]["estimate"] == pytest.approx(json.loads(pooled)["estimate"])
    assert answer["notes"] == ["no year, so they come last: C"]


def test_a_column_to_go_by_that_is_not_there_is_a_fault(tmp_path, capsys):
    words = ("--measure", "MD", "--by", "country")
    code, out, faults = ask(tmp_path, capsys, MIXED, *words, what="subgroup")

    assert (code, out) == (2, "")
    assert faults == [f'country: no such column; the file has "{NEW.strip().replace(",", ", ")}"']


def test_a_shared_control_group_is_split_when_asked(tmp_path, capsys):
    text = MEANS + "A,20,5,2,30,6,2\nA,30,4,2,30,6,2\n"
    _, out, _ = ask(tmp_path, capsys, text, "--measure", "MD", "--arms", "split")
    answer = json.loads(out)

    assert answer["notes"] == []
    assert answer["how"] == [["n2 shared among 2 comparisons"]] * 2
    _, out, _ = ask(tmp_path, capsys, text, "--measure", "MD", "--arms", "combine")
    assert json.loads(out)["how"] == [["groups joined, of lines 2, 3"]]


def test_medians_and_changes_name_their_methods_and_their_correlation(tmp_path, capsys):
    text = "study,n1,median1,q1_1,q3_1,n2,before_mean2,before_sd2,after_mean2,after_sd2\n"
    text += "A,25,5,4,6,25,8,2,6,2\n"
    _, out, _ = ask(tmp_path, capsys, text, "--measure", "MD", "--r", "0.5")

    assert json.loads(out)["how"] == [
        [
            "mean1 from median and quartiles or range (Luo 2018)",
            "sd1 from median and quartiles or range (Wan 2014)",
            "mean2 of the change, from before and after",
            "sd2 of the change, with a correlation of 0.5",
        ]
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD.replace("A,20,5,2", 'A,20,"5,5",2'), "line 2 mean1: a decimal comma: "),
        (GOOD.replace("A,20,5,2", "A,20,5,5,2"), "line 2: 1 more cells than the heading has"),
        (GOOD.replace("A,20,5,2", "A,20,5,20%"), "line 2 sd1: a percentage, where a number"),
        (GOOD.replace("A,20,5,2", "A,20,<5,2"), "line 2 mean1: only a bound"),
    ],
)
def test_cells_that_mislead_are_answered_by_line(tmp_path, capsys, text, line):
    code, out, faults = ask(tmp_path, capsys, text, "--measure", "MD")

    assert (code, out) == (2, "")
    assert faults[0].startswith(line)


def test_a_scale_turned_round_and_a_correlation_that_is_none_are_refused(tmp_path, capsys):
    code, out, faults = ask(tmp_path, capsys, GOOD, "--measure", "MD", "--scale", "10", "0")

    assert (code, out) == (2, "")
    assert faults == ['--scale: greater than what should be above it: "10, 0"']
    with pytest.raises(SystemExit):
        ask(tmp_path, capsys, GOOD, "--measure", "MD", "--r", "2")
    assert "between -1 and 1" in capsys.readouterr().err


def test_every_code_of_a_note_and_of_a_derivation_has_words():
    assert {*STRANGE, *TWICE} <= NOTES.keys()
    for code in HOW:
        derived_words = derived(How("sd1", code, "2"))
        assert "{" not in derived_words
        assert "None" not in derived_words


@pytest.mark.parametrize("what", ["pool", "bias"])
@pytest.mark.parametrize("method", ["DL", "REML"])
def test_variances_too_far_apart_are_refused_and_not_reckoned(tmp_path, capsys, what, method):
    text = "yi,vi\n0,1e-30\n1,1\n5,1\n"
    words = ("--measure", "GEN", "--method", method)
    code, out, faults = ask(tmp_path, capsys, text, *words, what=what)

    assert (code, out) == (2, "")
    assert faults == ["rows: variances too far apart to reckon with"]


BAD = {
    "missing column": (GOOD.replace(",sd2", "", 1), "sd2: no such column"),
    "text in a number": (GOOD.replace("A,20", "A,many"), 'line 2 n1: not a number: "many"'),
    "negative deviation": (GOOD.replace("5,2,20", "5,-2,20", 1), 'line 2 sd1: below nought: "-2"'),
    "percentage for a count": (GOOD.replace("A,20", "A,20%"), "line 2 n1: a percentage"),
    "decimal comma": (GOOD.replace("A,20,5,", 'A,20,"5,1",'), "line 2 mean1: a decimal comma"),
    "a record of a library": ("TY  - JOUR\nTI  - x\nER  - \n", "n1: no such column"),
    "code in a heading": (GOOD.replace("study", "<script>"), ""),
}


@pytest.mark.parametrize("what", ["pool", "bias"])
@pytest.mark.parametrize(("text", "line"), BAD.values(), ids=BAD)
def test_both_commands_name_what_is_wrong_by_line_and_answer_nothing(
    tmp_path, capsys, text, line, what
):
    code, out, faults = ask(tmp_path, capsys, text, "--measure", "MD", what=what)

    if not line:  # a column that nobody asks for is no fault, and is printed nowhere
        assert (code, faults, "<script>" in out) == (0, [], False)
        return
    assert (code, out) == (2, "")
    assert any(one.startswith(line) for one in faults), faults


@pytest.mark.parametrize("what", ["pool", "bias"])
def test_both_commands_keep_a_group_of_one_and_a_trial_that_comes_twice_by_name(
    tmp_path, capsys, what
):
    text = "\ufeff" + GOOD + "<script>D,1,5,2,20,6,2\nA,20,5,2,20,6,2\n"
    code, out, _ = ask(tmp_path, capsys, text, "--measure", "MD", what=what)
    notes = json.loads(out)["notes"]

    assert code == 0
    assert notes[1] == "line 5 (<script>D): left out: a group of fewer than two"
    assert sum("counted twice" in one for one in notes) == 2


@pytest.mark.slow
@pytest.mark.parametrize("what", ["pool", "bias"])
def test_a_hundred_thousand_rows_are_answered(tmp_path, capsys, what):
    rows = "".join(f"{n % 11},{1 + n % 7}\n" for n in range(100_000))
    words = ("--measure", "GEN", "--method", "EE")
    code, out, _ = ask(tmp_path, capsys, "yi,vi\n" + rows, *words, what=what)

    assert code == 0
    assert json.loads(out)["k"] == 100_000
