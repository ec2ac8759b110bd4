"""Trials handed in as a table: each fault by its line, nothing half-taken."""

import pytest

from ashi.core.evidence.adding import (
    MOST_ROWS,
    Known,
    duplicates,
    pooled_questions,
    read_file,
)
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.papers import Paper, folded, plain, same_paper
from ashi.core.knowledge.evidence_base.plots import all_plots

QUESTIONS = pooled_questions(all_plots())
ASKED = "lbp-chronic-sham-after"
HEADING = "study,citation,provenance,n1,mean1,sd1,n2,mean2,sd2\n"
GOOD = "A 2020,A. B. 2020,seen,30,40.5,20,30,44,21\n"
NUMBERS = (30, 40.5, 20, 30, 44, 21)


def numbers(text: str, **more: str) -> list[tuple[float, ...] | None]:
    return [one.numbers for one in read_file(text, QUESTIONS, ASKED, **more)]


def faults(text: str, asked: str = ASKED, name: str = "") -> list[tuple[str, str]]:
    with pytest.raises(TableFaultsError) as refused:
        read_file(text, QUESTIONS, asked, name)
    return [(one.path, one.code) for one in refused.value.faults]


@pytest.mark.parametrize(
    "text",
    [
        HEADING + GOOD,
        "\ufeff" + HEADING + GOOD,
        (HEADING + GOOD).replace(",", ";").replace("40.5", "40,5"),
        (HEADING + GOOD).replace(",", "\t").replace("40.5", "40,5"),
        (HEADING + GOOD).replace("\n", "\r\n"),
        HEADING.upper() + GOOD,
    ],
    ids=["plain", "BOM", "decimal commas", "tabs", "CRLF", "capitals"],
)
def test_a_table_is_read_however_it_was_saved(text):
    assert numbers(text) == [NUMBERS]


def test_a_column_may_say_the_question_of_each_row():
    text = f"question,{HEADING}{ASKED},{GOOD}lbp-chronic-sham-later,{GOOD}"

    assert [one.question for one in read_file(text, QUESTIONS)] == [
        ASKED,
        "lbp-chronic-sham-later",
    ]


def test_a_deviation_is_derived_from_an_interval_and_says_so():
    text = HEADING.replace("sd1", "se1") + GOOD.replace(",20,", ",4,")
    (one,) = read_file(text, QUESTIONS, ASKED)

    assert one.numbers[2] == pytest.approx(4 * 30**0.5)
    assert [(how.column, how.code) for how in one.how] == [("sd1", "se")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ("file", "empty")),
        (HEADING, ("file", "no_rows")),
        (HEADING.replace(",sd2", "") + GOOD.replace(",21\n", "\n"), ("sd2", "no_column")),
        (HEADING.replace("study,", "") + GOOD.replace("A 2020,", ""), ("study", "no_column")),
        (HEADING + GOOD.replace("40.5", "many"), ("line 2 mean1", "not_number")),
        (HEADING + GOOD.replace(",20,", ",-20,"), ("line 2 sd1", "below_nought")),
        (HEADING + GOOD.replace(",20,", ",0,"), ("line 2 sd1", "no_spread")),
        (HEADING + GOOD.replace(",30,40.5", ",1,40.5"), ("line 2 n1", "too_few_people")),
        (HEADING + GOOD.replace(",30,40.5", ",30%,40.5"), ("line 2 n1", "percent")),
        (HEADING + GOOD.replace(",30,40.5", ",30.5,40.5"), ("line 2 n1", "not_whole")),
        (HEADING + GOOD.replace(",30,40.5", ",9e7,40.5"), ("line 2 n1", "out_of_range")),
        (HEADING + GOOD.replace(",30,40.5", ',30,"40,5"'), ("line 2 mean1", "decimal_comma")),
        (HEADING + GOOD.replace("40.5,", "40,5,"), ("line 2", "too_many_cells")),
        (HEADING + GOOD.replace("40.5", "140"), ("line 2", "mean_off_scale")),
        (HEADING + GOOD.replace(",20,", ",90,"), ("line 2", "sd_off_scale")),
        (HEADING + GOOD.replace("40.5", ""), ("line 2 mean1", "missing")),
        (HEADING + GOOD.replace("A 2020,", ","), ("line 2 study", "missing")),
        (HEADING + GOOD.replace("seen", ""), ("line 2 provenance", "missing")),
        (HEADING + GOOD.replace("seen", "read"), ("line 2 provenance", "provenance")),
        (HEADING + GOOD.replace("A. B.", "<script>"), ("line 2 citation", "markup")),
        (HEADING + GOOD.replace("A. B.", "[a](javascript:b)"), ("line 2 citation", "markup")),
        (HEADING + GOOD.replace("A. B.", "A\x07B"), ("line 2 citation", "unwritable")),
        (HEADING + GOOD.replace("A. B.", "x" * 601), ("line 2 citation", "too_long")),
        (HEADING + GOOD + GOOD, ("line 3 study", "duplicate")),
    ],
)
def test_what_is_wrong_is_named_by_line_and_nothing_is_taken(text, fault):
    assert fault in faults(text)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("year", "20", "no_year"),
        ("doi", "x/y", "no_doi"),
        ("pmid", "12a", "no_pmid"),
        ("registration", "1", "no_registration"),
    ],
)
def test_what_names_a_paper_has_its_shape(column, value, code):
    text = HEADING.replace("\n", f",{column}\n") + GOOD.replace("\n", f",{value}\n")

    assert faults(text) == [(f"line 2 {column}", code)]


def test_a_question_that_is_not_pooled_is_refused_for_every_row_at_once():
    assert faults(HEADING + GOOD, asked="lbp") == [("question", "unknown_question")]
    assert faults(f"question,{HEADING}neck,{GOOD}", asked="") == [
        ("line 2 question", "unknown_question")
    ]


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_refused_before_they_are_read():
    rows = "".join(f"S{n} 2020,A. B.,seen,30,40,20,30,44,21\n" for n in range(100_000))

    assert faults(HEADING + rows) == [("file", "too_many_rows")]
    some = "".join(rows.splitlines(keepends=True)[:MOST_ROWS])
    assert len(numbers(HEADING + some)) == MOST_ROWS


def test_no_more_than_fifty_faults_are_told():
    assert len(faults(HEADING + GOOD.replace("40.5", "x") * 80)) == 50


def test_the_same_trial_is_found_by_any_of_its_names():
    one = Paper("Kerr 2003", "2003", "x", "10.1/a", "12", "NCT1")

    assert same_paper(one, Paper("Other", "", "", doi="10.1/A")) == "doi"
    assert same_paper(one, Paper("Other", "", "", pmid="12")) == "pmid"
    assert same_paper(one, Paper("Other", "", "", registration="nct-1")) == "registration"
    assert same_paper(one, Paper("Kérr (2003)", "", "")) == "study"
    assert same_paper(one, Paper("Kerr 2003b", "", "")) == ""


def test_one_paper_may_answer_two_questions_but_an_unsorted_one_is_told():
    (one,) = read_file(HEADING + GOOD, QUESTIONS, ASKED)
    other = Known("lbp-chronic-sham-later", one.paper, "added-1")
    unsorted = Known("", one.paper, "added-2")

    assert duplicates([one], [other]) == []
    assert [fault.code for fault in duplicates([one], [other, unsorted])] == ["duplicate"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("<i>Acu</i>puncture &amp; sham, p < 0.05", "Acupuncture & sham, p < 0.05"),
        ("  two\n lines ", "two lines"),
    ],
)
def test_lettering_is_taken_off_a_title(text, clean):
    assert plain("citation", text) == (clean, "")


def test_folding_leaves_letters_and_digits():
    assert folded("Müller-Löb, 2003!") == "mullerlob2003"
