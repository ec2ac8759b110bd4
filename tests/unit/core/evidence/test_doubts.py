"""What looks wrong among trials, on the ones of a published review and on what no people can give.

The pain scores of Wang 2005 are among those of low-back-pain trials that a network meta-analysis
printed with deviations of 1.0 and 1.5 mm on a scale of 100, where others have 10 to 25.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.doubts import impossible, strange_spreads
from ashi.core.evidence.effects import Measure
from ashi.core.evidence.records import How, Note, Reading, Record
from ashi.core.evidence.tables import read_trials

HEADING = "study,n1,mean1,sd1,n2,mean2,sd2\n"
OTHERS = "A,30,40,18,30,50,20\nB,55,35,22,55,40,21\nC,20,30,15,22,38,17\nD,60,42,19,58,45,25\n"


def codes(text, **how):
    return [(note.line, note.code) for note in read_trials(text, Measure.MD, Reading(**how)).notes]


def record(mean, sd, n=20, how=()):
    numbers = {"n1": n, "mean1": mean, "sd1": sd, "n2": 20, "mean2": 5, "sd2": 1}
    return Record(2, "A", {}, numbers, list(how))


def test_wang_2005_is_looked_at_again():
    found = read_trials(HEADING + OTHERS + "Wang 2005,137,29,1.0,52,36.9,1.5\n", Measure.MD)

    assert found.notes == [Note(6, "perhaps_standard_error", "Wang 2005")]
    assert found.doubtful == [4]


def test_errors_in_one_group_only_are_far_too_small():
    assert codes(HEADING + OTHERS + "E,100,29,2.0,100,36,20\n") == [(6, "spread_far_too_small")]


def test_few_trials_have_nothing_usual_and_none_without_spread():
    assert codes(HEADING + "A,30,40,18,30,50,20\nB,100,29,1,100,36,1\n") == []
    assert strange_spreads([record(5, 0)] * 3) == []


@pytest.mark.parametrize(
    ("mean", "sd", "why"),
    [
        (5, 2, ""),
        (10.5, 2, "mean_off_scale"),
        (-0.1, 2, "mean_off_scale"),
        (9, 4, "sd_off_scale"),
        (5, 5.12, ""),  # ten at each end: sqrt(25 * 20 / 19) = 5.13
        (5, 5.2, "sd_off_scale"),
    ],
)
def test_numbers_no_people_can_give_on_the_scale(mean, sd, why):
    assert impossible(record(mean, sd), (0, 10)) == why
    assert impossible(record(mean, sd), None) == ""


def test_a_change_may_lie_below_nought():
    change = [How("mean1", "change")]

    assert impossible(record(-6, 2, how=change), (0, 10)) == ""
    assert impossible(record(-11, 2, how=change), (0, 10)) == "mean_off_scale"


def test_the_impossible_is_left_out_and_a_row_may_name_its_own_scale():
    text = "study,n1,mean1,sd1,n2,mean2,sd2,scale_min,scale_max\n"
    text += "A,20,55,9,20,60,9,0,100\nB,20,55,9,20,60,9,0,10\nC,20,5,2,20,6,2,,\n"

    assert codes(text) == [(3, "mean_off_scale")]
    assert codes(text, scale=(0, 9)) == [(3, "mean_off_scale")]
    assert codes(HEADING + "A,20,55,9,20,60,9\nB,20,5,2,20,6,2\n", scale=(0, 10)) == [
        (2, "mean_off_scale")
    ]


@given(st.lists(st.integers(0, 10), min_size=2, max_size=40))
def test_what_people_did_answer_is_never_impossible(answers):
    n = len(answers)
    mean = sum(answers) / n
    sd = (sum((one - mean) ** 2 for one in answers) / (n - 1)) ** 0.5

    assert impossible(record(mean, sd, n), (0, 10)) == ""
